package io.comfortcommit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.query.DraftPage;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchQuery.FindSearchState;
import io.comfortcommit.messages.search.SearchState;
import io.comfortcommit.messages.search.SearchState.Reconciliation;
import io.comfortcommit.standalone.database.StartingDatabase;
import io.comfortcommit.standalone.postgres.PostgresServer;
import io.comfortcommit.standalone.postgres.Roles;
import io.comfortcommit.testing.SearchNodeClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.graphql.autoconfigure.GraphQlAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The event store and every projection, the content log among them. A million events with {@code -Dcomfort.tests.long=true}. */
class EveryProjectionTest {
    private static final boolean LONG = Boolean.getBoolean("comfort.tests.long");
    private static final int EVENTS = LONG ? 1_000_000 : 20_000;
    private static final Duration CATCHING_UP = LONG ? Duration.ofHours(2) : Duration.ofMinutes(5);
    private static final int WRITERS = 16;
    private static final int READERS = 2;
    /** In a second, while projections are rebuilt. */
    private static final int COMMANDS = 200;

    private static final int PAGES = 20;
    private static final UserId READER = new UserId(new UUID(1, 0));

    private static final long SEED = Long.getLong("comfort.tests.seed", 20_261_129L);
    private static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // by the test itself, which needs the folder
    private ConfigurableApplicationContext context;

    /** By stream: how many events it has. */
    private final Map<String, Long> drafts = new ConcurrentHashMap<>();

    private final Map<String, Long> repositories = new ConcurrentHashMap<>();
    private final Set<String> members = ConcurrentHashMap.newKeySet();
    /** Calls to models by author. */
    private final Map<String, Long> calls = new ConcurrentHashMap<>();

    /** Streams of one event. */
    private final Map<String, Long> callStreams = new ConcurrentHashMap<>();

    private final AtomicInteger refused = new AtomicInteger();

