@NullMarked
package io.comfortcommit.sagas.reuse;

import org.jspecify.annotations.NullMarked;
