/** Tests of what has no need for a running gateway. */
@NullMarked
package io.comfortcommit.gateway.graphql;

import org.jspecify.annotations.NullMarked;
