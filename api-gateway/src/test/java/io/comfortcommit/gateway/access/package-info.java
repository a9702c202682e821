@NullMarked
package io.comfortcommit.gateway.access;

import org.jspecify.annotations.NullMarked;
