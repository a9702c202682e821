/** Puts an approved draft on its remote as one commit, once. */
@NullMarked
package io.comfortcommit.repositories.publishing;

import org.jspecify.annotations.NullMarked;
