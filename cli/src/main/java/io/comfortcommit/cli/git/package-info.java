/** The system's git, run in a clean environment. */
@NullMarked
package io.comfortcommit.cli.git;

import org.jspecify.annotations.NullMarked;
