package io.comfortcommit.commandside.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.testing.TestDatabase;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class EventStoreTest {
    private static final int CALLERS = 16;

    private static TestDatabase database;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("events");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static EventStorageEngine engine(DataSource dataSource) {
        return new PostgresEventStoreConfiguration()
                .eventStorageEngine(
                        dataSource,
                        Jackson3Serializer.builder().build(),
                        JdbcClient.create(dataSource),
                        DefaultConfigurer.defaultConfiguration().buildConfiguration());
    }

    private static DomainEventMessage<String> event(String aggregate, long sequence, String what) {
        return new GenericDomainEventMessage<>("Thing", aggregate, sequence, what);
    }

    private static List<String> stored(EventStorageEngine engine, String aggregate) {
        return engine.readEvents(aggregate, 0)
                .asStream()
                .map(event -> (String) event.getPayload())
                .toList();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    @Test
    void whatManyAppendAtOnceIsStoredInEachOnesOrderWithoutAGap() throws Exception {
        EventStorageEngine engine = engine(database.dataSource());
        List<String> aggregates =
                IntStream.range(0, CALLERS).mapToObj(_ -> id()).toList();

        together(aggregates.stream()
                .map(aggregate -> (Callable<Void>) () -> {
                    for (int round = 0; round < 50; round++) {
                        engine.appendEvents(List.of(
                                event(aggregate, 2L * round, "a" + round),
                                event(aggregate, 2L * round + 1, "b" + round)));
                    }
                    return null;
                })
                .toList());

        List<String> expected = IntStream.range(0, 50)
                .boxed()
                .flatMap(round -> java.util.stream.Stream.of("a" + round, "b" + round))
                .toList();
        for (String aggregate : aggregates) {
            assertThat(stored(engine, aggregate)).isEqualTo(expected);
        }
    }

    @Test
    void oneThatLosesTheRaceForAnAggregateLearnsItAndTakesNobodyAlong() throws Exception {
        EventStorageEngine engine = engine(database.dataSource());
        for (int round = 0; round < 20; round++) {
            String wanted = id();
            List<String> bystanders =
                    IntStream.range(0, CALLERS / 2).mapToObj(_ -> id()).toList();
            List<Callable<String>> all = new ArrayList<>();
            for (String bystander : bystanders) {
                all.add(() -> append(engine, event(bystander, 0, "mine")));
                all.add(() -> append(engine, event(wanted, 0, bystander)));
            }

            List<String> outcomes = together(all);

            assertThat(outcomes).filteredOn("stored"::equals).hasSize(CALLERS / 2 + 1);
            assertThat(outcomes)
                    .filteredOn(outcome -> !outcome.equals("stored"))
                    .containsOnly(AggregateStreamCreationException.class.getSimpleName());
            assertThat(stored(engine, wanted)).hasSize(1);
            assertThat(bystanders)
                    .allSatisfy(
                            bystander -> assertThat(stored(engine, bystander)).containsExactly("mine"));
        }
    }

    private static String append(EventStorageEngine engine, DomainEventMessage<?> event) {
        try {
            engine.appendEvents(List.of(event));
            return "stored";
        } catch (AggregateStreamCreationException e) {
            return e.getClass().getSimpleName();
        }
    }

    @Test
    void ofEventsThatBelongTogetherNoneIsStoredWhereOneCantBe() {
        EventStorageEngine engine = engine(database.dataSource());
        String aggregate = id();
        engine.appendEvents(List.of(event(aggregate, 0, "first")));

        assertThatThrownBy(() -> engine.appendEvents(List.of(
                        event(aggregate, 1, "second"), event(aggregate, 2, "third"), event(aggregate, 2, "again"))))
                .isInstanceOf(ConcurrencyException.class);

        assertThat(stored(engine, aggregate)).containsExactly("first");
    }

    @Test
    void aDatabaseThatIsAwayFailsTheAppendAndTheNextOneWorks() {
        AtomicBoolean away = new AtomicBoolean(true);
        EventStorageEngine engine = engine(new DelegatingDataSource(database.dataSource()) {
            @Override
            public java.sql.Connection getConnection() throws SQLException {
                if (away.get()) {
                    throw new SQLException("away", "08006");
                }
                return super.getConnection();
            }
        });
        String aggregate = id();

        assertThatThrownBy(() -> engine.appendEvents(List.of(event(aggregate, 0, "first"))))
                .isInstanceOf(EventStoreException.class)
                .isNotInstanceOf(ConcurrencyException.class);
        away.set(false);
        engine.appendEvents(List.of(event(aggregate, 0, "first")));

        assertThat(stored(engine, aggregate)).containsExactly("first");
    }

    /** The insert is done, and the connection breaks before anybody learns it; others wait to be stored with it. */
    @Test
    void whereItIsNotKnownWhetherEventsAreStoredNobodyIsToldThatHeLostARace() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean breaking = new AtomicBoolean(true);
        EventStorageEngine engine = engine(new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new SQLException(e);
                }
                return breaking.get() ? breakingAfterwards(super.getConnection()) : super.getConnection();
            }
        });
        List<String> aggregates = IntStream.range(0, 6).mapToObj(_ -> id()).toList();
        List<String> outcomes = new CopyOnWriteArrayList<>();
        List<Thread> callers = aggregates.stream()
                .map(aggregate -> Thread.ofPlatform().start(() -> {
                    try {
                        engine.appendEvents(List.of(event(aggregate, 0, "first")));
                        outcomes.add("stored");
                    } catch (RuntimeException e) {
                        outcomes.add(e.getClass().getSimpleName());
                    }
                }))
                .toList();
        await().until(() -> callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));

        gate.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        breaking.set(false);

        assertThat(outcomes).hasSize(6).containsOnly("EventStoreException");
        assertThat(aggregates)
                .allSatisfy(aggregate -> assertThat(stored(engine, aggregate)).containsExactly("first"));
    }

    private static Connection breakingAfterwards(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Object result = method.invoke(connection, arguments);
            if (!(result instanceof PreparedStatement statement)) {
                return result;
            }
            return proxy(PreparedStatement.class, (call, given) -> {
                Object done = call.invoke(statement, given);
                if (call.getName().equals("executeUpdate")) {
                    throw new SQLException("the connection broke", "08006");
                }
                return done;
            });
        });
    }

    private interface Call {
        @Nullable
        Object to(Method method, @Nullable Object @Nullable [] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> call.to(method, arguments)));
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
