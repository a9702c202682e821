package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationChannel;
import org.jspecify.annotations.Nullable;

/** A way to tell somebody. Every call blocks. */
interface Channel {
    NotificationChannel kind();

    /** Whether it is set up, and knows where to reach the user; no vendor is asked. */
    boolean reaches(Recipient to);

    /** Whether nobody but the user reads what it sends. */
    boolean personal();

    /**
     * @return what the message can be found by later; null where it can't be changed
     * @throws DeliveryFailure if the channel did not take it
     */
    @Nullable
    String deliver(Notice notice, Recipient to);

    /**
     * Changes a message once its draft no longer waits.
     *
     * @param reference of the message
     * @throws DeliveryFailure if the channel did not take it
     */
    default void settle(String reference, Settled settled) {}
}
