/** The write side: aggregates that turn commands into events, and the event store that keeps them. */
@NullMarked
package io.comfortcommit.commandside;

import org.jspecify.annotations.NullMarked;
