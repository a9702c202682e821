/** The command {@code erase}: everything that is kept of a person. */
@NullMarked
package io.comfortcommit.cli.privacy;

import org.jspecify.annotations.NullMarked;
