/** The server with its events, commands and queries in Axon Server. */
@NullMarked
package io.comfortcommit.standalone.axonserver;

import org.jspecify.annotations.NullMarked;
