/** Where events are kept when there is no Axon Server: PostgreSQL. */
@NullMarked
package io.comfortcommit.commandside.eventstore;

import org.jspecify.annotations.NullMarked;
