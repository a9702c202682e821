package io.comfortcommit.queryside.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.axonsupport.JdbcStoredEvents;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.chain.Checkpoint;
import io.comfortcommit.messages.chain.Excerpt;
import io.comfortcommit.messages.chain.Hash;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.messages.chain.Range;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.Subtree;
import io.comfortcommit.messages.chain.TrustedKeys;
import io.comfortcommit.messages.chain.Verification;
import io.comfortcommit.messages.query.ChainExcerpt;
import io.comfortcommit.messages.query.ChainLeaves;
import io.comfortcommit.messages.query.ChainQuery.FindExcerpt;
import io.comfortcommit.messages.query.ChainQuery.ReadLeaves;
import io.comfortcommit.queryside.chain.Chain.Chained;
import io.comfortcommit.queryside.chain.ChainStore.Row;
import io.comfortcommit.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whoever owns the database and an old key may do to the stored chain what they like: a checkpoint that was kept elsewhere
 * finds it. Each attack is a transaction that is looked at from inside and rolled back.
 */
class TamperedTablesTest {
    private static final int MUTATIONS = 10_000;
    /** What rolled back attacks leave behind is swept away before it makes the reading slow. */
    private static final int MUTATIONS_BETWEEN_SWEEPS = 500;

    private static final int BEFORE_THE_NEW_KEY = 8;
    private static final int COVERED = 24;
    private static final int SIZE = 29;
    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final UserId AUDITOR = new UserId(UUID.randomUUID());

    private final String oldKey = NoteSigner.fresh("old", new SecureRandom());
    private final String newKey = NoteSigner.fresh("new", new SecureRandom());
    private final NoteSigner stranger = NoteSigner.of(NoteSigner.fresh("stranger", new SecureRandom()));
    private final TestDatabase database = TestDatabase.migrated("vault", "query", "test_events");
    private final Connection connection = owner();
    private final JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    private final ChainStore store = new ChainStore(jdbc);
    private final List<LeafSource> sources =
            List.of(new LeafSource("events", Leaf.EVENT, new JdbcStoredEvents(jdbc, "test_events.domain_event")));
    private final Chain chain = new Chain(store, sources);
    private final ChainQueries queries = new ChainQueries(store, chain);

    private enum Mutation {
        EVENT_BYTES,
        EVENTS_EXCHANGED,
        EVENT_DELETED,
        LEAF_HASH,
        LEAF_OF_ANOTHER_EVENT,
        LEAF_DELETED,
        LEAF_DELETED_AND_THE_REST_MOVED_UP,
        LEAVES_EXCHANGED,
        LEAVES_SHUFFLED,
        SUBTREE_BYTES,
        SUBTREE_DELETED,
        CHECKPOINT_BYTES,
        HEAD_CUT,
        CHAIN_TRUNCATED,
        CHAIN_OF_ANOTHER_NAME,
        REWRITTEN_WITHOUT_SIGNATURE,
        FORK_SIGNED_WITH_THE_OLD_KEY,
        FORK_SIGNED_WITH_THE_KEY_IN_USE,
        FORK_SIGNED_WITH_A_KEY_PUT_IN
    }

    /** Which leaves are exported to look at what was done. */
    private record Part(long from, long to) {
        static final Part WHOLE = new Part(0, Long.MAX_VALUE);
    }

