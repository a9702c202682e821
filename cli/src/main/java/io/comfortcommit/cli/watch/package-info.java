/** Captures what was left alone for a while. */
@NullMarked
package io.comfortcommit.cli.watch;

import org.jspecify.annotations.NullMarked;
