/** How messages are drafted, as a repository's owner chose. */
@NullMarked
package io.comfortcommit.acceptance.drafting;

import org.jspecify.annotations.NullMarked;
