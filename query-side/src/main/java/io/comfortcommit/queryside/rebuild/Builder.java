package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import io.comfortcommit.queryside.projection.FailedWriteException;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Positions;
import io.comfortcommit.queryside.projection.Positions.Reached;
import io.comfortcommit.queryside.projection.SkippedEventException;
import io.comfortcommit.queryside.rebuild.RebuildRecords.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import javax.sql.DataSource;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Builds a read model aside. Reads all events once, in their order, and deals them out to parts by their streams; each part
 * applies its events and stores how far it is in one transaction, so that a rebuild goes on after a crash as if there had
 * been none.
 *
 * <p>The copy follows the projection and never runs ahead of it: in the end they stand at the same event in each segment.
 * Otherwise the projection would meet events that its rows hold already, and tell nobody of them.
 */
final class Builder {
    private static final int BATCH = 2_000;

    /** So few events are applied while the projection waits. */
    private static final long NEARLY = 2_000;

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final RebuildRecords records;
    private final Copies copies;
    private final Positions positions;
    private final ModelGate gate;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final SubjectKeys keys;
    private final ExecutorService threads;

    /** @param threads as many as a rebuild has parts */
    Builder(
            StreamableMessageSource<TrackedEventMessage<?>> events,
            RebuildRecords records,
            Copies copies,
            Positions positions,
            ModelGate gate,
            PlatformTransactionManager transactions,
            DataSource dataSource,
            SubjectKeys keys,
            ExecutorService threads) {
        this.events = events;
        this.records = records;
        this.copies = copies;
        this.positions = positions;
        this.gate = gate;
        this.transaction = new TransactionTemplate(transactions);
        this.jdbc = JdbcClient.create(dataSource);
        this.keys = keys;
        this.threads = threads;
    }

    /** An event with its place in the order of all events. */
    private record Placed(DomainEventMessage<?> event, TrackingToken token, long position) {}

    /**
     * Goes on from wherever the rebuild is, to its end.
     *
     * @throws InterruptedRebuildException if it may not go on; what is done stays done
     * @throws StoppedRebuildException if an event can't be applied
     */
    void run(Rebuild rebuild, ReadModel model) throws InterruptedException {
        ModelCopy copy = copies.of(rebuild.id());
        if (!rebuild.copied()) {
            keys.refresh(); // it may be built since somebody was erased, by another process
            transaction.executeWithoutResult(_ -> {
                records.renew(rebuild.id());
                copies.create(model, copy);
                records.copied(rebuild.id(), true);
            });
        }
        Work work = new Work(rebuild, model, copy);
        long goal = work.goal();
        do {
            records.renew(rebuild.id());
            records.target(rebuild.id(), goal);
            work.apply(goal);
            goal = work.goal();
        } while (goal - work.position() > NEARLY);
        copies.analyze(model, copy);
        transaction.executeWithoutResult(_ -> work.finish());
    }

    private final class Work {
        private final Rebuild rebuild;
        private final ReadModel model;
        private final ModelCopy copy;
        private List<Part> parts;

        Work(Rebuild rebuild, ReadModel model, ModelCopy copy) {
            this.rebuild = rebuild;
            this.model = model;
            this.copy = copy;
            this.parts = records.parts(rebuild.id());
        }

        /** Up to where it is safe to go. */
        long goal() {
            return positions.of(rebuild.projection()).lowest();
        }

        long position() {
            return Positions.position(behind().token());
        }

        private Part behind() {
            Part behind = parts.getFirst();
            for (Part part : parts) {
                if (Positions.position(part.token()) < Positions.position(behind.token())) {
                    behind = part;
                }
            }
            return behind;
        }

        /** Applies everything up to a position; the next events are read while the parts write. */
        void apply(long goal) throws InterruptedException {
            TrackingToken from = behind().token();
            if (Positions.position(from) >= goal && !Positions.hasGaps(from)) {
                return;
            }
            try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(from)) {
                List<Placed> batch = read(stream, from, goal);
                while (!batch.isEmpty()) {
                    records.renew(rebuild.id());
                    List<Future<Part>> writing = write(batch);
                    TrackingToken reached = batch.getLast().token();
                    List<Placed> next = read(stream, reached, goal);
                    parts = joined(writing);
                    batch = next;
                }
            }
        }

