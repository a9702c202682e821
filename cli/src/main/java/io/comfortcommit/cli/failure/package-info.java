/** What can go wrong for a person, each with a stable code, an exit code and what to do next. */
@NullMarked
package io.comfortcommit.cli.failure;

import org.jspecify.annotations.NullMarked;
