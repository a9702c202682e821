/** Short-lived signed tokens, and the keys that sign them. */
@NullMarked
package io.comfortcommit.gateway.token;

import org.jspecify.annotations.NullMarked;
