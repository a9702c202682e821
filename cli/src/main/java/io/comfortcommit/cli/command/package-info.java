/** What all commands share: their options for output, and how they end. */
@NullMarked
package io.comfortcommit.cli.command;

import org.jspecify.annotations.NullMarked;
