/** The data folder: who may read it, which process holds it, and the secrets kept in it. */
@NullMarked
package io.comfortcommit.standalone.data;

import org.jspecify.annotations.NullMarked;
