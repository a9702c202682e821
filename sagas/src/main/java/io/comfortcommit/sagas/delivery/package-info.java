/** Makes drafts of what was delivered by webhook, long after its sender was answered. */
@NullMarked
package io.comfortcommit.sagas.delivery;

import org.jspecify.annotations.NullMarked;
