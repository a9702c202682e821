package io.comfortcommit.gateway;

import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.query.ChainExcerpt;
import io.comfortcommit.messages.query.ChainLeaves;
import io.comfortcommit.messages.query.ChainLeaves.Chained;
import io.comfortcommit.messages.query.ChainProof;
import io.comfortcommit.messages.query.ChainProof.Proof;
import io.comfortcommit.messages.query.ChainQuery.FindChain;
import io.comfortcommit.messages.query.ChainQuery.FindExcerpt;
import io.comfortcommit.messages.query.ChainQuery.ProveConsistency;
import io.comfortcommit.messages.query.ChainQuery.ProveInclusion;
import io.comfortcommit.messages.query.ChainQuery.ReadLeaves;
import io.comfortcommit.messages.query.ChainState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.queryhandling.QueryHandler;

/**
 * A chain of {@value #SIZE} leaves that proves nothing, the third of which has lost what it was made of. It remembers which
 * leaves it was asked for.
 */
final class MemoryChain {
    static final int SIZE = 1203;
    static final String CHECKPOINT = "comfort-commit/test\n1203\nAAAA\n\n— test AAAA\n";

    private static final byte[] SMALL = "{}".getBytes(StandardCharsets.UTF_8);

    private final List<ReadLeaves> asked = new CopyOnWriteArrayList<>();
    private volatile int size = SIZE;
    private volatile byte[] payload = SMALL;
    private volatile int page = ReadLeaves.MOST;

    /** As if there were so many leaves, for who exports them; nothing was asked before. */
    void lengthen(int leaves) {
        size = leaves;
        asked.clear();
    }

    /** As if each leaf were so large, and no more of them were read at once. */
    void enlarge(int bytes, int atOnce) {
        payload = new byte[bytes];
        page = atOnce;
    }

    void forget() {
        lengthen(SIZE);
        payload = SMALL;
        page = ReadLeaves.MOST;
    }

    List<ReadLeaves> asked() {
        return asked;
    }

    @QueryHandler
    ChainState handle(FindChain query) {
        return new ChainState(
                "comfort-commit/test", SIZE, CHECKPOINT, List.of("old+00000000+AA until=3", "new+00000001+AA"));
    }

    @QueryHandler
    ChainProof handle(ProveInclusion query) {
        return query.leaf().equals("7")
                ? new ChainProof(new Proof(7, SIZE, "leaf", "root", List.of("a", "b")))
                : new ChainProof(null);
    }

    @QueryHandler
    ChainProof handle(ProveConsistency query) {
        return query.from() == 0
                ? new ChainProof(null)
                : new ChainProof(new Proof(query.from(), SIZE, "before", "root", List.of("a")));
    }

    @QueryHandler
    ChainExcerpt handle(FindExcerpt query) {
        long to = query.to() == null ? size : query.to();
        return to > size
                ? new ChainExcerpt(null)
                : new ChainExcerpt(new ChainExcerpt.Begin(
                        "comfort-commit/test", query.from(), to, size, List.of(), List.of(), CHECKPOINT));
    }

    @QueryHandler
    ChainLeaves handle(ReadLeaves query) {
        asked.add(query);
        List<Chained> leaves = new ArrayList<>();
        long next = Math.min(query.to(), query.from() + page);
        for (long leaf = query.from(); leaf < next; leaf++) {
            leaves.add(new Chained(
                    leaf,
                    "hash",
                    "id-" + leaf,
                    leaf == 2
                            ? null
                            : new Leaf(
                                    Leaf.EVENT,
                                    "id-" + leaf,
                                    "draft",
                                    "CommitDraft",
                                    leaf,
                                    "commit-draft.edited",
                                    null,
                                    "2026-11-01T09:00:00.000Z",
                                    null,
                                    payload)));
        }
        return new ChainLeaves(leaves, next);
    }
}
