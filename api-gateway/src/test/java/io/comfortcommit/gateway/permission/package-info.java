@NullMarked
package io.comfortcommit.gateway.permission;

import org.jspecify.annotations.NullMarked;
