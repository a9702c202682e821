@NullMarked
package io.comfortcommit.gateway.login;

import org.jspecify.annotations.NullMarked;
