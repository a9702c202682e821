/** Tells authors that a draft waits for them: by the channel they chose, when they want it, without code or secrets. */
@NullMarked
package io.comfortcommit.sagas.notification;

import org.jspecify.annotations.NullMarked;
