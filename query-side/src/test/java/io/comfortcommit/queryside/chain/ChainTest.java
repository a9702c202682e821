package io.comfortcommit.queryside.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.axonsupport.JdbcStoredEvents;
import io.comfortcommit.axonsupport.StoredMessageSerializer;
import io.comfortcommit.axonsupport.StoredNames;
import io.comfortcommit.axonsupport.privacy.JdbcSubjectKeys;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.chain.Finding;
import io.comfortcommit.messages.chain.Finding.Kind;
import io.comfortcommit.messages.chain.Hash;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.messages.chain.Proofs;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.Verification;
import io.comfortcommit.messages.chain.Verification.Report;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.ChainLeaves;
import io.comfortcommit.messages.query.ChainProof.Proof;
import io.comfortcommit.messages.query.ChainQuery.ProveConsistency;
import io.comfortcommit.messages.query.ChainQuery.ProveInclusion;
import io.comfortcommit.messages.query.ChainQuery.ReadLeaves;
import io.comfortcommit.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is stored becomes a leaf, once, whoever dies meanwhile; and what is done to it afterwards is found. */
class ChainTest {
    private static final Instant START = Instant.parse("2026-11-01T09:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final String key = NoteSigner.fresh("test", new SecureRandom());
    private final TestDatabase database = TestDatabase.migrated("vault", "query", "test_events");
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final ChainStore store = new ChainStore(jdbc);
    private volatile Instant now = START;
    private int stored;

    @AfterEach
    void close() {
        database.close();
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private List<LeafSource> sources() {
        return List.of(new LeafSource("events", Leaf.EVENT, new JdbcStoredEvents(jdbc, "test_events.domain_event")));
    }

    private ChainWriter writer(String name) {
        return writer(name, key);
    }

    private ChainWriter writer(String name, @Nullable String signingKey) {
        return new ChainWriter(
                store,
                sources(),
                new TransactionTemplate(new JdbcTransactionManager(database.dataSource())),
                new ChainProperties(signingKey, 10, WITHIN, LEASE),
                name,
                clock());
    }

    private static void addAll(ChainWriter writer) {
        while (writer.round()) {}
    }

    private Chain chain() {
        return new Chain(store, sources());
    }

    /** Of all that is stored, against all checkpoints that are. */
    private Report report() {
        long size = store.head().size();
        Verification verification = new Verification(store.keys(), store.checkpoints(), chain().excerpt(0, size, size));
        chain().leaves(0, size)
                .leaves()
                .forEach(leaf -> verification.leaf(leaf.row().leaf(), leaf.row().hash(), leaf.stored()));
        return verification.report();
    }

    private List<Finding> findings() {
        return report().findings();
    }

    private String store(byte[] payload) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return store(connection, payload);
        }
    }

    private synchronized int number() {
        return stored++;
    }

