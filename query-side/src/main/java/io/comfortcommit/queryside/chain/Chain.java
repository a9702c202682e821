package io.comfortcommit.queryside.chain;

import io.comfortcommit.messages.chain.Excerpt;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.queryside.chain.ChainStore.Head;
import io.comfortcommit.queryside.chain.ChainStore.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the chain, and what its leaves were made of. */
public final class Chain {
    private final ChainStore store;
    private final List<LeafSource> sources;

    Chain(ChainStore store, List<LeafSource> sources) {
        this.store = store;
        this.sources = List.copyOf(sources);
    }

    /** @param stored null if it is gone */
    record Chained(Row row, @Nullable Leaf stored) {}

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

    List<Chained> leaves(long from, long to) {
        List<Row> rows = store.rows(from, to);
        Map<String, Leaf> stored = new HashMap<>();
        for (LeafSource source : sources) {
            List<String> ids = rows.stream()
                    .filter(row -> row.kind().equals(source.kind()))
                    .map(Row::id)
                    .toList();
            if (!ids.isEmpty()) {
                source.records().withIds(ids).forEach(leaf -> stored.put(leaf.id(), leaf));
            }
        }
        List<Chained> leaves = new ArrayList<>();
        rows.forEach(row -> leaves.add(new Chained(row, stored.get(row.id()))));
        return leaves;
    }
}
