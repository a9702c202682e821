/** The gateway over real HTTP, with small handlers behind it. */
@NullMarked
package io.comfortcommit.gateway;

import org.jspecify.annotations.NullMarked;
