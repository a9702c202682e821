/** Changes and texts as vectors, so that alike ones are found. */
@NullMarked
package io.comfortcommit.analysis.embedding;

import org.jspecify.annotations.NullMarked;
