package io.comfortcommit.commandside.eventstore;

import io.comfortcommit.testing.TestDatabase;
import java.util.function.UnaryOperator;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngineTest;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.utils.TestSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Axon asks of each engine, asked of ours: its own tests, on PostgreSQL. */
class EngineContractTest
        extends BatchingEventStorageEngineTest<JdbcEventStorageEngine, JdbcEventStorageEngine.Builder> {
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated("events");
        setTestSubject(createEngine());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected JdbcEventStorageEngine createEngine(UnaryOperator<JdbcEventStorageEngine.Builder> customization) {
        JdbcEventStorageEngine.Builder builder = JdbcEventStorageEngine.builder()
                .connectionProvider(database.dataSource()::getConnection)
                .transactionManager(NoTransactionManager.instance())
                .eventSerializer(TestSerializer.xStreamSerializer())
                .snapshotSerializer(TestSerializer.xStreamSerializer())
                .persistenceExceptionResolver(PostgresEventStoreConfiguration::isDuplicate)
                .schema(PostgresEventStoreConfiguration.eventSchema());
        return new PostgresEngine(
                customization.apply(builder),
                JdbcClient.create(database.dataSource()),
                new GroupCommit(database.dataSource()));
    }
}
