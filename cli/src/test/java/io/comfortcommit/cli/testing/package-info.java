/** Real repositories, a real HTTP server that speaks the interface, and the command line between them. */
@NullMarked
package io.comfortcommit.cli.testing;

import org.jspecify.annotations.NullMarked;
