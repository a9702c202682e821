/** Who sees which drafts. */
@NullMarked
package io.comfortcommit.queryside.visibility;

import org.jspecify.annotations.NullMarked;
