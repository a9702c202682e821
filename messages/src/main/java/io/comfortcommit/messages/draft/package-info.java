/** The commit draft: its commands, its events and the values in them. */
@NullMarked
package io.comfortcommit.messages.draft;

import org.jspecify.annotations.NullMarked;
