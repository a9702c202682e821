/** {@code comfort up}: the server, which the launcher runs. */
@NullMarked
package io.comfortcommit.cli.up;

import org.jspecify.annotations.NullMarked;
