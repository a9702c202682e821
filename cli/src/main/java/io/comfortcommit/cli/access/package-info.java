/** The commands {@code devices} and {@code keys}: who is let in, and the keys behind it. */
@NullMarked
package io.comfortcommit.cli.access;

import org.jspecify.annotations.NullMarked;
