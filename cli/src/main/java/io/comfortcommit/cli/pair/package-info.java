/** Who this desk is to which server. */
@NullMarked
package io.comfortcommit.cli.pair;

import org.jspecify.annotations.NullMarked;
