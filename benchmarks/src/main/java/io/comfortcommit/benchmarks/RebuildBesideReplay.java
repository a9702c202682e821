package io.comfortcommit.benchmarks;

import io.comfortcommit.axonsupport.JdbcProcessorStores;
import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.axonsupport.StoredNames;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.queryside.timeline.EventDetail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Building the read models anew from all events, beside Axon's tracking processor as it comes, whose handler writes the rows
 * of one of them, the timeline, one by one: same events, same JVM, same server with fsync on, in turn. Of 40,000 drafts, or of
 * {@code -Dcomfort.benchmarks.drafts}.
 */
final class RebuildBesideReplay {
    static final int DRAFTS = Integer.getInteger("comfort.benchmarks.drafts", 40_000);
    private static final int EACH = 4;
    /** Of these the stock processor is given as many as it takes for a rate; all would take minutes. */
    private static final int REPLAYED = 5_000;

    private static final int ROUNDS = 3;
    private static final Duration GLANCE = Duration.ofMillis(10);

    private RebuildBesideReplay() {}

    /** Events in a second, by round. */
    record Result(int events, List<Double> drafts, List<Double> timeline, List<Double> audit, List<Double> replayed) {
        double medianRatio() {
            return Figures.median(IntStream.range(0, timeline.size())
                    .mapToObj(round -> timeline.get(round) / replayed.get(round))
                    .toList());
        }
    }

    static Result run(Path folder) throws Exception {
        try (PartsOfTheServer side = new PartsOfTheServer(folder, ReadSide.class)) {
            side.asOwner("CREATE SCHEMA bench; GRANT USAGE ON SCHEMA bench TO ${app};"
                    + "CREATE TABLE bench.timeline (LIKE query.timeline INCLUDING ALL);"
                    + "CREATE TABLE bench.token (LIKE query.token INCLUDING ALL);"
                    + "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON bench.timeline, bench.token TO ${app}");
            fill(side.bean(EventStore.class));
            awaitProjected(side);
            side.asOwner("ANALYZE");
            Result result = new Result(
                    DRAFTS * EACH, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int round = -1; round < ROUNDS; round++) {
                double replayed = replay(side);
                double timeline = rebuild(side, "timeline");
                double drafts = rebuild(side, "drafts");
                double audit = rebuild(side, "audit");
                if (round >= 0) {
                    result.replayed.add(replayed);
                    result.timeline.add(timeline);
                    result.drafts.add(drafts);
                    result.audit.add(audit);
                }
            }
            return result;
        }
    }

    // --- ours

    private static double rebuild(PartsOfTheServer side, String projection) throws InterruptedException {
        return DRAFTS * EACH / seconds(side, projection);
    }

    static double seconds(PartsOfTheServer side, String projection) throws InterruptedException {
        UUID id = UUID.randomUUID();
        long began = System.nanoTime();
        side.bean(CommandGateway.class)
                .sendAndWait(new StartRebuild(id, projection, null, false, "user:" + new UUID(0, 1)));
        until(() -> isDone(side, projection, id));
        return (System.nanoTime() - began) / 1e9;
    }

