/** Sends commands and queries in a caller's name, never on an event loop. */
@NullMarked
package io.comfortcommit.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
