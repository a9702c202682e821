@NullMarked
package io.comfortcommit.gateway.secret;

import org.jspecify.annotations.NullMarked;
