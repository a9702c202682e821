/** Erasing a person. */
@NullMarked
package io.comfortcommit.gateway.privacy;

import org.jspecify.annotations.NullMarked;
