/** Which trace a request belongs to, and which repository: on every response, in every command. */
@NullMarked
package io.comfortcommit.gateway.trace;

import org.jspecify.annotations.NullMarked;
