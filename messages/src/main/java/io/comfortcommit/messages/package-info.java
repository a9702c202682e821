/** What the sides say to one another: commands, events and queries, and the value types they share. */
@NullMarked
package io.comfortcommit.messages;

import org.jspecify.annotations.NullMarked;
