/** {@code comfort}: the command line. Exit codes and output are part of its interface. */
@NullMarked
package io.comfortcommit.cli;

import org.jspecify.annotations.NullMarked;
