package io.comfortcommit.gateway;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.IngestedCapture;
import io.comfortcommit.repositories.PastCommit;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.PushedBranches;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.Repositories;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The port as far as the gateway uses it; bundles are counted, not understood. */
public final class MemoryRepositories implements Repositories, AgentMode, PushedBranches {
    final List<UserId> forgotten = new CopyOnWriteArrayList<>();
    private final Map<RepositoryId, UserId> owners = new ConcurrentHashMap<>();
    private final Map<RepositoryId, String> remotes = new ConcurrentHashMap<>();
    private final Map<String, String> heads = new ConcurrentHashMap<>();
    private final Map<CaptureId, IngestedCapture> captures = new ConcurrentHashMap<>();
    private final Map<DraftId, RepositoryId> drafts = new ConcurrentHashMap<>();
    private final Map<CaptureId, Long> bundleBytes = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ingests = new AtomicInteger();
    private volatile @Nullable RuntimeException nextFailure;
    private volatile Map<String, String> texts = Map.of();

    /** Of every draft's tree, by path. */
    void texts(Map<String, String> files) {
        texts = Map.copyOf(files);
    }

    /** The next call fails with it. */
    void failNextWith(RuntimeException failure) {
        nextFailure = failure;
    }

    void knows(String commit) {
        known.add(commit);
    }

    void holds(DraftId draft, RepositoryId repository) {
        drafts.put(draft, repository);
    }

    int ingests() {
        return ingests.get();
    }

    long bundleBytes(UUID capture) {
        return bundleBytes.getOrDefault(new CaptureId(capture), -1L);
    }

    @Override
    public RepositoryId track(UserId owner, String remote, String defaultBranch) {
        fail();
        RepositoryId repository =
                new RepositoryId(UUID.nameUUIDFromBytes((owner + remote).getBytes(StandardCharsets.UTF_8)));
        owners.put(repository, owner);
        remotes.put(repository, remote);
        return repository;
    }

    @Override
    public Set<String> have(UserId caller, RepositoryId repository, Collection<String> candidates) {
        return candidates.stream().filter(known::contains).collect(Collectors.toSet());
    }

    @Override
    public IngestedCapture ingest(CaptureOrder order, InputStream bundle) {
        ingests.incrementAndGet();
        fail();
        if (!order.caller().equals(owners.get(order.repositoryId()))) {
            throw new RefusedException(Reason.UNKNOWN_REPOSITORY, "There is no such repository. Negotiate first.");
        }
        IngestedCapture before = captures.get(order.captureId());
        if (before != null) {
            if (!before.order().snapshot().equals(order.snapshot())) {
                throw new RefusedException(
                        Reason.CAPTURE_ID_REUSED, "This capture id was used before. Take a new one.");
            }
            return new IngestedCapture(
                    before.draftId(),
                    before.order(),
                    before.summary(),
                    before.unpushedCommits(),
                    before.previous(),
                    true);
        }
        try {
            bundleBytes.put(order.captureId(), bundle.transferTo(OutputStream.nullOutputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        IngestedCapture ingested = new IngestedCapture(
                new DraftId(UUID.nameUUIDFromBytes(order.captureId().toString().getBytes(StandardCharsets.US_ASCII))),
                order,
                new ChangeSummary(3, 12, 4),
                1,
                null,
                false);
        captures.put(order.captureId(), ingested);
        drafts.put(ingested.draftId(), order.repositoryId());
        return ingested;
    }

    /** Repositories whose code must not come here. */
    final Set<RepositoryId> ruled = ConcurrentHashMap.newKeySet();

    private final Set<DraftId> leftToAgent = ConcurrentHashMap.newKeySet();
    private final Map<DraftId, UUID> claimed = new ConcurrentHashMap<>();

    void leaveToAgent(DraftId draft) {
        leftToAgent.add(draft);
    }

    @Override
    public boolean isRule(UserId caller, RepositoryId repository) {
        return ruled.contains(repository);
    }

    @Override
    public IngestedCapture take(CaptureOrder order, InputStream analysis) {
        IngestedCapture ingested = ingest(order, analysis);
        leftToAgent.add(ingested.draftId());
        return ingested;
    }

    @Override
    public boolean isLeftToAgent(DraftId draft) {
        return leftToAgent.contains(draft);
    }

    @Override
    public void handOver(PublishOrder order, int round) {
        throw notTheGateways();
    }

    @Override
    public boolean takeBack(DraftId draft, int round) {
        throw notTheGateways();
    }

    @Override
    public Claim claim(UserId caller, DraftId draft, UUID agent) {
        if (!leftToAgent.contains(draft)) {
            throw new RefusedException(Reason.NOT_CLAIMED, "It does not wait.");
        }
        if (!agent.equals(claimed.computeIfAbsent(draft, _ -> agent))) {
            throw new RefusedException(Reason.CLAIMED, "Another agent has it.");
        }
        return new Claim(draft, 1, "feat: x", Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
    }

    @Override
    public int claimed(UserId caller, DraftId draft, UUID agent) {
        if (!agent.equals(claimed.get(draft))) {
            throw new RefusedException(Reason.NOT_CLAIMED, "It does not wait.");
        }
        return 1;
    }

    @Override
    public void forget(DraftId draft) {
        throw notTheGateways();
    }

    @Override
    public @Nullable RepositoryId repositoryOf(DraftId draft) {
        return drafts.get(draft);
    }

    @Override
    public ChangeSet changes(DraftId draft) {
        throw notTheGateways();
    }

    @Override
    public Map<String, String> texts(DraftId draft, Collection<String> paths) {
        return texts;
    }

    @Override
    public List<String> recentSubjects(DraftId draft, int most) {
        throw notTheGateways();
    }

    @Override
    public void history(DraftId draft, Predicate<PastCommit> wantsMore) {
        throw notTheGateways();
    }

    @Override
    public List<DraftId> unsettledPredecessors(DraftId draft) {
        throw notTheGateways();
    }

    @Override
    public void forget(UserId person) {
        forgotten.add(person);
    }

    @Override
    public void settle(DraftId draft) {
        throw notTheGateways();
    }

    @Override
    public PublishOutcome publish(PublishOrder order) {
        throw notTheGateways();
    }

    private static UnsupportedOperationException notTheGateways() {
        return new UnsupportedOperationException("the gateway has no business with this");
    }

    private void fail() {
        RuntimeException failure = nextFailure;
        nextFailure = null;
        if (failure != null) {
            throw failure;
        }
    }

    /** Every remote then has these branches. */
    public Map<String, String> heads() {
        return heads;
    }

    @Override
    public List<Tracked> tracked(UserId owner) {
        return remotes.entrySet().stream()
                .filter(entry -> owner.equals(owners.get(entry.getKey())))
                .map(entry -> new Tracked(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public Map<String, String> heads(UserId caller, RepositoryId repository) {
        return Map.copyOf(heads);
    }

    @Override
    public Optional<IngestedCapture> take(PushedBranch pushed) {
        throw notTheGateways();
    }
}