        private List<Placed> read(
                BlockingStream<TrackedEventMessage<?>> stream, @Nullable TrackingToken from, long goal)
                throws InterruptedException {
            List<Placed> batch = new ArrayList<>(BATCH);
            TrackingToken before = from;
            while (batch.size() < BATCH && isMore(stream, before, goal)) {
                TrackedEventMessage<?> message = next(stream, before);
                TrackingToken token = message.trackingToken();
                if (Positions.position(token) > goal) {
                    break;
                }
                batch.add(new Placed((DomainEventMessage<?>) message, token, Positions.between(before, token)));
                before = token;
            }
            return batch;
        }

        /** Up to the goal there are events for certain; in the gaps before it there may be some by now. */
        private boolean isMore(BlockingStream<TrackedEventMessage<?>> stream, @Nullable TrackingToken at, long goal)
                throws InterruptedException {
            if (Positions.position(at) < goal) {
                return stream.hasNextAvailable(1, TimeUnit.SECONDS);
            }
            // A stream that just came to the end of its own reading turns to the live one.
            boolean available = stream.hasNextAvailable();
            return Positions.hasGaps(at) && (available || stream.hasNextAvailable());
        }

        private TrackedEventMessage<?> next(
                BlockingStream<TrackedEventMessage<?>> stream, @Nullable TrackingToken before)
                throws InterruptedException {
            try {
                return stream.nextAvailable();
            } catch (RuntimeException e) {
                throw new StoppedRebuildException(
                        "the event after position " + Positions.position(before) + " can't be read: " + nameless(e));
            }
        }

        private List<Future<Part>> write(List<Placed> batch) {
            return parts.stream()
                    .map(part -> threads.submit(() -> write(part, batch)))
                    .toList();
        }

        private Part write(Part part, List<Placed> batch) {
            List<DomainEventMessage<?>> mine = batch.stream()
                    .filter(placed -> !Positions.covers(part.token(), placed.position())
                            && partOf(placed.event()) == part.number())
                    .map(Placed::event)
                    .filter(this::wanted)
                    .<DomainEventMessage<?>>map(event -> event)
                    .toList();
            TrackingToken reached = batch.getLast().token();
            if (Positions.position(reached) < Positions.position(part.token())) {
                return part;
            }
            try {
                transaction.executeWithoutResult(_ -> {
                    records.hold(rebuild.id());
                    apply(mine);
                    records.advance(rebuild.id(), part, reached, mine.size());
                });
            } catch (InterruptedRebuildException | StoppedRebuildException e) {
                throw e;
            } catch (RuntimeException e) {
                throw culprit(mine, e);
            }
            return new Part(part.number(), reached);
        }

        private void apply(List<DomainEventMessage<?>> mine) {
            for (DomainEventMessage<?> event : mine) {
                if (UnknownSerializedType.class.isAssignableFrom(event.getPayloadType())) {
                    throw new StoppedRebuildException(named(event) + " is of a kind that this version does not know");
                }
            }
            model.apply(mine, copy);
        }

        /** Finds the event that could not be applied, in a transaction of which nothing stays. */
        private RuntimeException culprit(List<DomainEventMessage<?>> mine, RuntimeException failure) {
            RuntimeException found = transaction.execute(status -> {
                status.setRollbackOnly();
                for (DomainEventMessage<?> event : mine) {
                    try {
                        model.apply(List.of(event), copy);
                    } catch (RuntimeException e) {
                        return new StoppedRebuildException(named(event) + " can't be applied: " + nameless(e));
                    }
                }
                return failure;
            });
            return found == null ? failure : found;
        }

        private List<Part> joined(List<Future<Part>> writing) throws InterruptedException {
            List<Part> reached = new ArrayList<>();
            RuntimeException failure = null;
            for (Future<Part> one : writing) {
                try {
                    reached.add(one.get());
                } catch (ExecutionException e) {
                    // All of them have to end: the next who works on it must find nobody.
                    failure = e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
                }
            }
            if (failure != null) {
                throw failure;
            }
            return reached;
        }

