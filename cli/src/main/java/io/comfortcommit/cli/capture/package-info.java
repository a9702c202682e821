/** {@code comfort capture}: takes the change of a desk and brings it to the server. */
@NullMarked
package io.comfortcommit.cli.capture;

import org.jspecify.annotations.NullMarked;
