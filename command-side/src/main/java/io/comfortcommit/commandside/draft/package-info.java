/** The commit draft: what may happen to it, and when. */
@NullMarked
package io.comfortcommit.commandside.draft;

import org.jspecify.annotations.NullMarked;
