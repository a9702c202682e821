/** What is read: projections of events to PostgreSQL and the queries on them. */
@NullMarked
package io.comfortcommit.queryside;

import org.jspecify.annotations.NullMarked;
