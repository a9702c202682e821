package io.comfortcommit.sagas;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.IngestedCapture;
import io.comfortcommit.repositories.PastCommit;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.Repositories;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers as a test says, and remembers what it was asked. */
final class ScriptedRepositories implements Repositories, AgentMode {
    static final PublishOutcome.Landed LANDED = new PublishOutcome.Landed(
            "89e6c98d92887913cadf06b2adb97f26cde4849b", Landing.BRANCH, "main", false, 1, null);

    final Map<DraftId, Deque<PublishOutcome>> outcomes = new ConcurrentHashMap<>();
    final Map<DraftId, List<DraftId>> predecessors = new ConcurrentHashMap<>();
    /** How often reading its change fails before it works. */
    final Map<DraftId, Integer> failing = new ConcurrentHashMap<>();

    /** Those whose change is another than a small one. */
    final Map<DraftId, ChangeSet> changes = new ConcurrentHashMap<>();

    /** How often its change was read. */
    final Map<DraftId, Integer> reads = new ConcurrentHashMap<>();

    /** Of every captured tree, by path. */
    final Map<String, String> files = new ConcurrentHashMap<>();

    final Set<DraftId> unreadable = ConcurrentHashMap.newKeySet();
    final List<PublishOrder> published = new CopyOnWriteArrayList<>();
    final List<PastCommit> past = new CopyOnWriteArrayList<>();
    final Set<DraftId> settled = ConcurrentHashMap.newKeySet();

    void publishing(DraftId draft, PublishOutcome... answers) {
        outcomes.put(draft, new ArrayDeque<>(List.of(answers)));
    }

    @Override
    public ChangeSet changes(DraftId draft) {
        if (unreadable.contains(draft)) {
            throw new RefusedException(RefusedException.Reason.UNKNOWN_DRAFT, "no such draft");
        }
        if (failing.computeIfPresent(draft, (_, times) -> times == 0 ? null : times - 1) != null) {
            throw new UncheckedIOException(new IOException("away for a moment"));
        }
        reads.merge(draft, 1, Integer::sum);
        return changes.getOrDefault(draft, adding("Order"));
    }

    /** Newest first. */
    void commit(String type, String message) {
        past.addFirst(new PastCommit(
                "commit-" + past.size(), new GitAuthor("A", "a@example.com"), message, () -> adding(type)));
    }

    private static ChangeSet adding(String type) {
        return new ChangeSet(
                List.of(new FileChange(
                        null,
                        "src/" + type + ".java",
                        FileChange.Kind.ADDED,
                        0,
                        0100644,
                        false,
                        1,
                        0,
                        List.of(new FileChange.Hunk(0, 0, 1, 1, List.of("+class " + type + " {}"))))),
                false);
    }

    @Override
    public Map<String, String> texts(DraftId draft, Collection<String> paths) {
        return files;
    }

    @Override
    public List<String> recentSubjects(DraftId draft, int most) {
        return past.stream().map(PastCommit::message).limit(most).toList();
    }

    @Override
    public void history(DraftId draft, Predicate<PastCommit> wantsMore) {
        boolean _ = past.stream().allMatch(wantsMore);
    }

    @Override
    public List<DraftId> unsettledPredecessors(DraftId draft) {
        return predecessors.getOrDefault(draft, List.of()).stream()
                .filter(predecessor -> !settled.contains(predecessor))
                .toList();
    }

    @Override
    public void forget(UserId person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void settle(DraftId draft) {
        settled.add(draft);
    }

    @Override
    public synchronized PublishOutcome publish(PublishOrder order) {
        published.add(order);
        Deque<PublishOutcome> script = outcomes.get(order.draftId());
        if (script == null || script.isEmpty()) {
            return LANDED;
        }
        return script.size() == 1 ? script.getFirst() : script.removeFirst();
    }

    /** Those whose commits agents make, and the orders handed over by round. */
    final Set<DraftId> leftToAgent = ConcurrentHashMap.newKeySet();

    final Map<DraftId, Integer> handedOver = new ConcurrentHashMap<>();
    final Set<DraftId> forgotten = ConcurrentHashMap.newKeySet();

    @Override
    public boolean isLeftToAgent(DraftId draft) {
        return leftToAgent.contains(draft);
    }

    @Override
    public void handOver(PublishOrder order, int round) {
        handedOver.put(order.draftId(), round);
    }

    @Override
    public boolean takeBack(DraftId draft, int round) {
        return handedOver.remove(draft, round);
    }

    @Override
    public void forget(DraftId draft) {
        forgotten.add(draft);
    }

    @Override
    public boolean isRule(UserId caller, RepositoryId repository) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }

    @Override
    public IngestedCapture take(CaptureOrder order, InputStream analysis) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }

    @Override
    public Claim claim(UserId caller, DraftId draft, UUID agent) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }

    @Override
    public int claimed(UserId caller, DraftId draft, UUID agent) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }

    @Override
    public RepositoryId track(UserId owner, String remote, String defaultBranch) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }

    @Override
    public Set<String> have(UserId caller, RepositoryId repository, Collection<String> candidates) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }

    @Override
    public IngestedCapture ingest(CaptureOrder order, InputStream bundle) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }

    @Override
    public @Nullable RepositoryId repositoryOf(DraftId draft) {
        throw new UnsupportedOperationException("not asked for by sagas");
    }
}
