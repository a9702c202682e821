/** Authors are told of their drafts. */
@NullMarked
package io.comfortcommit.acceptance.notification;

import org.jspecify.annotations.NullMarked;
