/** Projections built anew beside those that are shown. */
@NullMarked
package io.comfortcommit.queryside.rebuild;

import org.jspecify.annotations.NullMarked;
