/** Secrets of users and of the installation: encrypted where they lie, by keys that rotate. */
@NullMarked
package io.comfortcommit.gateway.secret;

import org.jspecify.annotations.NullMarked;