    private static boolean isDone(PartsOfTheServer side, String projection, UUID id) {
        RebuildView rebuild = side
                .bean(QueryGateway.class)
                .query(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class))
                .join()
                .projections()
                .stream()
                .filter(found -> found.name().equals(projection))
                .findFirst()
                .orElseThrow()
                .rebuild();
        if (rebuild != null && rebuild.state() == State.FAILED) {
            throw new IllegalStateException(rebuild.failure());
        }
        return rebuild != null && rebuild.id().equals(id) && rebuild.state() == State.DONE;
    }

    static void until(BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean()) {
            Thread.sleep(GLANCE);
        }
    }

    // --- Axon's

    private static double replay(PartsOfTheServer side) throws InterruptedException {
        JdbcClient jdbc = side.bean(JdbcClient.class);
        jdbc.sql("TRUNCATE bench.timeline, bench.token").update();
        OneByOne handler = new OneByOne(jdbc, side.bean(StoredNames.class));
        TransactionManager transactions = side.bean(TransactionManager.class);
        TrackingEventProcessor processor = TrackingEventProcessor.builder()
                .name("stock")
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(handler)
                        .build())
                .messageSource(side.bean(EventStore.class))
                .tokenStore(side.bean(JdbcProcessorStores.class).tokenStore("bench"))
                .transactionManager(transactions)
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing())
                .build();
        processor.start();
        try {
            until(() -> handler.done.get() > 0);
            long before = handler.done.get();
            long began = System.nanoTime();
            until(() -> handler.done.get() >= before + REPLAYED);
            return (handler.done.get() - before) / ((System.nanoTime() - began) / 1e9);
        } finally {
            processor.shutDown();
        }
    }

    private static final class OneByOne {
        final AtomicLong done = new AtomicLong();
        private final JdbcClient jdbc;
        private final StoredNames names;

        OneByOne(JdbcClient jdbc, StoredNames names) {
            this.jdbc = jdbc;
            this.names = names;
        }

        @EventHandler
        void on(CommitDraftEvent event, DomainEventMessage<?> message) {
            jdbc.sql("INSERT INTO bench.timeline (draft_id, sequence, event, at, actor, trace_id, detail)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .param(event.draftId().value())
                    .param(message.getSequenceNumber())
                    .param(names.nameOf(event.getClass()))
                    .param(event.at().atOffset(ZoneOffset.UTC))
                    .param(message.getMetaData().get(MessageMetaData.ACTOR))
                    .param(message.getMetaData().get(MessageMetaData.TRACE_ID))
                    .param(EventDetail.of(event))
                    .update();
            done.incrementAndGet();
        }
    }

    // --- the events

    static void fill(EventStore store) throws Exception {
        fill(store, _ -> ChangeCard.UNREAD);
    }

    /** @param card of a draft, by its number */
    static void fill(EventStore store, IntFunction<ChangeCard> card) throws Exception {
        List<Callable<Void>> tasks = IntStream.range(0, 16)
                .mapToObj(writer -> (Callable<Void>) () -> {
                    for (int draft = writer; draft < DRAFTS; draft += 16) {
                        store.publish(story(draft, card.apply(draft)));
                    }
                    return null;
                })
                .toList();
        try (ExecutorService writers = Executors.newFixedThreadPool(16)) {
            for (Future<Void> written : writers.invokeAll(tasks)) {
                written.get();
            }
        }
    }

    /**
     * As {@link #fill(EventStore, IntFunction)}, but nobody reads what is written meanwhile, which takes most of the time. In
     * the end a projection stands behind all of it and has applied nothing: a rebuild makes what it shows.
     */
    static void fillUnread(PartsOfTheServer side, String projection, IntFunction<ChangeCard> card) throws Exception {
        EventStore store = side.bean(EventStore.class);
        // Whoever had no time to begin has no tokens to be moved.
        until(() -> !processor(side, projection).processingStatus().isEmpty());
        side.bean(Configuration.class)
                .eventProcessingConfiguration()
                .eventProcessors()
                .values()
                .forEach(EventProcessor::shutDown);
        fill(store, card);
        TrackingToken head = store.createHeadToken();
        TokenStore tokens = side.bean(JdbcProcessorStores.class).tokenStore("query");
        side.bean(TransactionManager.class).executeInTransaction(() -> {
            for (int segment : tokens.fetchSegments(projection)) {
                TrackingToken _ = tokens.fetchToken(projection, segment);
                tokens.storeToken(head, projection, segment);
            }
        });
    }

    private static List<DomainEventMessage<?>> story(int number, ChangeCard card) {
        UserId author = new UserId(new UUID(1, number % 20));
        DraftId draft = new DraftId(new UUID(2, number));
        Instant at = Instant.parse("2026-11-01T09:00:00Z").plusSeconds(number);
        String message = "feat(order): retry a payment that failed for the " + number + "th time";
        String commit = "89e6c98d92887913cadf06b2adb97f26cde4849b";
        List<CommitDraftEvent> events = List.of(
                new Captured(
                        draft,
                        new CaptureId(draft.value()),
                        new RepositoryId(new UUID(3, number % 50)),
                        author,
                        new LaneId(new UUID(4, number % 50)),
                        commit,
                        commit,
                        CaptureMode.WORK_TREE,
                        new ChangeSummary(9, 249, 42),
                        new GitAuthor("Author", "author@example.com"),
                        "main",
                        0,
                        null,
                        "benchmark/1",
                        at,
                        at),
                new Drafted(draft, author, 0, message, DraftOrigin.STRUCTURAL, card, at.plusMillis(40)),
                new Approved(draft, author, author, 1, message, at.plusMillis(900)),
                new Pushed(draft, author, 1, commit, Landing.BRANCH, "main", false, 1, null, at.plusMillis(950)));
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (CommitDraftEvent event : events) {
            messages.add(new GenericDomainEventMessage<>(
                    "CommitDraft",
                    draft.toString(),
                    messages.size(),
                    event,
                    MessageMetaData.user("0af7651916cd43dd8448eb211c80319c", author, "benchmark/1")));
        }
        return messages;
    }

    private static StreamingEventProcessor processor(PartsOfTheServer side, String projection) {
        return side.bean(Configuration.class)
                .eventProcessingConfiguration()
                .eventProcessor(projection, StreamingEventProcessor.class)
                .orElseThrow();
    }

    static void awaitProjected(PartsOfTheServer side) throws InterruptedException {
        TrackingToken head = side.bean(EventStore.class).createHeadToken();
        for (String projection : List.of("drafts", "timeline", "audit")) {
            StreamingEventProcessor processor = processor(side, projection);
            until(() -> processor.processingStatus().values().stream()
                    .allMatch(segment -> segment.getTrackingToken() != null
                            && segment.getTrackingToken().covers(head)));
        }
    }
}
