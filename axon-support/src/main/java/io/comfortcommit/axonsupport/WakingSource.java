package io.comfortcommit.axonsupport;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes processors when there are events. Streams of Axon's embedded event store have no such callback, and a pooled
 * processor then looks every 500 ms. One thread follows the head of the source instead and tells all; a source that has
 * the callback is left alone. A wake-up that comes too early or is missed costs the delay, never an event.
 */
final class WakingSource implements StreamableMessageSource<TrackedEventMessage<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(WakingSource.class);

    private final StreamableMessageSource<TrackedEventMessage<?>> source;
    private final Map<Stream, Runnable> sleepers = new ConcurrentHashMap<>();
    private final AtomicBoolean watching = new AtomicBoolean();

    WakingSource(StreamableMessageSource<TrackedEventMessage<?>> source) {
        this.source = source;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        return new Stream(source.openStream(after));
    }

    @Override
    public TrackingToken createTailToken() {
        return source.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return source.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return source.createTokenAt(at);
    }

    private void watch() {
        if (watching.compareAndSet(false, true)) {
            Thread.ofVirtual().name("event-watch").start(() -> {
                try {
                    while (!sleepers.isEmpty()) {
                        follow();
                    }
                } finally {
                    watching.set(false);
                }
                // One may have come between the last look and the flag.
                if (!sleepers.isEmpty()) {
                    watch();
                }
            });
        }
    }

    private void follow() {
        try (BlockingStream<TrackedEventMessage<?>> head = source.openStream(source.createHeadToken())) {
            // What came before this head was opened, nobody was told.
            wakeAll();
            while (!sleepers.isEmpty()) {
                if (head.hasNextAvailable(1, TimeUnit.SECONDS)) {
                    do {
                        head.nextAvailable();
                    } while (head.hasNextAvailable());
                    wakeAll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("can't follow the newest events, processors look by themselves meanwhile: {}", e.toString());
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private void wakeAll() {
        sleepers.values().forEach(Runnable::run);
    }

    private final class Stream implements BlockingStream<TrackedEventMessage<?>> {
        private final BlockingStream<TrackedEventMessage<?>> stream;

        Stream(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            if (!stream.setOnAvailableCallback(callback)) {
                sleepers.put(this, callback);
                watch();
            }
            return true;
        }

        /** Asks again where there is nothing: a stream that just came to the end of its own reading turns to the live one. */
        @Override
        public boolean hasNextAvailable() {
            boolean available = stream.hasNextAvailable();
            return available || stream.hasNextAvailable();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return stream.hasNextAvailable(timeout, unit);
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            sleepers.remove(this);
            stream.close();
        }
    }
}
