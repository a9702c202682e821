package io.comfortcommit.axonsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakingSourceTest {
    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final WakingSource source = new WakingSource(store);

    @AfterEach
    void stop() {
        store.shutDown();
    }

    private void happened(String event) {
        store.publish(GenericEventMessage.asEventMessage(event));
    }

    @Test
    void aSleeperIsWokenWhenItHasSomethingToRead() throws InterruptedException {
        AtomicInteger woken = new AtomicInteger();
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
            assertThat(stream.setOnAvailableCallback(woken::incrementAndGet)).isTrue();
            for (int i = 1; i <= 3; i++) {
                int before = woken.get();
                happened("event " + i);
                await().until(() -> woken.get() > before && stream.hasNextAvailable());
                assertThat(stream.nextAvailable().getPayload()).isEqualTo("event " + i);
            }
        }
    }

    @Test
    void aClosedStreamIsNotWokenAndOthersAre() {
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger open = new AtomicInteger();
        BlockingStream<TrackedEventMessage<?>> first = source.openStream(null);
        first.setOnAvailableCallback(closed::incrementAndGet);
        try (BlockingStream<TrackedEventMessage<?>> second = source.openStream(null)) {
            second.setOnAvailableCallback(open::incrementAndGet);
            first.close();
            // A round that began before the close may still have been under way.
            happenUntilWoken(open, 2);
            int lastTime = closed.get();
            happenUntilWoken(open, 2);

            assertThat(closed).hasValue(lastTime);
        }
    }

    private void happenUntilWoken(AtomicInteger woken, int times) {
        int enough = woken.get() + times;
        await().until(() -> {
            happened("event");
            return woken.get() >= enough;
        });
    }
}
