/** Time running out: reminders, expiry, and newer captures taking over. */
@NullMarked
package io.comfortcommit.sagas.reminding;

import org.jspecify.annotations.NullMarked;
