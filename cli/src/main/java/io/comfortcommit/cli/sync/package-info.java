/** {@code comfort sync}: moves the desk onto what was pushed. */
@NullMarked
package io.comfortcommit.cli.sync;

import org.jspecify.annotations.NullMarked;
