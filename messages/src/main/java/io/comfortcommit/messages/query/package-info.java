/** What can be asked of the read side, and the views it answers with. */
@NullMarked
package io.comfortcommit.messages.query;

import org.jspecify.annotations.NullMarked;
