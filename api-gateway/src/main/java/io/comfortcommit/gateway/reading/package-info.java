/** Reads what clients send, and says which field is wrong. */
@NullMarked
package io.comfortcommit.gateway.reading;

import org.jspecify.annotations.NullMarked;
