/** Everything that speaks HTTP: captures, GraphQL, who may come in, and the approval page. */
@NullMarked
package io.comfortcommit.gateway;

import org.jspecify.annotations.NullMarked;
