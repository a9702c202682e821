/** What a git change is about. A plain library: JGit in, values out. */
@NullMarked
package io.comfortcommit.analysis;

import org.jspecify.annotations.NullMarked;
