/** The content log: commits found again by what they say and by what they mean. */
@NullMarked
package io.comfortcommit.messages.search;

import org.jspecify.annotations.NullMarked;
