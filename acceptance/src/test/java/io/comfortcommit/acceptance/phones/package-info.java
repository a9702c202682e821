/** Many people at once, each following their own drafts. */
@NullMarked
package io.comfortcommit.acceptance.phones;

import org.jspecify.annotations.NullMarked;
