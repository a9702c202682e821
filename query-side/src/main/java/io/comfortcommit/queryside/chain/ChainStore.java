package io.comfortcommit.queryside.chain;

import io.comfortcommit.messages.chain.Hash;
import io.comfortcommit.messages.chain.NoteKey;
import io.comfortcommit.messages.chain.Range;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.Span;
import io.comfortcommit.messages.chain.Subtree;
import io.comfortcommit.messages.chain.TrustedKeys;
import io.comfortcommit.messages.chain.TrustedKeys.Trusted;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of the chain. */
final class ChainStore {
    private final JdbcClient jdbc;

    ChainStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Head(String origin, long size, long term) {}

    record Row(long leaf, String kind, String id, Hash hash) {}

    Head head() {
        return jdbc.sql("SELECT origin, size, term FROM query.chain_head")
                .query(Head.class)
                .single();
    }

    /**
     * Makes this process the one that adds, if no other is, and keeps all others out until the transaction ends.
     *
     * @param term in which it was that last
     * @return the head with the term in which it is that now; empty if another one is
     */
    Optional<Head> lead(String writer, long term, Instant until, Instant now) {
        return jdbc.sql("""
                        UPDATE query.chain_head
                        SET writer = :writer, writer_until = :until,
                            term = CASE WHEN writer = :writer AND term = :term THEN term ELSE term + 1 END
                        WHERE writer IS NULL OR writer = :writer OR writer_until < :now
                        RETURNING origin, size, term""")
                .param("writer", writer)
                .param("term", term)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Head.class)
                .optional();
    }

    /** So that the next one need not wait. */
    void stepDown(String writer, long term) {
        jdbc.sql("UPDATE query.chain_head SET writer = NULL WHERE writer = :writer AND term = :term")
                .param("writer", writer)
                .param("term", term)
                .update();
    }

    @Nullable
    String position(String source) {
        return jdbc.sql("SELECT position FROM query.chain_source WHERE name = :name")
                .param("name", source)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    void position(String source, String position) {
        jdbc.sql("INSERT INTO query.chain_source (name, position) VALUES (:name, :position)"
                        + " ON CONFLICT (name) DO UPDATE SET position = :position")
                .param("name", source)
                .param("position", position)
                .update();
    }

    Set<String> known(Collection<String> ids) {
        return new HashSet<>(jdbc.sql("SELECT id FROM query.chain_leaf WHERE id = ANY(:ids)")
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    void add(List<Row> rows, Map<Subtree, Hash> subtrees, long size, Instant now) {
        jdbc.sql("INSERT INTO query.chain_leaf (leaf, kind, id, hash, added_at)"
                        + " SELECT leaf, kind, id, hash, :now FROM unnest(:leaves, :kinds, :ids, :hashes)"
                        + " AS added (leaf, kind, id, hash)")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("leaves", rows.stream().map(Row::leaf).toArray(Long[]::new))
                .param("kinds", rows.stream().map(Row::kind).toArray(String[]::new))
                .param("ids", rows.stream().map(Row::id).toArray(String[]::new))
                .param("hashes", rows.stream().map(row -> row.hash.bytes()).toArray(byte[][]::new))
                .update();
        if (!subtrees.isEmpty()) {
            List<Subtree> places = List.copyOf(subtrees.keySet());
            jdbc.sql("INSERT INTO query.chain_subtree (level, index, hash)"
                            + " SELECT level, index, hash FROM unnest(:levels, :indexes, :hashes)"
                            + " AS added (level, index, hash)")
                    .param("levels", places.stream().map(Subtree::level).toArray(Integer[]::new))
                    .param("indexes", places.stream().map(Subtree::index).toArray(Long[]::new))
                    .param(
                            "hashes",
                            places.stream()
                                    .map(place -> hashOf(subtrees, place).bytes())
                                    .toArray(byte[][]::new))
                    .update();
        }
        jdbc.sql("UPDATE query.chain_head SET size = :size").param("size", size).update();
    }

    private static Hash hashOf(Map<Subtree, Hash> hashes, Subtree place) {
        Hash hash = hashes.get(place);
        if (hash == null) {
            throw new BrokenChainException(
                    "the chain has no hash for leaves " + place.begin() + " to before " + place.end());
        }
        return hash;
    }

    List<Row> rows(long from, long to) {
        return jdbc.sql("SELECT leaf, kind, id, hash FROM query.chain_leaf WHERE leaf >= :from AND leaf < :to"
                        + " ORDER BY leaf")
                .param("from", from)
                .param("to", to)
                .query((row, _) -> new Row(
                        row.getLong("leaf"), row.getString("kind"), row.getString("id"), Hash.of(row.getBytes("hash"))))
                .list();
    }

    Optional<Long> leafOf(String id) {
        return jdbc.sql("SELECT leaf FROM query.chain_leaf WHERE id = :id")
                .param("id", id)
                .query(Long.class)
                .optional();
    }

    Optional<Instant> addedAt(long leaf) {
        return jdbc.sql("SELECT added_at FROM query.chain_leaf WHERE leaf = :leaf")
                .param("leaf", leaf)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** All hashes that these spans are made of, by one look at each table. */
    Function<Subtree, Hash> hashes(Collection<Span> spans) {
        Set<Subtree> places = new LinkedHashSet<>();
        spans.forEach(span -> places.addAll(span.subtrees()));
        List<Subtree> leaves =
                places.stream().filter(place -> place.level() == 0).toList();
        List<Subtree> nodes = places.stream().filter(place -> place.level() > 0).toList();
        Map<Subtree, Hash> hashes = new HashMap<>();
        if (!leaves.isEmpty()) {
            jdbc.sql("SELECT leaf, hash FROM query.chain_leaf WHERE leaf = ANY(:leaves)")
                    .param("leaves", leaves.stream().map(Subtree::index).toArray(Long[]::new))
                    .query((row, _) -> hashes.put(new Subtree(0, row.getLong("leaf")), Hash.of(row.getBytes("hash"))))
                    .list();
        }
        if (!nodes.isEmpty()) {
            jdbc.sql("SELECT level, index, hash FROM query.chain_subtree WHERE (level, index) IN"
                            + " (SELECT * FROM unnest(:levels, :indexes))")
                    .param("levels", nodes.stream().map(Subtree::level).toArray(Integer[]::new))
                    .param("indexes", nodes.stream().map(Subtree::index).toArray(Long[]::new))
                    .query((row, _) -> hashes.put(
                            new Subtree(row.getInt("level"), row.getLong("index")), Hash.of(row.getBytes("hash"))))
                    .list();
        }
        return place -> hashOf(hashes, place);
    }

    Range range(long from, long to) {
        Span span = new Span(from, to);
        Function<Subtree, Hash> hashes = hashes(List.of(span));
        List<Hash> known = new ArrayList<>();
        span.subtrees().forEach(place -> known.add(hashes.apply(place)));
        return Range.of(span, known);
    }

    Optional<SignedCheckpoint> newestCheckpoint(long upTo) {
        return jdbc.sql("SELECT note FROM query.chain_checkpoint WHERE size <= :size"
                        + " ORDER BY size DESC, signed_at DESC LIMIT 1")
                .param("size", upTo)
                .query(String.class)
                .optional()
                .map(SignedCheckpoint::of);
    }

    List<SignedCheckpoint> checkpoints() {
        return jdbc
                .sql("SELECT note FROM query.chain_checkpoint ORDER BY size, signed_at")
                .query(String.class)
                .list()
                .stream()
                .map(SignedCheckpoint::of)
                .toList();
    }

    void add(SignedCheckpoint checkpoint, NoteKey key, Instant now) {
        jdbc.sql("INSERT INTO query.chain_checkpoint (size, key, note, signed_at) VALUES (:size, :key, :note, :now)"
                        + " ON CONFLICT DO NOTHING")
                .param("size", checkpoint.checkpoint().size())
                .param("key", key.text())
                .param("note", checkpoint.text())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    TrustedKeys keys() {
        List<String> keys = new ArrayList<>();
        List<Long> from = new ArrayList<>();
        jdbc.sql("SELECT key, from_size FROM query.chain_key ORDER BY from_size, key")
                .query((row, _) -> keys.add(row.getString("key")) && from.add(row.getLong("from_size")))
                .list();
        List<Trusted> trusted = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            trusted.add(new Trusted(NoteKey.of(keys.get(i)), i + 1 < keys.size() ? from.get(i + 1) : Long.MAX_VALUE));
        }
        return new TrustedKeys(trusted);
    }

    void add(NoteKey key, long fromSize) {
        jdbc.sql("INSERT INTO query.chain_key (key, from_size) VALUES (:key, :size)")
                .param("key", key.text())
                .param("size", fromSize)
                .update();
    }
}
