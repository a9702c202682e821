/** Tests of what has no need for a running gateway. */
@NullMarked
package io.comfortcommit.gateway.problem;

import org.jspecify.annotations.NullMarked;
