package io.comfortcommit.queryside;

import static org.awaitility.Awaitility.await;

import io.comfortcommit.axonsupport.MessageMetaData;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.query.DraftQuery.FindDraft;
import io.comfortcommit.messages.query.DraftQuery.FindTimelines;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundDraft;
import io.comfortcommit.messages.query.Timeline;
import io.comfortcommit.messages.query.TimelineEntry;
import io.comfortcommit.messages.query.Timelines;
import io.comfortcommit.queryside.search.SearchServer;
import io.comfortcommit.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcSQLErrorCodesResolver;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The whole read side on a PostgreSQL of its own: event store, processors, projections, queries. */
final class ReadSide {
    private static final Duration ENOUGH = Duration.ofSeconds(15);
    private static final Duration LITTLE = Duration.ofMillis(500);

    final TestDatabase database;
    final Changes changes = new Changes();
    final Set<String> jdbcThreads = ConcurrentHashMap.newKeySet();
    private final ConfigurableApplicationContext context;

    private ReadSide(TestDatabase database) {
        this(database, SearchServer.NONE, ENOUGH);
    }

    private ReadSide(TestDatabase database, SearchServer search, Duration patience, String... more) {
        this.database = database;
        this.context = new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.NONE)
                .initializers(fresh -> {
                    fresh.getBeanFactory().registerSingleton("testDatabase", database);
                    fresh.getBeanFactory().registerSingleton("repositories", changes);
                    fresh.getBeanFactory().registerSingleton("searchServer", search);
                    fresh.getBeanFactory().registerSingleton("jdbcThreads", new JdbcThreads(jdbcThreads));
                })
                .run(Stream.concat(
                                Stream.of(more),
                                Stream.of(
                                                "--spring.main.banner-mode=off",
                                                "--axon.axonserver.enabled=false",
                                                "--comfort.axon.node=test",
                                                "--comfort.axon.master-key="
                                                        + Base64.getEncoder().encodeToString(new byte[32]),
                                                "--comfort.query.segments=4",
                                                "--comfort.query.batch-size=20",
                                                "--comfort.query.dead-letter-delay=100ms",
                                                "--comfort.query.timeline-patience=" + patience.toMillis() + "ms",
                                                "--comfort.search.retention-days.org=0",
                                                "--comfort.search.patience=20s",
                                                "--comfort.search.retry-delay=50ms")
                                        .filter(setting -> !isAmong(more, setting)))
                        .toArray(String[]::new));
    }

    private static boolean isAmong(String[] settings, String setting) {
        String name = setting.substring(0, setting.indexOf('=') + 1);
        return Stream.of(settings).anyMatch(other -> other.startsWith(name));
    }

    /**
     * One for all tests of the JVM: each has drafts and people of its own. It ends with the JVM. Answers that are behind are
     * soon given as they are.
     */
    static ReadSide shared() {
        return Shared.SIDE;
    }

    /** One that a test has for itself. Answers wait for what they are behind, however slow the machine is. */
    static ReadSide own() {
        return new ReadSide(TestDatabase.migrated("vault", "query", "test_events"));
    }

    /**
     * One that a test has for itself, with a content log.
     *
     * @param more settings
     */
    static ReadSide searching(SearchServer search, String... more) {
        return new ReadSide(TestDatabase.migrated("vault", "query", "test_events"), search, ENOUGH, more);
    }

    /** The next process on the same database. */
    ReadSide restarted() {
        context.close();
        return new ReadSide(database);
    }

    void close() {
        context.close();
        database.close();
    }

    Object bean(String name) {
        return context.getBean(name);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
    }

    /** Whatever only the owner of the tables may do. */
    void asOwner(String sql) throws SQLException {
        String url = "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(database.port(), database.name());
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Appends the draft's first events, in one transaction. */
    void publish(CommitDraftEvent... events) {
        publishFrom(0, events);
    }

    /** A draft from its capture to its push. */
    Story pushed(UserId author, String message) {
        Story story = Story.of(author);
        publish(
                story.captured(),
                story.drafted(message),
                story.approved(message),
                story.pushed(Landing.BRANCH, "main", null));
        return story;
    }

    void publishFrom(long sequence, CommitDraftEvent... events) {
        publish(() -> {}, sequence, events);
    }

    /** @param lastly what happens in the transaction before it commits; may throw to roll back */
    void publish(Runnable lastly, long sequence, CommitDraftEvent... events) {
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (CommitDraftEvent event : events) {
            messages.add(new GenericDomainEventMessage<>(
                    "CommitDraft", event.draftId().toString(), sequence++, event, metaData(event.author())));
        }
        publish(lastly, messages);
    }

    /** @param lastly what happens in the transaction before it commits; may throw to roll back */
    void publish(Runnable lastly, List<? extends DomainEventMessage<?>> messages) {
        var unit = DefaultUnitOfWork.startAndGet(null);
        unit.attachTransaction(bean(TransactionManager.class));
        unit.execute(() -> {
            bean(EventStore.class).publish(messages);
            lastly.run();
        });
    }

    static MetaData metaData(UserId user) {
        return MetaData.from(MessageMetaData.user("0af7651916cd43dd8448eb211c80319c", user, "test/1"));
    }

    <R> R ask(Object query, ResponseType<R> type) {
        return bean(QueryGateway.class)
                .query(query, type)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    Optional<DraftView> draft(UserId caller, DraftId draft) {
        return Optional.ofNullable(ask(new FindDraft(caller, draft), ResponseTypes.instanceOf(FoundDraft.class))
                .draft());
    }

    List<TimelineEntry> timeline(UserId caller, DraftId draft) {
        return timelines(caller, Set.of(draft)).getOrDefault(draft, List.of());
    }

    Map<DraftId, List<TimelineEntry>> timelines(UserId caller, Set<DraftId> drafts) {
        return ask(new FindTimelines(caller, drafts), ResponseTypes.instanceOf(Timelines.class)).timelines().stream()
                .collect(Collectors.toMap(Timeline::draftId, Timeline::entries));
    }

    StreamingEventProcessor processor(String name) {
        return bean(Configuration.class)
                .eventProcessingConfiguration()
                .eventProcessor(name, StreamingEventProcessor.class)
                .orElseThrow();
    }

    /** Every row of all projections, as text. */
    List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.addAll(jdbc().sql("SELECT * FROM query.draft ORDER BY draft_id")
                .query()
                .listOfRows());
        rows.addAll(jdbc().sql("SELECT * FROM query.timeline ORDER BY draft_id, sequence")
                .query()
                .listOfRows());
        rows.addAll(jdbc().sql("SELECT * FROM query.audit_entry ORDER BY event_id")
                .query()
                .listOfRows());
        rows.addAll(jdbc().sql("SELECT * FROM query.repository ORDER BY repository_id")
                .query()
                .listOfRows());
        rows.addAll(jdbc().sql("SELECT * FROM query.membership ORDER BY repository_id, user_id")
                .query()
                .listOfRows());
        rows.addAll(jdbc().sql("SELECT * FROM query.model_call ORDER BY event_id")
                .query()
                .listOfRows());
        return rows;
    }

    /** Until every event of the store has passed every projection. */
    void awaitProjected() {
        TrackingToken head = bean(EventStore.class).createHeadToken();
        for (String projection : List.of("drafts", "timeline", "audit", "members", "usage")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> processor(projection).processingStatus().values().stream()
                            .allMatch(segment -> segment.getTrackingToken() != null
                                    && segment.getTrackingToken().covers(head)));
        }
    }

    private static final class Shared {
        static final ReadSide SIDE =
                new ReadSide(TestDatabase.migrated("vault", "query", "test_events"), SearchServer.NONE, LITTLE);
    }

    record JdbcThreads(Set<String> names) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan({"io.comfortcommit.axonsupport", "io.comfortcommit.queryside"})
    static class Wiring {
        @Bean
        @Primary
        DataSource dataSource(TestDatabase database, JdbcThreads threads) {
            return new DelegatingDataSource(database.dataSource()) {
                @Override
                public Connection getConnection() throws SQLException {
                    threads.names().add(Thread.currentThread().getName());
                    return super.getConnection();
                }
            };
        }

        /** Of the database, which outlives the process. */
        @Bean(destroyMethod = "")
        DataSource vaultDataSource(TestDatabase database) {
            return database.dataSource();
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean(destroyMethod = "dispose")
        ConnectionFactory connectionFactory(TestDatabase database) {
            return new ConnectionPool(ConnectionPoolConfiguration.builder(
                            new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                                    .host("localhost")
                                    .port(database.port())
                                    .database(database.name())
                                    .username("comfort_reader")
                                    .build()))
                    .maxSize(8)
                    .build());
        }

        @Bean
        PersistenceExceptionResolver persistenceExceptionResolver() {
            return new JdbcSQLErrorCodesResolver();
        }

        @Bean
        EventStorageEngine eventStorageEngine(
                ConnectionProvider connections,
                TransactionManager transactions,
                @Qualifier("eventSerializer") Serializer serializer,
                PersistenceExceptionResolver duplicates,
                EventUpcasterChain upcasters) {
            return JdbcEventStorageEngine.builder()
                    .upcasterChain(upcasters)
                    .connectionProvider(connections)
                    .transactionManager(transactions)
                    .eventSerializer(serializer)
                    .snapshotSerializer(serializer)
                    .persistenceExceptionResolver(duplicates)
                    .schema(EventSchema.builder()
                            .eventTable("test_events.domain_event")
                            .globalIndexColumn("global_index")
                            .aggregateIdentifierColumn("aggregate_identifier")
                            .sequenceNumberColumn("sequence_number")
                            .typeColumn("type")
                            .eventIdentifierColumn("event_identifier")
                            .metaDataColumn("meta_data")
                            .payloadColumn("payload")
                            .payloadRevisionColumn("payload_revision")
                            .payloadTypeColumn("payload_type")
                            .timestampColumn("time_stamp")
                            .build())
                    .build();
        }
    }
}