        private boolean wanted(DomainEventMessage<?> event) {
            Instant until = rebuild.until();
            return until == null || event.getTimestamp().isBefore(until);
        }

        private int partOf(DomainEventMessage<?> event) {
            return Math.floorMod(event.getAggregateIdentifier().hashCode(), parts.size());
        }

        /** In one transaction, in which the projection does not write. */
        void finish() {
            gate.close(rebuild.projection());
            records.renew(rebuild.id());
            Reached goal = positions.of(rebuild.projection());
            records.target(rebuild.id(), goal.highest());
            applyRest(goal.highest(), goal::passed);
            List<TableDifference> differences = null;
            if (rebuild.until() == null) {
                differences = rebuild.dryRun() ? copies.compare(model, copy) : copies.exchange(model, copy);
                if (!rebuild.dryRun()) {
                    // Every event that the projection has passed is applied now.
                    jdbc.sql("DELETE FROM query.dead_letter WHERE processing_group = :projection")
                            .param("projection", rebuild.projection())
                            .update();
                }
                copies.drop(model, copy);
                records.copied(rebuild.id(), false);
            }
            records.done(rebuild.id(), differences);
        }

        private void applyRest(long goal, BiPredicate<String, Long> passed) {
            TrackingToken from = behind().token();
            if (Positions.position(from) >= goal && !Positions.hasGaps(from)) {
                return;
            }
            try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(from)) {
                List<Placed> batch = read(stream, from, goal);
                while (!batch.isEmpty()) {
                    List<DomainEventMessage<?>> rest = new ArrayList<>();
                    for (Placed placed : batch) {
                        Part part = parts.get(partOf(placed.event()));
                        if (!Positions.covers(part.token(), placed.position())
                                && passed.test(placed.event().getAggregateIdentifier(), placed.position())
                                && wanted(placed.event())) {
                            rest.add(placed.event());
                        }
                    }
                    applyOrName(rest);
                    TrackingToken reached = batch.getLast().token();
                    for (Part part : parts) {
                        long mine = rest.stream()
                                .filter(event -> partOf(event) == part.number())
                                .count();
                        records.advance(rebuild.id(), part, reached, (int) mine);
                    }
                    parts = parts.stream()
                            .map(part -> new Part(part.number(), reached))
                            .toList();
                    batch = read(stream, reached, goal);
                }
                if (Positions.position(behind().token()) < goal) {
                    throw new StoppedRebuildException("events up to position " + goal
                            + " are in the projection, but can't be read now; resume the rebuild");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedRebuildException();
            }
        }

        /** For the newest events, whose transaction may be of no more use: names the one that can't be read, if that is why. */
        private void applyOrName(List<DomainEventMessage<?>> rest) {
            try {
                apply(rest);
            } catch (InterruptedRebuildException | StoppedRebuildException e) {
                throw e;
            } catch (RuntimeException e) {
                for (DomainEventMessage<?> event : rest) {
                    try {
                        var _ = event.getPayload();
                    } catch (RuntimeException unreadable) {
                        throw new StoppedRebuildException(named(event) + " can't be applied: " + nameless(unreadable));
                    }
                }
                throw new StoppedRebuildException("the newest events can't be applied: " + nameless(e));
            }
        }
    }

    private static String named(DomainEventMessage<?> event) {
        String position = event instanceof TrackedEventMessage<?> tracked
                ? " at position " + Positions.position(tracked.trackingToken())
                : "";
        return "event " + event.getSequenceNumber() + " of " + event.getAggregateIdentifier() + position + " (id "
                + event.getIdentifier() + ")";
    }

    /** In its own words only where they are ours: others may quote personal data. */
    private static String nameless(RuntimeException failure) {
        return failure instanceof SkippedEventException
                ? String.valueOf(failure.getMessage())
                : FailedWriteException.kind(failure);
    }
}
