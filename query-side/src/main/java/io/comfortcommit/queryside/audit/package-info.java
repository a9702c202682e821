/** Every event, whoever's and whatever about, to be searched and followed. */
@NullMarked
package io.comfortcommit.queryside.audit;

import org.jspecify.annotations.NullMarked;
