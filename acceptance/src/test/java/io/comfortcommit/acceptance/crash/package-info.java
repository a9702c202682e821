/** The standalone process killed at named points, and what must still hold afterwards. */
@NullMarked
package io.comfortcommit.acceptance.crash;

import org.jspecify.annotations.NullMarked;
