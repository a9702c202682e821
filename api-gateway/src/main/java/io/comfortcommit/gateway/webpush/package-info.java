/** Browsers that asked for Web Push: where they are reached, and with which key this installation proves who sends. */
@NullMarked
package io.comfortcommit.gateway.webpush;

import org.jspecify.annotations.NullMarked;