    /** The parts that keep and show events; without diffs, which need the repositories. */
    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = {
                "io.comfortcommit.axonsupport",
                "io.comfortcommit.commandside",
                "io.comfortcommit.queryside",
                "io.comfortcommit.standalone.database",
                "io.comfortcommit.standalone.search"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.comfortcommit\\.queryside\\.diff\\..*"),
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test(\\$.*)?")
            })
    static class Parts {}

    private ConfigurableApplicationContext started(StartingDatabase database) throws IOException {
        Path classPath = Files.writeString(folder.resolve("search.classpath"), SearchNodeClassPath.built() + "\n");
        SpringApplication application = new SpringApplication(Parts.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(fresh -> fresh.getBeanFactory().registerSingleton("startingDatabase", database));
        application.setDefaultProperties(Map.of(
                "axon.axonserver.enabled",
                "false",
                "spring.autoconfigure.exclude",
                GraphQlAutoConfiguration.class.getName(),
                "comfort.axon.node",
                "test",
                "comfort.axon.master-key",
                Base64.getEncoder().encodeToString(new byte[32]),
                "comfort.search.node.class-path",
                classPath.toString(),
                "comfort.search.node.folder",
                folder.resolve("search").toString(),
                "comfort.search.node.logs",
                folder.toString(),
                "comfort.search.node.least-memory",
                "1MB",
                "spring.main.banner-mode",
                "off",
                "logging.level.root",
                "warn"));
        return application.run();
    }

    @Test
    void ofWhatManyWriteWhileOthersReadAndSomeIsRefusedEveryProjectionShowsEachEventOnce() throws Exception {
        System.out.println("every projection: seed " + SEED + ", " + EVENTS + " events");
        Files.createDirectories(folder.resolve("logs"));
        Roles roles = Roles.withPasswords("super", "owner", "app", "reader");
        try (StartingDatabase database = StartingDatabase.by(
                () -> PostgresServer.start(folder.resolve("postgres"), folder.resolve("logs"), roles))) {
            context = started(database);
            try {
                writeAndRead();
                assertThat(refused).hasPositiveValue();
                List<ProjectionView> projections = awaitCaughtUp();
                for (ProjectionView projection : projections) {
                    assertThat(projection.deadLetters()).as(projection.name()).isZero();
                    check(projection.name());
                }
                List<String> names =
                        projections.stream().map(ProjectionView::name).toList();
                rebuildWhileCommandsArrive(names);
                awaitCaughtUp();
                // A dry run builds each anew and compares.
                for (String name : names) {
                    assertThat(rebuilt(name, true).differences())
                            .as(name + " beside one that is built afterwards")
                            .isNotEmpty()
                            .allSatisfy(
                                    table -> assertThat(List.of(table.missing(), table.surplus(), table.different()))
                                            .containsOnly(0L));
                }
            } finally {
                context.close();
            }
        }
    }

    /** At a steady pace; meanwhile somebody reads, and is answered each time. */
    private void rebuildWhileCommandsArrive(List<String> projections) throws Exception {
        Queue<Future<?>> commands = new ConcurrentLinkedQueue<>();
        Queue<Future<DraftPage>> pages = new ConcurrentLinkedQueue<>();
        long began = System.nanoTime();
        long sent;
        long answered;
        double seconds;
        try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            every(pace, COMMANDS, () -> commands.add(threads.submit(this::capture)));
            every(pace, PAGES, () -> pages.add(threads.submit(this::page)));
            try {
                for (String projection : projections) {
                    assertThat(rebuilt(projection, false).failure())
                            .as(projection)
                            .isNull();
                }
            } finally {
                pace.shutdownNow();
            }
            seconds = (System.nanoTime() - began) / 1e9;
            sent = commands.size();
            answered = commands.stream().filter(Future::isDone).count();
            for (Future<?> command : commands) {
                command.get();
            }
            for (Future<DraftPage> page : pages) {
                assertThat(page.get().drafts()).isNotEmpty();
            }
        }
        System.out.printf(
                "every projection: rebuilt in %.1f s, in which %d commands were sent, %.0f/s, and %d answered, and %d pages read%n",
                seconds, sent, sent / seconds, answered, pages.size());
        assertThat(commands).isNotEmpty();
        assertThat(pages).isNotEmpty();
    }

    private static void every(ScheduledExecutorService pace, int perSecond, Runnable task) {
        var _ = pace.scheduleAtFixedRate(task, 0, TimeUnit.SECONDS.toMicros(1) / perSecond, TimeUnit.MICROSECONDS);
    }

    private void capture() {
        var _ = context.getBean(CommandGateway.class)
                .sendAndWait(new CaptureChange(
                        new DraftId(UUID.randomUUID()),
                        new CaptureId(UUID.randomUUID()),
                        new RepositoryId(new UUID(3, 0)),
                        READER,
                        new LaneId(new UUID(4, 0)),
                        "89e6c98d92887913cadf06b2adb97f26cde4849b",
                        null,
                        CaptureMode.WORK_TREE,
                        new ChangeSummary(1, 2, 3),
                        new GitAuthor("Author", "author@example.com"),
                        "main",
                        0,
                        null,
                        "test/1",
                        AT));
    }

    private DraftPage page() {
        return context.getBean(QueryGateway.class)
                .query(new FindDrafts(READER, Set.of(), Set.of(), 50, null), ResponseTypes.instanceOf(DraftPage.class))
                .join();
    }

    private RebuildView rebuilt(String projection, boolean dryRun) {
        UUID id = UUID.randomUUID();
        context.getBean(CommandGateway.class).sendAndWait(new StartRebuild(id, projection, null, dryRun, "user:test"));
        return await().atMost(CATCHING_UP)
                .until(
                        () -> context
                                .getBean(QueryGateway.class)
                                .query(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class))
                                .join()
                                .projections()
                                .stream()
                                .filter(found -> found.name().equals(projection))
                                .map(ProjectionView::rebuild)
                                .findFirst()
                                .orElseThrow(),
                        rebuild -> rebuild != null
                                && rebuild.id().equals(id)
                                && rebuild.state() != RebuildView.State.RUNNING);
    }

    /** One that is not here fails. */
    private void check(String projection) {
        Map<String, Long> all = new TreeMap<>(drafts);
        all.putAll(repositories);
        all.putAll(callStreams);
        switch (projection) {
            case "drafts" ->
                assertThat(counts("SELECT draft_id::text, sequence + 1 FROM query.draft"))
                        .isEqualTo(new TreeMap<>(drafts));
            case "timeline" -> {
                assertThat(counts("SELECT draft_id::text, count(*) FROM query.timeline GROUP BY draft_id"))
                        .isEqualTo(new TreeMap<>(drafts));
                assertThat(counts("SELECT draft_id::text, max(sequence) + 1 FROM query.timeline GROUP BY draft_id"))
                        .isEqualTo(new TreeMap<>(drafts));
            }
            case "audit" -> {
                assertThat(counts("SELECT stream, count(*) FROM query.audit_entry GROUP BY stream"))
                        .isEqualTo(all);
                assertThat(counts("SELECT stream, count(DISTINCT sequence) FROM query.audit_entry GROUP BY stream"))
                        .isEqualTo(all);
            }
            case "members" -> {
                assertThat(counts("SELECT repository_id::text, sequence + 1 FROM query.repository"))
                        .isEqualTo(new TreeMap<>(repositories));
                assertThat(jdbc().sql("SELECT repository_id || '/' || user_id FROM query.membership")
                                .query(String.class)
                                .list())
                        .containsExactlyInAnyOrderElementsOf(members);
            }
            case "usage" ->
                assertThat(counts("SELECT author::text, count(*) FROM query.model_call GROUP BY author"))
                        .isEqualTo(new TreeMap<>(calls));
            case "search" -> {
                Reconciliation compared = compared();
                assertThat(compared.compared()).isEqualTo(drafts.size());
                assertThat(List.of(compared.missing(), compared.different(), compared.surplus()))
                        .containsOnly(0L);
            }
            default -> throw new AssertionError("no case for projection " + projection);
        }
    }

    private JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    private Map<String, Long> counts(String sql) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc().sql(sql).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    private Reconciliation compared() {
        ReconcileSearch command = new ReconcileSearch(UUID.randomUUID(), true, "user:test");
        context.getBean(CommandGateway.class).sendAndWait(command);
        await().atMost(CATCHING_UP).until(() -> {
            Reconciliation newest = searchState().reconciliation();
            return newest != null && newest.id().equals(command.id()) && newest.finishedAt() != null;
        });
        Reconciliation done = Objects.requireNonNull(searchState().reconciliation());
        assertThat(done.failure()).isNull();
        return done;
    }

    private SearchState searchState() {
        return context.getBean(QueryGateway.class)
                .query(new FindSearchState(), ResponseTypes.instanceOf(SearchState.class))
                .join();
    }

    private List<ProjectionView> awaitCaughtUp() {
        QueryGateway queries = context.getBean(QueryGateway.class);
        return await().atMost(CATCHING_UP)
                .until(
                        () -> queries.query(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class))
                                .join()
                                .projections(),
                        found -> found.stream().allMatch(projection -> projection.lag() == 0)
                                && jdbc().sql("SELECT count(*) FROM query.search_due WHERE NOT worded")
                                                .query(Long.class)
                                                .single()
                                        == 0);
    }

    private void writeAndRead() throws Exception {
        EventStore store = context.getBean(EventStore.class);
        AtomicBoolean written = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<String, Long>>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(threads.submit(() -> read(store, written)));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(SEED + writer);
                writers.add(threads.submit(() -> write(store, random)));
            }
            try {
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                written.set(true);
            }
            Map<String, Long> all = new HashMap<>(drafts);
            all.putAll(repositories);
            all.putAll(callStreams);
            for (Future<Map<String, Long>> reader : readers) {
                assertThat(reader.get()).isEqualTo(all);
            }
        }
    }

    /** @return how many events of each stream there were, each met once and in its order */
    private static Map<String, Long> read(EventStore store, AtomicBoolean written) throws InterruptedException {
        Map<String, Long> met = new HashMap<>();
        AtomicLong position = new AtomicLong(-1);
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(store.createTailToken())) {
            boolean last;
            do {
                last = written.get();
                while (stream.hasNextAvailable(last ? 2 : 1, TimeUnit.SECONDS)) {
                    TrackedEventMessage<?> event = stream.nextAvailable();
                    long at = event.trackingToken().position().orElseThrow();
                    assertThat(at).isGreaterThan(position.getAndSet(at));
                    DomainEventMessage<?> stored = (DomainEventMessage<?>) event;
                    long before = met.merge(stored.getAggregateIdentifier(), 1L, Long::sum) - 1;
                    assertThat(stored.getSequenceNumber()).isEqualTo(before);
                }
            } while (!last);
        }
        return met;
    }

    private void write(EventStore store, Random random) {
        int done = 0;
        while (done < EVENTS / WRITERS) {
            done += random.nextInt(10) == 0 ? repository(store, random) : draft(store, random);
        }
    }

    private int draft(EventStore store, Random random) {
        UserId author = new UserId(new UUID(1, random.nextInt(20)));
        DraftId draft = new DraftId(new UUID(random.nextLong(), random.nextLong()));
        Stream stream = new Stream(store, "CommitDraft", draft.toString(), author, drafts);
        stream.append(
                new Captured(
                        draft,
                        new CaptureId(draft.value()),
                        new RepositoryId(new UUID(3, random.nextInt(50))),
                        author,
                        new LaneId(new UUID(4, random.nextInt(50))),
                        "89e6c98d92887913cadf06b2adb97f26cde4849b",
                        null,
                        CaptureMode.WORK_TREE,
                        new ChangeSummary(1, 2, 3),
                        new GitAuthor("Author", "author@example.com"),
                        "main",
                        0,
                        null,
                        "test/1",
                        AT,
                        AT),
                new Drafted(draft, author, 0, "feat: begin", DraftOrigin.STRUCTURAL, ChangeCard.UNREAD, AT));
        for (int more = random.nextInt(6); more > 0; more--) {
            stream.append(new Edited(draft, author, author, "feat: edit " + more, AT));
            stream.loseARace(random, new Edited(draft, author, author, "feat: lost", AT));
        }
        stream.append(new Approved(draft, author, author, 1, "feat: end", AT));
        Stream call = new Stream(
                store, "DraftingCall", new UUID(random.nextLong(), random.nextLong()).toString(), author, callStreams);
        call.append(new ModelCalled(
                draft,
                new RepositoryId(new UUID(3, 1)),
                author,
                "default",
                "local",
                "small",
                300,
                20,
                false,
                12,
                420,
                "OK",
                AT));
        calls.merge(author.toString(), 1L, Long::sum);
        return (int) (stream.next + call.next);
    }

    private int repository(EventStore store, Random random) {
        UserId owner = new UserId(new UUID(1, random.nextInt(20)));
        RepositoryId repository = new RepositoryId(new UUID(random.nextLong(), random.nextLong()));
        Stream stream = new Stream(store, "TrackedRepository", repository.toString(), owner, repositories);
        stream.append(new RepositoryTracked(repository, owner, "https://git.example/a.git", "main", AT));
        Set<UserId> now = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
        for (int more = random.nextInt(8); more > 0; more--) {
            UserId member = new UserId(new UUID(2, random.nextInt(3)));
            if (now.add(member)) {
                stream.append(new MemberAdded(repository, owner, member, AT));
            } else {
                now.remove(member);
                stream.append(new MemberRemoved(repository, owner, member, AT));
            }
            stream.loseARace(random, new MemberAdded(repository, owner, owner, AT));
        }
        stream.append(new DraftingChosen(repository, owner, DraftingLanguage.KO, random.nextBoolean(), AT));
        now.forEach(member -> members.add(repository + "/" + member));
        return (int) stream.next;
    }

    /** One aggregate's. */
    private final class Stream {
        private final EventStore store;
        private final String type;
        private final String id;
        private final UserId user;
        private final Map<String, Long> counts;
        private long next;

        Stream(EventStore store, String type, String id, UserId user, Map<String, Long> counts) {
            this.store = store;
            this.type = type;
            this.id = id;
            this.user = user;
            this.counts = counts;
        }

        void append(Object... events) {
            List<DomainEventMessage<?>> messages = new ArrayList<>();
            for (Object event : events) {
                messages.add(message(next++, event));
            }
            store.publish(messages);
            counts.put(id, next);
        }

        /** Now and then: everything that is stored with it is rolled back and stored again. */
        void loseARace(Random random, Object event) {
            if (random.nextInt(5) == 0) {
                try {
                    store.publish(List.of(message(next, event), message(next - 1, event)));
                    throw new AssertionError("a second event of the same number was stored");
                } catch (ConcurrencyException expected) {
                    refused.incrementAndGet();
                }
            }
        }

        private DomainEventMessage<?> message(long sequence, Object event) {
            return new GenericDomainEventMessage<>(
                    type,
                    id,
                    sequence,
                    event,
                    MessageMetaData.user("0af7651916cd43dd8448eb211c80319c", user, "test/1"));
        }
    }
}
