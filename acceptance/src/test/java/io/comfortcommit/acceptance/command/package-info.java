/** The {@code comfort} command as tests give it. */
@NullMarked
package io.comfortcommit.acceptance.command;

import org.jspecify.annotations.NullMarked;
