/** What operators see of the projections, and do with them. */
@NullMarked
package io.comfortcommit.gateway.operations;

import org.jspecify.annotations.NullMarked;
