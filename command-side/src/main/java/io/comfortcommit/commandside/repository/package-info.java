/** The tracked repository. */
@NullMarked
package io.comfortcommit.commandside.repository;

import org.jspecify.annotations.NullMarked;
