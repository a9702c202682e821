@NullMarked
package io.comfortcommit.testing;

import org.jspecify.annotations.NullMarked;