    private Connection owner() {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(database.port(), database.name()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void buildTheChain() {
        storeEvents(0, BEFORE_THE_NEW_KEY);
        add(oldKey);
        storeEvents(BEFORE_THE_NEW_KEY, COVERED);
        add(newKey);
        storeEvents(COVERED, SIZE);
        add(newKey);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    private void storeEvents(int from, int to) {
        Random random = new Random(from);
        for (int i = from; i < to; i++) {
            insert(forged(i, random), false);
        }
    }

    /** An event that nobody told of, at a place in the one stream of this test. */
    private static Leaf forged(int sequence, Random random) {
        byte[] payload = new byte[8 + random.nextInt(60)];
        random.nextBytes(payload);
        return new Leaf(
                Leaf.EVENT,
                UUID.randomUUID().toString(),
                "draft",
                "CommitDraft",
                (long) sequence,
                "commit-draft.discarded",
                "1",
                "2026-11-01T09:00:00.000Z",
                "{\"traceId\":\"cafe\"}".getBytes(StandardCharsets.UTF_8),
                payload);
    }

    private void insert(Leaf leaf, boolean instead) {
        if (instead) {
            jdbc.sql("DELETE FROM test_events.domain_event WHERE sequence_number = ?")
                    .param(leaf.sequence())
                    .update();
        }
        jdbc.sql("INSERT INTO test_events.domain_event (aggregate_identifier, sequence_number, type, event_identifier,"
                        + " meta_data, payload, payload_revision, payload_type, time_stamp)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(leaf.stream())
                .param(leaf.sequence())
                .param(leaf.streamType())
                .param(leaf.id())
                .param(leaf.metaData())
                .param(leaf.payload())
                .param(leaf.revision())
                .param(leaf.name())
                .param(leaf.time())
                .update();
    }

    private void add(String key) {
        ChainWriter writer = new ChainWriter(
                store,
                sources,
                new TransactionTemplate(new JdbcTransactionManager(new SingleConnectionDataSource(connection, true))),
                new ChainProperties(key, 10, Duration.ofMinutes(1), Duration.ofSeconds(30)),
                "writer",
                Clock.fixed(NOW, ZoneOffset.UTC));
        while (writer.round()) {}
    }

    @Test
    void whateverItsOwnerDoesToTheStoredChainIsFoundByACheckpointKeptElsewhere() throws SQLException {
        long seed = new Random().nextLong();
        System.out.println("seed of whateverItsOwnerDoesToTheStoredChain…: " + seed);
        Random random = new Random(seed);
        SignedCheckpoint outside = store.newestCheckpoint(COVERED).orElseThrow();
        TrustedKeys keys = TrustedKeys.of(store.keys().text());
        List<Chained> honest = chain.leaves(0, SIZE).leaves();
        assertThat(outside.checkpoint().size()).isEqualTo(COVERED);
        assertThat(honest).hasSize(SIZE);
        assertThat(isFound(Part.WHOLE, outside, keys)).as("an honest chain").isFalse();

        Map<Mutation, Integer> tried = new EnumMap<>(Mutation.class);
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            if (i % MUTATIONS_BETWEEN_SWEEPS == 0) {
                connection.setAutoCommit(true);
                jdbc.sql("VACUUM").update();
                connection.setAutoCommit(false);
            }
            Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
            Part part = mutate(mutation, honest, random);
            tried.merge(mutation, 1, Integer::sum);
            if (!isFound(part, outside, keys)) {
                missed.add("%s, the %s. mutation".formatted(mutation, i));
            }
            connection.rollback();
        }
        System.out.println("mutations of the tables tried and found: " + tried);
        assertThat(missed).isEmpty();
        assertThat(tried.keySet()).containsExactlyInAnyOrder(Mutation.values());
        assertThat(isFound(Part.WHOLE, outside, keys))
                .as("nothing of it is left")
                .isFalse();
    }

    /** By the server's own look at the whole, which a restore takes, and by an export, as {@code comfort verify} looks at it. */
    private boolean isFound(Part part, SignedCheckpoint outside, TrustedKeys keys) {
        boolean whole = part.equals(Part.WHOLE);
        try {
            boolean exported = !exported(part, outside, keys);
            return whole
                    ? exported
                            && !chain.check(outside, NoteSigner.of(newKey).verifier())
                                    .isSound()
                    : exported;
        } catch (BrokenChainException | IllegalArgumentException e) {
            // There is nothing that could be shown.
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof BrokenChainException || e.getCause() instanceof IllegalArgumentException) {
                return true;
            }
            throw e;
        }
    }

    private boolean exported(Part part, SignedCheckpoint outside, TrustedKeys keys) {
        boolean whole = part.equals(Part.WHOLE);
        ChainExcerpt.Begin begin = queries.handle(new FindExcerpt(
                        AUDITOR,
                        part.from,
                        whole ? null : part.to,
                        whole ? null : outside.checkpoint().size()))
                .join()
                .excerpt();
        if (begin == null) {
            throw new BrokenChainException("it has no such leaves");
        }
        Verification verification = new Verification(
                keys,
                List.of(outside),
                new Excerpt(
                        begin.origin(),
                        begin.from(),
                        begin.to(),
                        begin.size(),
                        begin.left().stream().map(Hash::of).toList(),
                        begin.right().stream().map(Hash::of).toList(),
                        begin.checkpoint() == null ? null : SignedCheckpoint.of(begin.checkpoint())));
        for (long at = begin.from(); at < begin.to(); ) {
            ChainLeaves page = queries.handle(new ReadLeaves(AUDITOR, at, Math.min(begin.to(), at + ReadLeaves.MOST)))
                    .join();
            page.leaves().forEach(leaf -> verification.leaf(leaf.leaf(), Hash.of(leaf.hash()), leaf.stored()));
            at = page.next();
        }
        return verification.report().isSound();
    }

    /** @return what is to be exported to look at it */
    private Part mutate(Mutation mutation, List<Chained> honest, Random random) {
        int at = random.nextInt(COVERED);
        int other = (at + 1 + random.nextInt(SIZE - 1)) % SIZE;
        List<Leaf> leaves = new ArrayList<>();
        honest.forEach(leaf -> leaves.add(stored(leaf)));
        String id = leaves.get(at).id();
        return switch (mutation) {
            case EVENT_BYTES -> whole(changed(leaves.get(at), random), id);
            case EVENTS_EXCHANGED ->
                whole(
                        "UPDATE test_events.domain_event one SET payload = another.payload FROM test_events.domain_event"
                                + " another WHERE (one.event_identifier, another.event_identifier) IN ((?, ?), (?, ?))",
                        id,
                        leaves.get(other).id(),
                        leaves.get(other).id(),
                        id);
            case EVENT_DELETED -> whole("DELETE FROM test_events.domain_event WHERE event_identifier = ?", id);
            case LEAF_HASH ->
                whole("UPDATE query.chain_leaf SET hash = " + flipped("hash", 32, random) + " WHERE leaf = ?", at);
            case LEAF_OF_ANOTHER_EVENT -> {
                Leaf forged = forged(SIZE, random);
                insert(forged, false);
                yield whole("UPDATE query.chain_leaf SET id = ? WHERE leaf = ?", forged.id(), at);
            }
            case LEAF_DELETED -> whole("DELETE FROM query.chain_leaf WHERE leaf = ?", at);
            case LEAF_DELETED_AND_THE_REST_MOVED_UP -> {
                leaves.remove(at);
                yield rewritten(at, leaves);
            }
            case LEAVES_EXCHANGED -> {
                whole("UPDATE query.chain_leaf SET leaf = leaf + 1000 WHERE leaf IN (?, ?)", at, other);
                yield whole(
                        "UPDATE query.chain_leaf SET leaf = CASE leaf WHEN ? THEN ? ELSE ? END WHERE leaf >= 1000",
                        1000 + at,
                        other,
                        at);
            }
            case LEAVES_SHUFFLED -> {
                Collections.rotate(leaves.subList(0, COVERED), 1 + random.nextInt(COVERED - 1));
                yield rewritten(0, leaves);
            }
            case SUBTREE_BYTES, SUBTREE_DELETED -> {
                Subtree place = new Subtree(1 + random.nextInt(4), 0);
                place = new Subtree(place.level(), random.nextInt(COVERED >> place.level()));
                whole(
                        mutation == Mutation.SUBTREE_DELETED
                                ? "DELETE FROM query.chain_subtree WHERE level = ? AND index = ?"
                                : "UPDATE query.chain_subtree SET hash = " + flipped("hash", 32, random)
                                        + " WHERE level = ? AND index = ?",
                        place.level(),
                        place.index());
                // A part whose place in the tree it proves: from it on to the right, or up to it.
                yield place.index() % 2 == 0 ? new Part(place.end(), COVERED) : new Part(0, place.begin());
            }
            case CHECKPOINT_BYTES -> {
                SignedCheckpoint newest = store.newestCheckpoint(COVERED).orElseThrow();
                // Not in the signature: Base64 has bits there that say nothing.
                int body = newest.text().indexOf("\n\n");
                byte[] note = newest.text().getBytes(StandardCharsets.US_ASCII);
                note[random.nextInt(body)] ^= (byte) (1 << random.nextInt(7));
                yield whole(
                        "UPDATE query.chain_checkpoint SET note = ? WHERE size = ?",
                        new String(note, StandardCharsets.US_ASCII),
                        COVERED);
            }
            case HEAD_CUT -> whole("UPDATE query.chain_head SET size = ?", at);
            case CHAIN_TRUNCATED -> {
                cut(at);
                yield whole("UPDATE query.chain_head SET size = ?", at);
            }
            case CHAIN_OF_ANOTHER_NAME ->
                whole("UPDATE query.chain_head SET origin = 'comfort-commit/' || gen_random_uuid()");
            case REWRITTEN_WITHOUT_SIGNATURE -> {
                Leaf forged = forged(at, random);
                insert(forged, true);
                leaves.set(at, forged);
                yield rewritten(at, leaves);
            }
            case FORK_SIGNED_WITH_THE_OLD_KEY -> fork(NoteSigner.of(oldKey), at, leaves, random);
            case FORK_SIGNED_WITH_THE_KEY_IN_USE -> fork(NoteSigner.of(newKey), at, leaves, random);
            case FORK_SIGNED_WITH_A_KEY_PUT_IN -> {
                store.add(stranger.verifier(), random.nextInt(SIZE));
                yield fork(stranger, at, leaves, random);
            }
        };
    }

    private Part whole(String sql, Object... parameters) {
        assertThat(jdbc.sql(sql).params(parameters).update()).as(sql).isPositive();
        return Part.WHOLE;
    }

    private static Leaf stored(Chained chained) {
        Leaf stored = chained.stored();
        if (stored == null) {
            throw new IllegalStateException("an honest chain lacks " + chained.row());
        }
        return stored;
    }

    private static String changed(Leaf leaf, Random random) {
        String value = switch (random.nextInt(8)) {
            case 0 -> "meta_data = " + flipped("meta_data", 10, random);
            case 1 -> "time_stamp = '2026-11-01T09:00:00.001Z'";
            case 2 -> "payload_type = payload_type || 'x'";
            case 3 -> "payload_revision = '2'";
            case 4 -> "sequence_number = sequence_number + 1000";
            case 5 -> "aggregate_identifier = 'another'";
            case 6 -> "event_identifier = event_identifier || 'x'";
            default -> "payload = " + flipped("payload", leaf.payload().length, random);
        };
        return "UPDATE test_events.domain_event SET " + value + " WHERE event_identifier = ?";
    }

    private static String flipped(String column, int length, Random random) {
        int at = random.nextInt(length);
        return "set_byte(%1$s, %2$d, get_byte(%1$s, %2$d) # %3$d)".formatted(column, at, 1 << random.nextInt(8));
    }

    /** Another history from a leaf on, whole in itself, as if it had been signed in its time. */
    private Part fork(NoteSigner signer, int from, List<Leaf> leaves, Random random) {
        List<Leaf> fork = new ArrayList<>(leaves.subList(0, from));
        int end = from + 1 + random.nextInt(2 * SIZE);
        for (int i = from; i < end; i++) {
            Leaf forged = forged(i, random);
            insert(forged, true);
            fork.add(forged);
        }
        rewritten(from, fork);
        Range range = store.range(0, fork.size());
        store.add(
                signer.sign(new Checkpoint(store.head().origin(), fork.size(), range.root())), signer.verifier(), NOW);
        return Part.WHOLE;
    }

    private void cut(int from) {
        jdbc.sql("DELETE FROM query.chain_leaf WHERE leaf >= ?").param(from).update();
        jdbc.sql("DELETE FROM query.chain_subtree WHERE (index + 1) << level > ?")
                .param(from)
                .update();
        jdbc.sql("DELETE FROM query.chain_checkpoint WHERE size > ?")
                .param(from)
                .update();
    }

    /** With hashes and subtrees that fit. */
    private Part rewritten(int from, List<Leaf> leaves) {
        cut(from);
        Range tree = store.range(0, from);
        List<Row> rows = new ArrayList<>();
        Map<Subtree, Hash> subtrees = new LinkedHashMap<>();
        leaves.subList(from, leaves.size()).forEach(leaf -> {
            Hash hash = leaf.hash();
            rows.add(new Row(tree.end(), leaf.kind(), leaf.id(), hash));
            tree.add(hash, subtrees::put);
        });
        store.add(rows, subtrees, tree.end(), NOW);
        return Part.WHOLE;
    }
}
