package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out whose a body is. */
interface Verification {
    /** See the body while it arrives. */
    List<Consumer<ByteBuffer>> listeners();

    /** Whose the body is, now that it is whole; empty if it is nobody's. Takes as long whichever key it is. */
    Optional<Sender> sender(SpooledBody body);
}
