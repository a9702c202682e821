/** Messages that were approved before, said again where they are true again. */
@NullMarked
package io.comfortcommit.analysis.reuse;

import org.jspecify.annotations.NullMarked;
