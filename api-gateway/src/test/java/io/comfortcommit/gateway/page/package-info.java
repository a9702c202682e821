@NullMarked
package io.comfortcommit.gateway.page;

import org.jspecify.annotations.NullMarked;
