/** Erasing what activities keep of a person. */
@NullMarked
package io.comfortcommit.sagas.privacy;

import org.jspecify.annotations.NullMarked;
