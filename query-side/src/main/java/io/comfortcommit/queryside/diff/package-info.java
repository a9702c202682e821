/** The change of a draft, as unified diffs. */
@NullMarked
package io.comfortcommit.queryside.diff;

import org.jspecify.annotations.NullMarked;
