/** Captures that were taken in, and how they line up in their lanes. */
@NullMarked
package io.comfortcommit.repositories.lane;

import org.jspecify.annotations.NullMarked;
