/** {@code comfort try}: the whole way on a throw-away copy. */
@NullMarked
package io.comfortcommit.cli.trial;

import org.jspecify.annotations.NullMarked;
