/** From the link to the pushed commit, in a real browser. */
@NullMarked
package io.comfortcommit.acceptance.page;

import org.jspecify.annotations.NullMarked;
