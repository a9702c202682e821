/** How authors are told that a draft waits for them, and how they want it. */
@NullMarked
package io.comfortcommit.messages.notification;

import org.jspecify.annotations.NullMarked;
