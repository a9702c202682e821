/** How events reach the projections: in order, once, and none lost when one fails. */
@NullMarked
package io.comfortcommit.queryside.projection;

import org.jspecify.annotations.NullMarked;
