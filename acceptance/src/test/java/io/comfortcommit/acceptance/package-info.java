/** The main line from outside: real processes, real git, HTTP on loopback. */
@NullMarked
package io.comfortcommit.acceptance;

import org.jspecify.annotations.NullMarked;
