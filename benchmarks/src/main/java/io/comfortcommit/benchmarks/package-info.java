/** Load scenarios, each beside an alternative in the same run; one command prints the table. */
@NullMarked
package io.comfortcommit.benchmarks;

import org.jspecify.annotations.NullMarked;
