/** Every failure that a client sees: a stable code, a status, and words in its language. */
@NullMarked
package io.comfortcommit.gateway.problem;

import org.jspecify.annotations.NullMarked;
