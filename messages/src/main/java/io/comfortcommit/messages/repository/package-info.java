/** The tracked repository: its commands and events. */
@NullMarked
package io.comfortcommit.messages.repository;

import org.jspecify.annotations.NullMarked;
