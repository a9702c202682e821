/** The command {@code up} as its user meets it: options, the pairing file, what is printed. */
@NullMarked
package io.comfortcommit.standalone.up;

import org.jspecify.annotations.NullMarked;
