/** All sides in one JVM on an embedded PostgreSQL: what {@code comfort up} runs. */
@NullMarked
package io.comfortcommit.standalone;

import org.jspecify.annotations.NullMarked;
