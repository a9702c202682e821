/** The embedded PostgreSQL: unpacked, initialised, started, watched and stopped as a durable database of its own. */
@NullMarked
package io.comfortcommit.standalone.postgres;

import org.jspecify.annotations.NullMarked;
