/** The drafts as their authors see them. */
@NullMarked
package io.comfortcommit.queryside.drafts;

import org.jspecify.annotations.NullMarked;
