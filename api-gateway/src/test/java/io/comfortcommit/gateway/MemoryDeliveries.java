package io.comfortcommit.gateway;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Deliveries;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.PushedBranch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The port as far as the gateway uses it. */
public final class MemoryDeliveries implements Deliveries {
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();

    /** What was stored of a delivery. */
    public record Stored(
            Delivery delivery,
            @Nullable CaptureOrder order,
            byte[] bundle,
            @Nullable PushedBranch pushed) {}

    /** By source and id. */
    public Map<String, Stored> stored() {
        return stored;
    }

    @Override
    public Receipt receive(Delivery delivery, CaptureOrder order, byte[] bundle) {
        return receive(new Stored(delivery, order, bundle, null));
    }

    @Override
    public Receipt receive(Delivery delivery, PushedBranch pushed) {
        return receive(new Stored(delivery, null, new byte[0], pushed));
    }

    private Receipt receive(Stored one) {
        Delivery delivery = one.delivery();
        Stored before = stored.putIfAbsent(delivery.source() + "/" + delivery.id(), one);
        if (before == null) {
            return Receipt.STORED;
        }
        return before.delivery().digest().equals(delivery.digest()) ? Receipt.REPEATED : Receipt.ID_REUSED;
    }

    @Override
    public Optional<Fate> fate(String source, String id) {
        return stored.containsKey(source + "/" + id)
                ? Optional.of(new Fate(State.DONE, new DraftId(new UUID(1, 2)), null))
                : Optional.empty();
    }

    @Override
    public boolean work(Duration patience, Worker worker) {
        throw new UnsupportedOperationException("the gateway has no business with this");
    }
}
