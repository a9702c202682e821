/** Events that a handler could not apply: why they are parked, when they are tried again, how operators see them. */
@NullMarked
package io.comfortcommit.axonsupport.deadletter;

import org.jspecify.annotations.NullMarked;
