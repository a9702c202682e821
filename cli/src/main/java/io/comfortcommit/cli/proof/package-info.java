/** The commands {@code verify} and {@code checkpoint}: whether the audit trail is what it was. */
@NullMarked
package io.comfortcommit.cli.proof;

import org.jspecify.annotations.NullMarked;
