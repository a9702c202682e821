/** The command {@code audit}: who did what, when, and under which trace. */
@NullMarked
package io.comfortcommit.cli.audit;

import org.jspecify.annotations.NullMarked;
