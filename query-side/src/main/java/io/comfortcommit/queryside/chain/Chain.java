package io.comfortcommit.queryside.chain;

import io.comfortcommit.messages.chain.Checkpoint;
import io.comfortcommit.messages.chain.Excerpt;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.chain.NoteKey;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.TrustedKeys;
import io.comfortcommit.messages.chain.TrustedKeys.Trusted;
import io.comfortcommit.messages.chain.Verification;
import io.comfortcommit.messages.chain.Verification.Report;
import io.comfortcommit.queryside.chain.ChainStore.Head;
import io.comfortcommit.queryside.chain.ChainStore.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the chain, and what its leaves were made of. */
public final class Chain {
    private static final int BATCH = 500;
    /** Of what leaves were made of, read at once; a larger one is read by itself. */
    static final long MOST_BYTES = 1 << 20;

    private final ChainStore store;
    private final List<LeafSource> sources;

    Chain(ChainStore store, List<LeafSource> sources) {
        this.store = store;
        this.sources = List.copyOf(sources);
    }

    /** That of a database, for whoever has nothing else of this side. */
    public static Chain in(DataSource database, List<LeafSource> sources) {
        return new Chain(new ChainStore(JdbcClient.create(database)), sources);
    }

    /** @param stored null if it is gone */
    record Chained(Row row, @Nullable Leaf stored) {}

    /** @param next the first leaf that was not read */
    record Read(List<Chained> leaves, long next) {}

    Excerpt excerpt(long from, long to, long size) {
        Head head = store.head();
        return new Excerpt(
                head.origin(),
                from,
                to,
                size,
                store.range(0, from).hashes(),
                store.range(to, size).hashes(),
                store.newestCheckpoint(size).orElse(null));
    }

    /** The first of these leaves, as many as may be in memory at once. */
    Read leaves(long from, long to) {
        List<Row> asked = store.rows(from, to);
        List<Row> rows = asked.subList(0, fitting(asked));
        Map<String, Leaf> stored = new HashMap<>();
        ofEach(rows, (source, ids) -> source.records().withIds(ids).forEach(leaf -> stored.put(leaf.id(), leaf)));
        List<Chained> leaves = new ArrayList<>();
        rows.forEach(row -> leaves.add(new Chained(row, stored.get(row.id()))));
        return new Read(
                leaves, rows.size() < asked.size() ? asked.get(rows.size()).leaf() : to);
    }

    private int fitting(List<Row> rows) {
        Map<String, Long> sizes = new HashMap<>();
        ofEach(rows, (source, ids) -> sizes.putAll(source.records().sizes(ids)));
        long bytes = 0;
        for (int fitting = 0; fitting < rows.size(); fitting++) {
            bytes += sizes.getOrDefault(rows.get(fitting).id(), 0L);
            if (bytes > MOST_BYTES && fitting > 0) {
                return fitting;
            }
        }
        return rows.size();
    }

    private void ofEach(List<Row> rows, BiConsumer<LeafSource, List<String>> read) {
        for (LeafSource source : sources) {
            List<String> ids = rows.stream()
                    .filter(row -> row.kind().equals(source.kind()))
                    .map(Row::id)
                    .toList();
            if (!ids.isEmpty()) {
                read.accept(source, ids);
            }
        }
    }

    /**
     * What it is now, by its head and its subtrees.
     *
     * @throws BrokenChainException if some are missing
     */
    public Checkpoint now() {
        Head head = store.head();
        return new Checkpoint(
                head.origin(), head.size(), store.range(0, head.size()).root());
    }

    /**
     * Compares all that is stored with its leaves, and the leaves with a checkpoint.
     *
     * @param signer whose signature counts besides those of the chain's own keys
     */
    public Report check(SignedCheckpoint checkpoint, NoteKey signer) {
        long size = store.head().size();
        List<Trusted> keys = new ArrayList<>(store.keys().keys());
        keys.add(new Trusted(signer, Long.MAX_VALUE));
        Verification verification =
                new Verification(new TrustedKeys(keys), List.of(checkpoint), excerpt(0, size, size));
        long from = 0;
        while (from < size) {
            Read read = leaves(from, Math.min(size, from + BATCH));
            read.leaves.forEach(leaf -> verification.leaf(leaf.row.leaf(), leaf.row.hash(), leaf.stored));
            from = read.next;
        }
        return verification.report();
    }
}
