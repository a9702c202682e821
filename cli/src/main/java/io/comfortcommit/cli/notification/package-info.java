/** The command {@code notify}: how one is told of drafts. */
@NullMarked
package io.comfortcommit.cli.notification;

import org.jspecify.annotations.NullMarked;
