/** Durable activities: what is due is a row in PostgreSQL, done at least once. */
@NullMarked
package io.comfortcommit.sagas.activity;

import org.jspecify.annotations.NullMarked;
