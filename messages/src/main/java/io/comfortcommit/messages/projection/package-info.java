/** Read models as their operators see them: where they stand, what they could not apply, how they are built anew. */
@NullMarked
package io.comfortcommit.messages.projection;

import org.jspecify.annotations.NullMarked;
