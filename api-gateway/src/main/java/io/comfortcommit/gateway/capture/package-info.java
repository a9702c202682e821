/** Takes captures in: the negotiation before and the upload itself. */
@NullMarked
package io.comfortcommit.gateway.capture;

import org.jspecify.annotations.NullMarked;
