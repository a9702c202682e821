/** What follows from what happened: the saga decides, activities act. */
@NullMarked
package io.comfortcommit.sagas;

import org.jspecify.annotations.NullMarked;
