/** Git hooks that capture what is left uncommitted. */
@NullMarked
package io.comfortcommit.cli.hook;

import org.jspecify.annotations.NullMarked;
