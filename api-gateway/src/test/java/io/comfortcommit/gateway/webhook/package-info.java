@NullMarked
package io.comfortcommit.gateway.webhook;

import org.jspecify.annotations.NullMarked;
