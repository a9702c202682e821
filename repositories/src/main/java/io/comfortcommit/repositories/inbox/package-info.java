/** What others delivered and is still to be worked on: stored before it is acknowledged, done once. */
@NullMarked
package io.comfortcommit.repositories.inbox;

import org.jspecify.annotations.NullMarked;
