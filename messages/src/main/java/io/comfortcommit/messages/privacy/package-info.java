/** Marks which parts of a message are personal data, and whose. */
@NullMarked
package io.comfortcommit.messages.privacy;

import org.jspecify.annotations.NullMarked;
