/** How {@code comfort} speaks: languages, colours, progress, one JSON object per line. */
@NullMarked
package io.comfortcommit.cli.terminal;

import org.jspecify.annotations.NullMarked;
