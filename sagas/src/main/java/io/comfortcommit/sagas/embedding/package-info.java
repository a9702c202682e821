/** Texts as vectors, by a small language model in the process. */
@NullMarked
package io.comfortcommit.sagas.embedding;

import org.jspecify.annotations.NullMarked;
