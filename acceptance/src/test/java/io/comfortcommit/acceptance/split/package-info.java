/** Drafts approved as several commits. */
@NullMarked
package io.comfortcommit.acceptance.split;

import org.jspecify.annotations.NullMarked;
