/** Erasing what read models show of a person. */
@NullMarked
package io.comfortcommit.queryside.privacy;

import org.jspecify.annotations.NullMarked;