    private String store(Connection connection, byte[] payload) throws SQLException {
        String id = UUID.randomUUID().toString();
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO test_events.domain_event (aggregate_identifier, sequence_number, type, event_identifier,"
                        + " meta_data, payload, payload_revision, payload_type, time_stamp)"
                        + " VALUES ('draft', ?, 'CommitDraft', ?, ?, ?, '1', 'commit-draft.discarded',"
                        + " '2026-11-01T09:00:00.000Z')")) {
            insert.setLong(1, number());
            insert.setString(2, id);
            insert.setBytes(3, "{\"traceId\":\"cafe\"}".getBytes(StandardCharsets.UTF_8));
            insert.setBytes(4, payload);
            insert.executeUpdate();
        }
        return id;
    }

    private List<String> store(int count) throws SQLException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(store(("{\"reason\":\"" + i + "\"}").getBytes(StandardCharsets.UTF_8)));
        }
        return ids;
    }

    private List<String> chained() {
        return store.rows(0, Long.MAX_VALUE).stream().map(ChainStore.Row::id).toList();
    }

    private Connection owner() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(database.port(), database.name()));
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection = owner();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void everyEventIsALeafOnceAndInOrderAlsoOneThatNobodyUnderstands() throws SQLException {
        List<String> ids = new ArrayList<>(store(7));
        ids.add(store(new byte[] {(byte) 0xff, 0, (byte) 0xfe}));
        ids.addAll(store(5));

        addAll(writer("a"));
        addAll(writer("a"));
        ids.addAll(store(600));
        addAll(writer("a"));

        assertThat(chained()).isEqualTo(ids);
        Report report = report();
        assertThat(report.findings()).isEmpty();
        assertThat(report.leaves()).isEqualTo(613);
    }

    @Test
    void largeLeavesAreReadFewAtATimeAndEachOnce() throws SQLException {
        int third = (int) Chain.MOST_BYTES / 3;
        List<String> ids = new ArrayList<>();
        for (int size : new int[] {third - 100, third - 100, 9, third, (int) Chain.MOST_BYTES + 1, 9, 9}) {
            ids.add(store(new byte[size]));
        }
        addAll(writer("a"));
        ChainQueries queries = new ChainQueries(store, chain());
        UserId caller = new UserId(UUID.randomUUID());
        List<List<String>> read = new ArrayList<>();

        for (long next = 0; next < ids.size(); ) {
            ChainLeaves page =
                    queries.handle(new ReadLeaves(caller, next, ids.size())).join();
            read.add(page.leaves().stream().map(ChainLeaves.Chained::id).toList());
            assertThat(page.leaves()).allMatch(leaf -> leaf.stored() != null);
            next = page.next();
        }

        assertThat(read).containsExactly(ids.subList(0, 4), ids.subList(4, 5), ids.subList(5, 7));
        SignedCheckpoint newest = store.newestCheckpoint(ids.size()).orElseThrow();
        assertThat(chain().check(newest, NoteSigner.of(key).verifier()).findings())
                .isEmpty();
    }

    @Test
    void aCheckpointIsSignedAfterSoManyLeavesOrSoMuchTime() throws SQLException {
        ChainWriter writer = writer("a");
        store(3);
        addAll(writer);
        assertThat(signed()).as("the key is new").isEqualTo(3);

        store(9);
        addAll(writer);
        assertThat(signed()).isEqualTo(3);
        now = now.plus(WITHIN);
        addAll(writer);
        assertThat(signed()).isEqualTo(12);
        store(10);
        addAll(writer);
        assertThat(signed()).isEqualTo(22);
        assertThat(report().provenOutside()).isEqualTo(22);
    }

    private long signed() {
        return store.newestCheckpoint(Long.MAX_VALUE)
                .map(SignedCheckpoint::checkpoint)
                .orElseThrow()
                .size();
    }

    @Test
    void whoDiesIsFollowedWhenHisLeaseIsOverAndAddsNothingWhenHeWakesUp() throws SQLException {
        ChainWriter first = writer("first");
        ChainWriter second = writer("second");
        List<String> ids = new ArrayList<>(store(3));
        addAll(first);
        ids.addAll(store(3));

        addAll(second);
        assertThat(chained()).hasSize(3);
        now = now.plus(LEASE).plusSeconds(1);
        addAll(second);
        assertThat(chained()).hasSize(6);
        ids.addAll(store(3));
        addAll(first);
        assertThat(chained()).as("its term is over").hasSize(6);

        addAll(second);
        assertThat(chained()).isEqualTo(ids);
        assertThat(findings()).isEmpty();
    }

    @Test
    void manyWritersThatTakeOneAnothersPlaceAndEventsThatAreRolledBackLoseAndDoubleNothing() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed of manyWritersThatTakeOneAnothersPlace…: " + seed);
        List<String> ids = java.util.Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> appending = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Random random = new Random(seed + i);
                appending.add(threads.submit(() -> {
                    for (int round = 0; round < 60; round++) {
                        try (Connection connection = database.dataSource().getConnection()) {
                            connection.setAutoCommit(false);
                            String id = store(connection, new byte[] {1});
                            if (random.nextInt(4) == 0) {
                                connection.rollback();
                            } else {
                                connection.commit();
                                ids.add(id);
                            }
                            connection.setAutoCommit(true);
                        }
                    }
                    return null;
                }));
            }
            // All under one name, as the same process after a crash: each takes the place of the one before.
            List<ChainWriter> writers = List.of(writer("a"), writer("a"), writer("a"));
            List<Future<?>> writing = writers.stream()
                    .<Future<?>>map(writer -> threads.submit(() -> {
                        while (appending.stream().anyMatch(appender -> !appender.isDone())) {
                            addAll(writer);
                        }
                    }))
                    .toList();
            for (Future<?> future : appending) {
                future.get();
            }
            for (Future<?> future : writing) {
                future.get();
            }
        }
        ChainWriter last = writer("a");
        addAll(last);
        addAll(last);

        assertThat(chained()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatBecomesVisibleLateComesLateAndIsNotPassedOver() throws SQLException {
        ChainWriter writer = writer("a");
        String early = store(new byte[] {1});
        try (Connection slow = database.dataSource().getConnection();
                Connection failing = database.dataSource().getConnection()) {
            slow.setAutoCommit(false);
            failing.setAutoCommit(false);
            String late = store(slow, new byte[] {2});
            store(failing, new byte[] {3});
            String fast = store(new byte[] {4});
            addAll(writer);
            addAll(writer);
            assertThat(chained()).containsExactly(early, fast);

            failing.rollback();
            slow.commit();
            addAll(writer);

            assertThat(chained()).containsExactly(early, fast, late);
            slow.setAutoCommit(true);
            failing.setAutoCommit(true);
        }
        String after = store(new byte[] {5});
        addAll(writer);
        addAll(writer);
        assertThat(chained()).hasSize(4).endsWith(after);
        assertThat(store.position("events")).as("nothing is awaited any more").doesNotContain("@");
    }

    @Test
    void erasingAPersonLeavesTheChainAsItIs() throws SQLException {
        JdbcSubjectKeys keys =
                new JdbcSubjectKeys(database.dataSource(), new SecretKeySpec(new byte[32], "AES"), clock());
        StoredMessageSerializer serializer = StoredMessageSerializer.with(StoredNames.ofEvents(), keys);
        UserId author = new UserId(UUID.randomUUID());
        SerializedObject<byte[]> event = serializer.serialize(
                new Discarded(new DraftId(UUID.randomUUID()), author, author, "a very private reason", START),
                byte[].class);
        store(event.getData());
        addAll(writer("a"));

        keys.destroy(author);

        Discarded read = serializer.deserialize(new SimpleSerializedObject<>(
                chain().leaves(0, 1).leaves().getFirst().stored() instanceof Leaf leaf ? leaf.payload() : new byte[0],
                byte[].class,
                event.getType()));
        assertThat(Objects.requireNonNull(read).toString()).contains("[erased]").doesNotContain("private");
        assertThat(new String(event.getData(), StandardCharsets.UTF_8)).doesNotContain("private");
        Report report = report();
        assertThat(report.findings()).isEmpty();
        assertThat(report.provenOutside()).isEqualTo(1);
    }

    @Test
    void everyLeafIsProvenToBeInEveryTreeAndEveryTreeToExtendTheSmallerOnes() throws Exception {
        List<String> ids = store(21);
        addAll(writer("a"));
        ChainQueries queries = new ChainQueries(store, chain());
        UserId caller = new UserId(UUID.randomUUID());
        for (int leaf = 0; leaf < 21; leaf++) {
            for (long size = leaf + 1; size <= 21; size++) {
                Proof proof = Objects.requireNonNull(queries.handle(new ProveInclusion(caller, ids.get(leaf), size))
                        .get()
                        .proof());
                assertThat(Proofs.includes(
                                Hash.of(proof.firstHash()),
                                leaf,
                                size,
                                proof.hashes().stream().map(Hash::of).toList(),
                                Hash.of(proof.root())))
                        .isTrue();
            }
        }
        for (long from = 1; from <= 21; from++) {
            Proof proof = Objects.requireNonNull(queries.handle(new ProveConsistency(caller, from, null))
                    .get()
                    .proof());
            assertThat(Proofs.extend(
                            from,
                            Hash.of(proof.firstHash()),
                            21,
                            Hash.of(proof.root()),
                            proof.hashes().stream().map(Hash::of).toList()))
                    .isTrue();
        }
        assertThat(queries.handle(new ProveInclusion(caller, "21", null)).get().proof())
                .isNull();
        assertThat(queries.handle(new ProveConsistency(caller, 0, null)).get().proof())
                .isNull();
    }

    @Test
    void whatIsDoneToTheTablesIsFoundAndSaidByName() throws SQLException {
        List<String> ids = store(25);
        addAll(writer("a"));
        long seed = new Random().nextLong();
        System.out.println("seed of whatIsDoneToTheTablesIsFoundAndSaidByName: " + seed);
        Random random = new Random(seed);
        asOwner("CREATE SCHEMA kept; CREATE TABLE kept.event AS TABLE test_events.domain_event;"
                + " CREATE TABLE kept.leaf AS TABLE query.chain_leaf");
        for (int round = 0; round < 60; round++) {
            int leaf = random.nextInt(25);
            String event = " WHERE event_identifier = '" + ids.get(leaf) + "'";
            int mutation = random.nextInt(6);
            switch (mutation) {
                case 0 ->
                    asOwner("UPDATE test_events.domain_event SET payload = set_byte(payload, 3, "
                            + "get_byte(payload, 3) # 1)" + event);
                case 1 ->
                    asOwner("UPDATE test_events.domain_event SET time_stamp = '2026-11-01T09:00:00.001Z'" + event);
                case 2 -> asOwner("DELETE FROM test_events.domain_event" + event);
                case 3 ->
                    asOwner("UPDATE query.chain_leaf SET hash = set_byte(hash, 5, get_byte(hash, 5) # 4) WHERE leaf = "
                            + leaf);
                case 4 -> asOwner("DELETE FROM query.chain_leaf WHERE leaf = " + leaf);
                default -> {
                    int other = (leaf + 1 + random.nextInt(24)) % 25;
                    asOwner("UPDATE query.chain_leaf SET leaf = 1000 WHERE leaf = " + leaf
                            + "; UPDATE query.chain_leaf SET leaf = " + leaf + " WHERE leaf = " + other
                            + "; UPDATE query.chain_leaf SET leaf = " + other + " WHERE leaf = 1000");
                }
            }
            Kind expected = switch (mutation) {
                case 0, 1, 3 -> Kind.LEAF_CHANGED;
                case 2 -> Kind.RECORD_GONE;
                case 4 -> Kind.LEAVES_MISSING;
                default -> Kind.REWRITTEN;
            };
            assertThat(findings())
                    .as("mutation %s of leaf %s", mutation, leaf)
                    .anySatisfy(found -> assertThat(found.kind()).isEqualTo(expected));
            asOwner("DELETE FROM test_events.domain_event; INSERT INTO test_events.domain_event TABLE kept.event;"
                    + " DELETE FROM query.chain_leaf; INSERT INTO query.chain_leaf TABLE kept.leaf");
            assertThat(findings()).isEmpty();
        }
    }

    @Test
    void theApplicationCanNeitherChangeNorRemoveALeaf() throws SQLException {
        store(3);
        addAll(writer("a"));
        for (String table : List.of("chain_leaf", "chain_subtree", "chain_checkpoint", "chain_key")) {
            assertThatThrownBy(() -> jdbc.sql("DELETE FROM query." + table).update())
                    .hasStackTraceContaining("permission denied");
            assertThatThrownBy(() -> jdbc.sql("TRUNCATE query." + table).update())
                    .hasStackTraceContaining("permission denied");
        }
        assertThatThrownBy(
                        () -> jdbc.sql("UPDATE query.chain_leaf SET id = 'x'").update())
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() ->
                        jdbc.sql("UPDATE query.chain_checkpoint SET note = 'x'").update())
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void aNewKeySignsAtOnceAndTheOldOneSignsNothingNew() throws SQLException {
        store(3);
        addAll(writer("a"));
        String next = NoteSigner.fresh("test", new SecureRandom());

        addAll(writer("a", next));

        assertThat(store.checkpoints()).hasSize(2);
        assertThat(store.keys().text())
                .isEqualTo(NoteSigner.of(key).verifier() + " until=3\n"
                        + NoteSigner.of(next).verifier() + "\n");
        store(1);
        assertThatThrownBy(() -> addAll(writer("a"))).hasMessageContaining("was replaced before");
        addAll(writer("a", next));
        assertThat(findings()).isEmpty();
    }

    @Test
    void nothingIsAddedToAChainThatIsNotWhatWasSigned() throws SQLException {
        store(10);
        addAll(writer("a"));
        asOwner("UPDATE query.chain_subtree SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE level = 3");
        store(1);

        assertThatThrownBy(() -> addAll(writer("a")))
                .isInstanceOf(BrokenChainException.class)
                .hasMessageContaining("checkpoint of 10");

        assertThat(chained()).hasSize(10);
    }
}
