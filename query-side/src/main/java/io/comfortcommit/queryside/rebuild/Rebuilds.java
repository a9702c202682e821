package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.axonsupport.privacy.SubjectKeys;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.PauseRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import io.comfortcommit.queryside.QuerySideProperties;
import io.comfortcommit.queryside.projection.FailedWriteException;
import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Positions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Works on rebuilds, one at a time, until there are none; takes up those that another process left. */
@Component
class Rebuilds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);
    private static final int LOOK_EVERY_SECONDS = 5;

    private final Map<String, ReadModel> models;
    private final Map<String, DerivedModel> derived;
    private final RebuildRecords records;
    private final Copies copies;
    private final RebuildViews views;
    private final TransactionTemplate transaction;
    private final Function<ExecutorService, Builder> builders;
    private final int parts;
    private @Nullable Running running;

    Rebuilds(
            List<ReadModel> models,
            List<DerivedModel> derived,
            RebuildRecords records,
            Copies copies,
            RebuildViews views,
            Positions positions,
            ModelGate gate,
            org.axonframework.config.Configuration axon,
            ObjectProvider<EventStorageEngine> stored,
            PlatformTransactionManager transactions,
            DataSource dataSource,
            SubjectKeys keys,
            QuerySideProperties properties) {
        this.models = models.stream().collect(Collectors.toUnmodifiableMap(ReadModel::projection, model -> model));
        this.derived = derived.stream()
                .filter(DerivedModel::exists)
                .collect(Collectors.toUnmodifiableMap(DerivedModel::name, model -> model));
        this.records = records;
        this.copies = copies;
        this.views = views;
        this.transaction = new TransactionTemplate(transactions);
        this.parts = properties.rebuildParts();
        this.builders = pool -> new Builder(
                source(axon.eventStore(), stored.getIfAvailable()),
                records,
                copies,
                positions,
                gate,
                transactions,
                dataSource,
                keys,
                pool);
    }

    /**
     * Where the store is embedded its streams share the newest events as somebody has read them, personal words decrypted; a
     * rebuild must read each anew, by the keys that there are now.
     */
    private static StreamableMessageSource<TrackedEventMessage<?>> source(
            EventStore store, @Nullable EventStorageEngine engine) {
        return engine == null
                ? store
                : EmbeddedEventStore.builder()
                        .storageEngine(engine)
                        .optimizeEventConsumption(false)
                        .build();
    }

    private record Running(ScheduledExecutorService worker, ExecutorService threads, Builder builder) {}

    @Override
    public synchronized void start() {
        ExecutorService threads = Executors.newFixedThreadPool(
                parts, Thread.ofPlatform().name("rebuild-part-", 0).daemon().factory());
        Builder builder = builders.apply(threads);
        ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("rebuild").daemon().factory());
        var _ = worker.scheduleWithFixedDelay(() -> workOff(builder), 0, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        running = new Running(worker, threads, builder);
    }

    /** What is half done is taken up at the next start. */
    @Override
    public synchronized void stop() {
        if (running != null) {
            running.worker().shutdownNow();
            running.worker().close();
            running.threads().close();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    private synchronized void look() {
        if (running != null) {
            Builder builder = running.builder();
            running.worker().execute(() -> workOff(builder));
        }
    }

    private void workOff(Builder builder) {
        try {
            dropLeftovers();
            Optional<Rebuild> next = records.claim();
            while (next.isPresent() && !Thread.currentThread().isInterrupted()) {
                work(builder, next.get());
                next = records.claim();
            }
        } catch (RuntimeException e) {
            LOG.warn("rebuilds can't be looked for, tried again: {}", FailedWriteException.kind(e));
        }
    }

    private void work(Builder builder, Rebuild rebuild) {
        try {
            LOG.info("rebuilding projection {}, rebuild {}", rebuild.projection(), rebuild.id());
            DerivedModel other = derived.get(rebuild.projection());
            if (other == null) {
                builder.run(rebuild, model(rebuild));
            } else {
                build(rebuild, other);
            }
            LOG.info("rebuild {} of projection {} is done", rebuild.id(), rebuild.projection());
        } catch (InterruptedRebuildException e) {
            LOG.info("rebuild {} of projection {} stopped", rebuild.id(), rebuild.projection());
            if (!Thread.currentThread().isInterrupted()) {
                dropLeftovers();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoppedRebuildException e) {
            if (Thread.currentThread().isInterrupted()) {
                LOG.info("rebuild {} of projection {} stopped", rebuild.id(), rebuild.projection());
                return; // its request was broken off with the process
            }
            LOG.warn("rebuild {} of projection {} failed: {}", rebuild.id(), rebuild.projection(), e.getMessage());
            records.failed(rebuild.id(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            String kind = FailedWriteException.kind(e);
            LOG.warn("rebuild {} of projection {} failed: {}", rebuild.id(), rebuild.projection(), kind);
            records.failed(rebuild.id(), kind + "; resume the rebuild when that is mended");
        }
    }

    private void build(Rebuild rebuild, DerivedModel model) {
        if (rebuild.until() != null) {
            throw new StoppedRebuildException(model.name() + " shows what " + model.source()
                    + " shows, and can't be built up to a moment; cancel this, and leave the moment out");
        }
        if (!rebuild.copied() && !rebuild.dryRun()) {
            records.copied(rebuild.id(), true);
        }
        List<TableDifference> differences = model.rebuild(rebuild.dryRun(), new Recorded(rebuild));
        transaction.executeWithoutResult(_ -> {
            records.renew(rebuild.id());
            records.copied(rebuild.id(), false);
            records.done(rebuild.id(), differences);
        });
    }

    private final class Recorded implements DerivedModel.Progress {
        private final Rebuild rebuild;

        Recorded(Rebuild rebuild) {
            this.rebuild = rebuild;
        }

        @Override
        public @Nullable String cursor() {
            return records.cursor(rebuild.id());
        }

        @Override
        public void reached(String cursor, long position, long target) {
            endIfStopping();
            transaction.executeWithoutResult(_ -> {
                records.renew(rebuild.id());
                records.target(rebuild.id(), target);
                records.advance(rebuild.id(), cursor, position);
            });
        }

        @Override
        public void renew() {
            endIfStopping();
            records.renew(rebuild.id());
        }

        private static void endIfStopping() {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedRebuildException();
            }
        }
    }

    /** What one can't be rid of now is nothing to the others. */
    private void dropLeftovers() {
        for (Rebuild left : records.leftovers()) {
            try {
                drop(left);
            } catch (RuntimeException e) {
                LOG.debug(
                        "what rebuild {} of projection {} left can't be removed, tried again: {}",
                        left.id(),
                        left.projection(),
                        FailedWriteException.kind(e));
            }
        }
    }

    private void drop(Rebuild rebuild) {
        DerivedModel other = derived.get(rebuild.projection());
        if (other != null) {
            other.drop();
            records.copied(rebuild.id(), false);
            return;
        }
        transaction.executeWithoutResult(_ -> {
            copies.drop(model(rebuild), copies.of(rebuild.id()));
            records.copied(rebuild.id(), false);
        });
    }

    private ReadModel model(Rebuild rebuild) {
        ReadModel model = models.get(rebuild.projection());
        if (model == null) {
            throw new StoppedRebuildException("this version has no projection " + rebuild.projection());
        }
        return model;
    }

    @CommandHandler
    ProjectionAnswer handle(StartRebuild command) {
        if (!isKnown(command.projection())) {
            return ProjectionAnswer.of(Outcome.UNKNOWN_PROJECTION);
        }
        boolean started = records.start(command, derived.containsKey(command.projection()) ? 1 : parts);
        look();
        return answer(started, Outcome.REBUILD_UNFINISHED, command.projection());
    }

    @CommandHandler
    ProjectionAnswer handle(PauseRebuild command) {
        return move(command.projection(), State.PAUSED, State.RUNNING);
    }

    @CommandHandler
    ProjectionAnswer handle(ResumeRebuild command) {
        return move(command.projection(), State.RUNNING, State.PAUSED, State.FAILED);
    }

    @CommandHandler
    ProjectionAnswer handle(CancelRebuild command) {
        return move(command.projection(), State.CANCELLED, State.RUNNING, State.PAUSED, State.FAILED, State.DONE);
    }

    private ProjectionAnswer move(String projection, State to, State... from) {
        if (!isKnown(projection)) {
            return ProjectionAnswer.of(Outcome.UNKNOWN_PROJECTION);
        }
        boolean moved = records.newest(projection)
                // What is done and left no copy has nothing that could be cancelled.
                .filter(rebuild -> rebuild.state() != State.DONE || rebuild.copied())
                .filter(rebuild -> records.move(rebuild.id(), to, from))
                .isPresent();
        look();
        return answer(moved, Outcome.NO_SUCH_REBUILD, projection);
    }

    private boolean isKnown(String projection) {
        return models.containsKey(projection) || derived.containsKey(projection);
    }

    private ProjectionAnswer answer(boolean done, Outcome otherwise, String projection) {
        return new ProjectionAnswer(
                done ? Outcome.DONE : otherwise, views.newest(projection).orElse(null));
    }
}
