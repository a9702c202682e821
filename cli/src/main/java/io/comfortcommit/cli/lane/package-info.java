/** The lane of a desk: its id, and the snapshots that were captured in it. */
@NullMarked
package io.comfortcommit.cli.lane;

import org.jspecify.annotations.NullMarked;
