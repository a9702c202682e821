@NullMarked
package io.comfortcommit.repositories.inbox;

import org.jspecify.annotations.NullMarked;
