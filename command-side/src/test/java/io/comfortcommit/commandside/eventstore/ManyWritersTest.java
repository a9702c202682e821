package io.comfortcommit.commandside.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A million events with {@code -Dcomfort.tests.long=true}. */
class ManyWritersTest {
    private static final int EVENTS = Boolean.getBoolean("comfort.tests.long") ? 1_000_000 : 16_000;
    private static final int WRITERS = 16;
    private static final int READERS = 3;
    private static final long SEED = Long.getLong("comfort.tests.seed", 20_261_128L);

    private static TestDatabase database;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("events");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** Reads until nothing more is written, and looks at the order. */
    private static final class Reader implements Callable<Map<String, Long>> {
        private final EventStorageEngine engine;
        private final AtomicBoolean written;
        private final Map<String, Long> counts = new HashMap<>();
        private long position = -1;

        Reader(EventStorageEngine engine, AtomicBoolean written) {
            this.engine = engine;
            this.written = written;
        }

        /** @return how many events of each aggregate it met */
        @Override
        public Map<String, Long> call() {
            @Nullable TrackingToken token = null;
            boolean last;
            do {
                last = written.get();
                Iterator<? extends TrackedEventMessage<?>> events =
                        engine.readEvents(token, false).iterator();
                while (events.hasNext()) {
                    TrackedEventMessage<?> event = events.next();
                    token = event.trackingToken();
                    meet((DomainEventMessage<?>) event, token.position().orElseThrow());
                }
            } while (!last);
            return counts;
        }

        private void meet(DomainEventMessage<?> event, long at) {
            assertThat(at).isGreaterThan(position);
            position = at;
            String aggregate = event.getAggregateIdentifier();
            long met = counts.getOrDefault(aggregate, 0L);
            assertThat(event.getSequenceNumber()).as(aggregate).isEqualTo(met);
            counts.put(aggregate, met + 1);
        }
    }

    @Test
    void whoReadsWhileManyWriteAndSomeAreRefusedMeetsEachEventOnceAndInOrder() throws Exception {
        System.out.println("many writers: seed " + SEED + ", " + EVENTS + " events");
        EventStorageEngine engine = new PostgresEventStoreConfiguration()
                .eventStorageEngine(
                        database.dataSource(),
                        Jackson3Serializer.builder().build(),
                        JdbcClient.create(database.dataSource()),
                        DefaultConfigurer.defaultConfiguration().buildConfiguration());
        AtomicBoolean written = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<String, Long>>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(threads.submit(new Reader(engine, written)));
            }
            List<Future<Map<String, Long>>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(SEED + writer);
                writers.add(threads.submit(() -> write(engine, random, refused)));
            }
            Map<String, Long> stored = new HashMap<>();
            try {
                for (Future<Map<String, Long>> writer : writers) {
                    stored.putAll(writer.get());
                }
            } finally {
                written.set(true);
            }

            assertThat(refused).hasPositiveValue();
            for (Future<Map<String, Long>> reader : readers) {
                assertThat(reader.get()).isEqualTo(stored);
            }
        }
    }

    /** @return how many events each aggregate has in the end */
    private static Map<String, Long> write(EventStorageEngine engine, Random random, AtomicInteger refused) {
        Map<String, Long> stored = new HashMap<>();
        String aggregate = "";
        long next = 0;
        for (int done = 0; done < EVENTS / WRITERS; ) {
            if (next == 0 || random.nextInt(8) == 0) {
                aggregate = new UUID(random.nextLong(), random.nextLong()).toString();
                next = 0;
            }
            List<DomainEventMessage<?>> events = new ArrayList<>();
            for (int more = random.nextInt(3); more >= 0; more--) {
                events.add(new GenericDomainEventMessage<>("Thing", aggregate, next++, "done " + done++));
            }
            engine.appendEvents(events);
            stored.put(aggregate, next);
            if (random.nextInt(10) == 0) {
                // One that lost a race: everything that is stored with it is rolled back and stored again.
                try {
                    engine.appendEvents(List.of(
                            new GenericDomainEventMessage<>("Thing", aggregate, next, "lost"),
                            new GenericDomainEventMessage<>("Thing", aggregate, next - 1, "lost")));
                    throw new AssertionError("a second event of the same number was stored");
                } catch (ConcurrencyException expected) {
                    refused.incrementAndGet();
                }
            }
        }
        return stored;
    }
}
