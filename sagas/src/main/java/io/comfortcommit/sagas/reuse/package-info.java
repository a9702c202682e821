/** Saying an approved message again for a change that it is true of. */
@NullMarked
package io.comfortcommit.sagas.reuse;

import org.jspecify.annotations.NullMarked;
