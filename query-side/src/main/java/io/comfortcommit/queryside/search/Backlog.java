package io.comfortcommit.queryside.search;

import io.comfortcommit.queryside.projection.ModelGate;
import io.comfortcommit.queryside.projection.Projections;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Drafts that the content log does not show as they are, and what messages mean. Never waits for a row that a projection is
 * changing: who changes it makes it due again anyway.
 */
final class Backlog {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ModelGate gate;

    Backlog(DataSource dataSource, PlatformTransactionManager transactions, ModelGate gate) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.gate = gate;
    }

    /** @param turn tells this change of the draft from a later one */
    record Due(UUID draft, long turn) {}

    /** Those whose words are missing, longest first. */
    List<Due> words(int most) {
        return due("NOT worded", most);
    }

    /** Those of which only the meaning is missing. */
    List<Due> meanings(int most) {
        return due("worded", most);
    }

    private List<Due> due(String condition, int most) {
        return jdbc.sql("SELECT draft_id, turn FROM query.search_due WHERE " + condition + " ORDER BY turn LIMIT :most")
                .param("most", most)
                .query((row, _) -> new Due(row.getObject("draft_id", UUID.class), row.getLong("turn")))
                .list();
    }

    void done(Collection<Due> due) {
        settle("DELETE FROM query.search_due d USING settled s WHERE d.draft_id = s.draft_id", due);
    }

    /** Their words are in. */
    void worded(Collection<Due> due) {
        settle("UPDATE query.search_due d SET worded = true FROM settled s WHERE d.draft_id = s.draft_id", due);
    }

    private void settle(String statement, Collection<Due> due) {
        if (!due.isEmpty()) {
            jdbc.sql("WITH settled AS (SELECT draft_id FROM query.search_due"
                            + " WHERE draft_id = ANY(:drafts) AND turn = ANY(:turns) FOR UPDATE SKIP LOCKED) "
                            + statement)
                    .param("drafts", due.stream().map(Due::draft).toArray(UUID[]::new))
                    .param("turns", due.stream().map(Due::turn).toArray(Long[]::new))
                    .update();
        }
    }

    void add(Collection<UUID> drafts) {
        if (!drafts.isEmpty()) {
            whileNobodyElseDoes(jdbc.sql(
                            "INSERT INTO query.search_due (draft_id) SELECT DISTINCT draft FROM unnest(:drafts) AS draft"
                                    + " ON CONFLICT (draft_id) DO NOTHING")
                    .param("drafts", drafts.toArray(UUID[]::new)));
        }
    }

    void addAll() {
        whileNobodyElseDoes(jdbc.sql("INSERT INTO query.search_due (draft_id) SELECT draft_id FROM query.draft"
                + " ON CONFLICT (draft_id) DO NOTHING"));
    }

    /** The projection makes drafts due in the order of its events, an exchange in another: both would wait for this, and this for them. */
    private void whileNobodyElseDoes(StatementSpec insert) {
        transaction.executeWithoutResult(_ -> {
            gate.close(Projections.DRAFTS);
            insert.update();
        });
    }

    /** Whose words are missing, among these. */
    List<UUID> among(Collection<UUID> drafts) {
        return jdbc.sql("SELECT draft_id FROM query.search_due WHERE draft_id = ANY(:drafts)")
                .param("drafts", drafts.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
    }

    long size() {
        return jdbc.sql("SELECT count(*) FROM query.search_due WHERE NOT worded")
                .query(Long.class)
                .single();
    }

    /** @param hash of the text that it is the meaning of */
    record Meaning(byte[] hash, float[] vector) {
        boolean of(String text) {
            return Arrays.equals(hash, CommitDocument.sha256(text));
        }
    }

    Map<UUID, Meaning> meaningsOf(Collection<UUID> drafts) {
        Map<UUID, Meaning> meanings = new HashMap<>();
        jdbc.sql("SELECT draft_id, text_hash, vector FROM query.search_meaning WHERE draft_id = ANY(:drafts)")
                .param("drafts", drafts.toArray(UUID[]::new))
                .query(row -> {
                    meanings.put(
                            row.getObject("draft_id", UUID.class),
                            new Meaning(row.getBytes("text_hash"), floats(row.getArray("vector"))));
                });
        return meanings;
    }

    void remember(UUID draft, String text, float[] vector) {
        Float[] boxed = new Float[vector.length];
        Arrays.setAll(boxed, i -> vector[i]);
        jdbc.sql(
                        "INSERT INTO query.search_meaning (draft_id, text_hash, vector) VALUES (:draft, :hash, :vector)"
                                + " ON CONFLICT (draft_id) DO UPDATE SET text_hash = excluded.text_hash, vector = excluded.vector")
                .param("draft", draft)
                .param("hash", CommitDocument.sha256(text))
                .param("vector", boxed)
                .update();
    }

    void forgetMeanings(Collection<UUID> drafts) {
        if (!drafts.isEmpty()) {
            jdbc.sql("DELETE FROM query.search_meaning WHERE draft_id = ANY(:drafts)")
                    .param("drafts", drafts.toArray(UUID[]::new))
                    .update();
        }
    }

    /**
     * @param generation of the indices that are read
     * @param building of those that are built beside; null if none are
     * @param cluster null before the first one was met
     */
    record State(
            int generation,
            @Nullable Integer building,
            @Nullable String cluster) {}

    State state() {
        return jdbc.sql("SELECT generation, building, cluster FROM query.search_state")
                .query((row, _) -> new State(
                        row.getInt("generation"), row.getObject("building", Integer.class), row.getString("cluster")))
                .single();
    }

    void met(String cluster) {
        jdbc.sql("UPDATE query.search_state SET cluster = :cluster")
                .param("cluster", cluster)
                .update();
    }

    /** @param generation null to build no longer */
    void build(@Nullable Integer generation) {
        jdbc.sql("UPDATE query.search_state SET building = :generation")
                .param("generation", generation)
                .update();
    }

    /** What was built is read from now on. */
    void read(int generation) {
        jdbc.sql("UPDATE query.search_state SET generation = :generation, building = NULL")
                .param("generation", generation)
                .update();
    }

    private static float[] floats(Array array) throws SQLException {
        Float[] boxed = (Float[]) array.getArray();
        float[] numbers = new float[boxed.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = boxed[i];
        }
        return numbers;
    }
}
