package io.comfortcommit.queryside;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.IngestedCapture;
import io.comfortcommit.repositories.PastCommit;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.Repositories;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The port's other side with nothing but changes, and where they were read. */
final class Changes implements Repositories {
    final Map<DraftId, ChangeSet> byDraft = new ConcurrentHashMap<>();
    final Map<DraftId, Boolean> readOnVirtualThread = new ConcurrentHashMap<>();

    @Override
    public ChangeSet changes(DraftId draft) {
        readOnVirtualThread.put(draft, Thread.currentThread().isVirtual());
        ChangeSet changes = byDraft.get(draft);
        if (changes == null) {
            throw new RefusedException(RefusedException.Reason.UNKNOWN_DRAFT, "no such draft");
        }
        return changes;
    }

    @Override
    public RepositoryId track(UserId owner, String remote, String defaultBranch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> have(UserId caller, RepositoryId repository, Collection<String> candidates) {
        throw new UnsupportedOperationException();
    }

    @Override
    public IngestedCapture ingest(CaptureOrder order, InputStream bundle) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> texts(DraftId draft, Collection<String> paths) {
        return Map.of();
    }

    @Override
    public List<String> recentSubjects(DraftId draft, int most) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void history(DraftId draft, Predicate<PastCommit> wantsMore) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DraftId> unsettledPredecessors(DraftId draft) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forget(UserId person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void settle(DraftId draft) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PublishOutcome publish(PublishOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable RepositoryId repositoryOf(DraftId draft) {
        throw new UnsupportedOperationException();
    }
}
