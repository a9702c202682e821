package io.comfortcommit.queryside.chain;

import io.comfortcommit.messages.chain.Excerpt;
import io.comfortcommit.messages.chain.Hash;
import io.comfortcommit.messages.chain.Proofs;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.Span;
import io.comfortcommit.messages.chain.Subtree;
import io.comfortcommit.messages.chain.TrustedKeys.Trusted;
import io.comfortcommit.messages.query.ChainExcerpt;
import io.comfortcommit.messages.query.ChainLeaves;
import io.comfortcommit.messages.query.ChainProof;
import io.comfortcommit.messages.query.ChainProof.Proof;
import io.comfortcommit.messages.query.ChainQuery.FindChain;
import io.comfortcommit.messages.query.ChainQuery.FindExcerpt;
import io.comfortcommit.messages.query.ChainQuery.ProveConsistency;
import io.comfortcommit.messages.query.ChainQuery.ProveInclusion;
import io.comfortcommit.messages.query.ChainQuery.ReadLeaves;
import io.comfortcommit.messages.query.ChainState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers from the chain. It is read as what it was made of is, through JDBC, so on threads that may wait. */
@Component
class ChainQueries {
    private final ChainStore store;
    private final Chain chain;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("audit-chain-query-", 0).factory());

    ChainQueries(ChainStore store, Chain chain) {
        this.store = store;
        this.chain = chain;
    }

    private <T> CompletableFuture<T> answer(Supplier<T> answer) {
        return CompletableFuture.supplyAsync(answer, threads);
    }

    @QueryHandler
    CompletableFuture<ChainState> handle(FindChain query) {
        return answer(() -> {
            ChainStore.Head head = store.head();
            return new ChainState(
                    head.origin(),
                    head.size(),
                    store.newestCheckpoint(head.size())
                            .map(SignedCheckpoint::text)
                            .orElse(null),
                    store.keys().keys().stream().map(Trusted::text).toList());
        });
    }

    @QueryHandler
    CompletableFuture<ChainProof> handle(ProveInclusion query) {
        return answer(() -> new ChainProof(inclusion(query)));
    }

    private @Nullable Proof inclusion(ProveInclusion query) {
        Optional<Long> place = query.leaf().matches("\\d{1,18}")
                ? Optional.of(Long.parseLong(query.leaf()))
                : store.leafOf(query.leaf());
        long whole = store.head().size();
        if (place.isEmpty() || place.get() >= whole) {
            return null;
        }
        long leaf = place.get();
        long signed = signedSize(whole);
        long size = query.size() != null ? query.size() : leaf < signed ? signed : whole;
        if (leaf >= size || size > whole) {
            return null;
        }
        List<Span> proof = Proofs.inclusion(leaf, size);
        return proof(leaf, size, new Span(leaf, leaf + 1), proof);
    }

    @QueryHandler
    CompletableFuture<ChainProof> handle(ProveConsistency query) {
        return answer(() -> new ChainProof(consistency(query)));
    }

    private @Nullable Proof consistency(ProveConsistency query) {
        long whole = store.head().size();
        long to = query.to() != null ? query.to() : signedSize(whole);
        if (query.from() < 1 || query.from() > to || to > whole) {
            return null;
        }
        return proof(query.from(), to, new Span(0, query.from()), Proofs.consistency(query.from(), to));
    }

    private long signedSize(long whole) {
        return store.newestCheckpoint(whole)
                .map(note -> note.checkpoint().size())
                .orElse(whole);
    }

    /** @param first what is proven to be in the tree */
    private Proof proof(long begin, long size, Span first, List<Span> proof) {
        List<Span> spans = new ArrayList<>(proof);
        spans.add(first);
        spans.add(new Span(0, size));
        Function<Subtree, Hash> hashes = store.hashes(spans);
        List<Hash> found = Proofs.hashes(spans, hashes);
        int last = spans.size() - 1;
        return new Proof(
                begin,
                size,
                found.get(last - 1).toString(),
                found.get(last).toString(),
                texts(found.subList(0, last - 1)));
    }

    @QueryHandler
    CompletableFuture<ChainExcerpt> handle(FindExcerpt query) {
        return answer(() -> {
            long whole = store.head().size();
            long size = query.size() != null ? query.size() : whole;
            long to = query.to() != null ? query.to() : size;
            if (query.from() < 0 || query.from() > to || to > size || size > whole) {
                return new ChainExcerpt(null);
            }
            Excerpt excerpt = chain.excerpt(query.from(), to, size);
            SignedCheckpoint checkpoint = excerpt.checkpoint();
            return new ChainExcerpt(new ChainExcerpt.Begin(
                    excerpt.origin(),
                    excerpt.from(),
                    excerpt.to(),
                    excerpt.size(),
                    texts(excerpt.left()),
                    texts(excerpt.right()),
                    checkpoint == null ? null : checkpoint.text()));
        });
    }

    @QueryHandler
    CompletableFuture<ChainLeaves> handle(ReadLeaves query) {
        if (query.from() < 0 || query.to() < query.from() || query.to() - query.from() > ReadLeaves.MOST) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("not more than " + ReadLeaves.MOST + " leaves are read at once"));
        }
        return answer(() -> {
            Chain.Read read = chain.leaves(query.from(), query.to());
            return new ChainLeaves(
                    read.leaves().stream()
                            .map(leaf -> new ChainLeaves.Chained(
                                    leaf.row().leaf(),
                                    leaf.row().hash().toString(),
                                    leaf.row().id(),
                                    leaf.stored()))
                            .toList(),
                    read.next());
        });
    }

    private static List<String> texts(List<Hash> hashes) {
        return hashes.stream().map(Hash::toString).toList();
    }
}
