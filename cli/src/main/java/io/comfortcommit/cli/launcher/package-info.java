/** The script that runs us, and the server. */
@NullMarked
package io.comfortcommit.cli.launcher;

import org.jspecify.annotations.NullMarked;
