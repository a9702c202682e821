package io.comfortcommit.queryside.chain;

import io.comfortcommit.axonsupport.StoredEvents;
import io.comfortcommit.messages.chain.Checkpoint;
import io.comfortcommit.messages.chain.Hash;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.messages.chain.NoteKey;
import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.messages.chain.Range;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.Subtree;
import io.comfortcommit.messages.chain.TrustedKeys.Trusted;
import io.comfortcommit.queryside.chain.ChainStore.Head;
import io.comfortcommit.queryside.chain.ChainStore.Row;
import io.comfortcommit.queryside.projection.FailedWriteException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes leaves of what was stored, and signs checkpoints. One process at a time does: each round is one transaction that
 * begins by locking the head, and writes leaves, head and position together, so that a process that was thought dead
 * finds its term over instead of adding to a chain that has gone on. Killed at any moment, nothing is lost or doubled.
 */
final class ChainWriter implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ChainWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int BATCH = 500;

    private final ChainStore store;
    private final List<LeafSource> sources;
    private final TransactionTemplate transactions;
    private final ChainProperties properties;
    private final Optional<NoteSigner> signer;
    private final String name;
    private final Clock clock;

    private @Nullable Thread thread;
    private volatile boolean running;
    private CountDownLatch stopping = new CountDownLatch(1);
    private long term;
    private @Nullable Range tree;
    private boolean more;
    private Instant renewed = Instant.EPOCH;
    private long signed;
    private final Map<String, String> positions = new HashMap<>();

    ChainWriter(
            ChainStore store,
            List<LeafSource> sources,
            TransactionTemplate transactions,
            ChainProperties properties,
            String name,
            Clock clock) {
        this.store = store;
        this.sources = List.copyOf(sources);
        this.transactions = transactions;
        this.properties = properties;
        this.signer = properties.signer();
        this.name = name;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            CountDownLatch end = new CountDownLatch(1);
            stopping = end;
            thread = Thread.ofVirtual().name("audit-chain").start(() -> follow(end));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        Thread following = thread;
        if (following != null) {
            // An interrupt would close the connection that a round is waiting for.
            stopping.countDown();
            try {
                following.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void follow(CountDownLatch end) {
        String said = "";
        while (running) {
            try {
                while (running && round()) {
                    said = "";
                }
            } catch (RuntimeException e) {
                // Once for each kind: it is tried again and again.
                String why = e instanceof BrokenChainException
                        ? String.valueOf(e.getMessage())
                        : FailedWriteException.kind(e);
                if (!said.equals(why)) {
                    said = why;
                    LOG.error("nothing can be added to the audit chain now: {}", said);
                }
            }
            try {
                if (end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        try {
            transactions.executeWithoutResult(_ -> store.stepDown(name, term));
        } catch (RuntimeException e) {
            LOG.debug("the next writer of the audit chain has to wait for the end of this one's lease", e);
        }
    }

    /** Adds what there is, a batch at the most. @return whether there may be more */
    boolean round() {
        if (isQuiet()) {
            return false;
        }
        Range known = tree;
        // Not kept if this round fails: it is what the chain would have been.
        tree = null;
        Optional<Range> added = transactions.execute(_ -> extended(known));
        if (added != null) {
            tree = added.orElse(null);
        }
        return more;
    }

    /** Nothing to add and nothing to sign, and a lease that holds: then nothing is written either. */
    private boolean isQuiet() {
        Range known = tree;
        return known != null
                && clock.instant().isBefore(renewed.plus(properties.lease().dividedBy(2)))
                && (signer.isEmpty() || signed == known.end())
                && sources.stream().allMatch(this::isAtItsEnd);
    }

    private boolean isAtItsEnd(LeafSource source) {
        String position = positions.get(source.name());
        if (position == null) {
            return false;
        }
        StoredEvents.Page page = source.records().after(position, 1);
        return page.events().isEmpty() && page.position().equals(position);
    }

    /** @return the tree with what was added; empty if another process adds */
    private Optional<Range> extended(@Nullable Range before) {
        Instant now = clock.instant();
        more = false;
        Head head = store.lead(name, term, now.plus(properties.lease()), now).orElse(null);
        if (head == null) {
            return Optional.empty();
        }
        renewed = now;
        Range known = before;
        if (known == null || head.term() != term || known.end() != head.size()) {
            known = intact(head);
            term = head.term();
        }
        for (LeafSource source : sources) {
            more |= add(source, known, now);
        }
        sign(head.origin(), known, now);
        return Optional.of(known);
    }

    /** @throws BrokenChainException if the chain is not what its newest checkpoint says */
    private Range intact(Head head) {
        Checkpoint newest = store.newestCheckpoint(Long.MAX_VALUE)
                .map(SignedCheckpoint::checkpoint)
                .orElse(null);
        if (newest != null
                && (newest.size() > head.size()
                        || !store.range(0, newest.size()).root().equals(newest.root()))) {
            throw new BrokenChainException("its " + head.size() + " leaves are not those of the checkpoint of "
                    + newest.size() + "; see what comfort verify says, and restore it from a backup");
        }
        return store.range(0, head.size());
    }

    private boolean add(LeafSource source, Range tree, Instant now) {
        String position = store.position(source.name());
        StoredEvents.Page page = source.records().after(position == null ? StoredEvents.BEGINNING : position, BATCH);
        if (!page.events().isEmpty()) {
            Set<String> known = store.known(page.events().stream().map(Leaf::id).toList());
            List<Row> rows = new ArrayList<>();
            Map<Subtree, Hash> subtrees = new LinkedHashMap<>();
            for (Leaf leaf : page.events()) {
                if (!known.contains(leaf.id())) {
                    Hash hash = leaf.hash();
                    rows.add(new Row(tree.end(), source.kind(), leaf.id(), hash));
                    tree.add(hash, subtrees::put);
                }
            }
            if (!rows.isEmpty()) {
                store.add(rows, subtrees, tree.end(), now);
            }
        }
        if (!page.position().equals(position)) {
            store.position(source.name(), page.position());
        }
        positions.put(source.name(), page.position());
        return page.events().size() >= BATCH;
    }

    private void sign(String origin, Range tree, Instant now) {
        if (signer.isEmpty() || tree.end() == 0) {
            return;
        }
        NoteKey key = signer.get().verifier();
        boolean anew = isNewKey(key, tree.end());
        signed = store.newestCheckpoint(Long.MAX_VALUE)
                .map(note -> note.checkpoint().size())
                .orElse(0L);
        if (anew || tree.end() - signed >= properties.checkpointEvery() || waitsTooLong(signed, tree.end(), now)) {
            store.add(signer.get().sign(new Checkpoint(origin, tree.end(), tree.root())), key, now);
            signed = tree.end();
        }
    }

    private boolean waitsTooLong(long signed, long size, Instant now) {
        return signed < size
                && store.addedAt(signed)
                        .filter(added ->
                                !added.plus(properties.checkpointWithin()).isAfter(now))
                        .isPresent();
    }

    private boolean isNewKey(NoteKey key, long size) {
        List<Trusted> keys = store.keys().keys();
        if (!keys.isEmpty() && keys.getLast().key().text().equals(key.text())) {
            return false;
        }
        if (keys.stream().anyMatch(trusted -> trusted.key().text().equals(key.text()))) {
            throw new BrokenChainException("the key " + key.id()
                    + " was replaced before and signs nothing any more; make a new one (docs/audit.md)");
        }
        store.add(key, keys.isEmpty() ? 0 : size);
        return true;
    }
}
