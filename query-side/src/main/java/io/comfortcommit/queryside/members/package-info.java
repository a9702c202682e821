/** Tracked repositories, and who but their owners sees what is drafted for them. */
@NullMarked
package io.comfortcommit.queryside.members;

import org.jspecify.annotations.NullMarked;
