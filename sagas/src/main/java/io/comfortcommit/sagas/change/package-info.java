/** A captured change, as its repository wants it looked at. */
@NullMarked
package io.comfortcommit.sagas.change;

import org.jspecify.annotations.NullMarked;
