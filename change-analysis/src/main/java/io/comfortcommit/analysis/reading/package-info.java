/** From two git trees to a change: files, counts and hunks within limits. */
@NullMarked
package io.comfortcommit.analysis.reading;

import org.jspecify.annotations.NullMarked;
