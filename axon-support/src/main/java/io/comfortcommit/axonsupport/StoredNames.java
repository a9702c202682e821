package io.comfortcommit.axonsupport;

import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every stored name. Each side adds those of its own snapshots as {@link StoredName} beans. */
public final class StoredNames {
    private static final List<StoredName> EVENTS = List.of(
            new StoredName("commit-draft.captured", "1", CommitDraftEvent.Captured.class),
            new StoredName("commit-draft.left-to-agent", "1", CommitDraftEvent.LeftToAgent.class),
            new StoredName("commit-draft.drafted", "3", CommitDraftEvent.Drafted.class),
            new StoredName("commit-draft.redraft-requested", "1", CommitDraftEvent.RedraftRequested.class),
            new StoredName("commit-draft.redrafted", "1", CommitDraftEvent.Redrafted.class),
            new StoredName("commit-draft.drafting-failed", "1", CommitDraftEvent.DraftingFailed.class),
            new StoredName("commit-draft.edited", "1", CommitDraftEvent.Edited.class),
            new StoredName("commit-draft.findings-cleared", "1", CommitDraftEvent.FindingsCleared.class),
            new StoredName("commit-draft.approved", "1", CommitDraftEvent.Approved.class),
            new StoredName("commit-draft.split-approved", "1", CommitDraftEvent.SplitApproved.class),
            new StoredName("commit-draft.pushed", "2", CommitDraftEvent.Pushed.class),
            new StoredName("commit-draft.pull-request-opened", "1", CommitDraftEvent.PullRequestOpened.class),
            new StoredName("commit-draft.pull-request-not-opened", "1", CommitDraftEvent.PullRequestNotOpened.class),
            new StoredName("commit-draft.push-failed", "1", CommitDraftEvent.PushFailed.class),
            new StoredName("commit-draft.discarded", "1", CommitDraftEvent.Discarded.class),
            new StoredName("commit-draft.expired", "1", CommitDraftEvent.Expired.class),
            new StoredName("commit-draft.superseded", "1", CommitDraftEvent.Superseded.class),
            new StoredName("commit-draft.approver-notified", "1", CommitDraftEvent.ApproverNotified.class),
            new StoredName("commit-draft.notification-failed", "1", CommitDraftEvent.NotificationFailed.class),
            new StoredName("drafting-call.model-called", "1", DraftingCallEvent.ModelCalled.class),
            new StoredName("drafting-call.budget-reached", "1", DraftingCallEvent.BudgetReached.class),
            new StoredName("tracked-repository.tracked", "1", TrackedRepositoryEvent.RepositoryTracked.class),
            new StoredName("tracked-repository.drafting-chosen", "1", TrackedRepositoryEvent.DraftingChosen.class),
            new StoredName("tracked-repository.member-added", "1", TrackedRepositoryEvent.MemberAdded.class),
            new StoredName("tracked-repository.member-removed", "1", TrackedRepositoryEvent.MemberRemoved.class));

    private final Map<Class<?>, StoredName> byType = new HashMap<>();
    private final Map<String, StoredName> byName = new HashMap<>();

    private StoredNames(Collection<StoredName> names) {
        for (StoredName name : names) {
            if (byType.put(name.type(), name) != null || byName.put(name.name(), name) != null) {
                throw new IllegalArgumentException("stored twice: " + name);
            }
        }
    }

    /** The events of {@code messages}. */
    public static StoredNames ofEvents() {
        return new StoredNames(EVENTS);
    }

    /** The events of {@code messages} and what a side stores besides. */
    public static StoredNames ofEventsAnd(Collection<StoredName> more) {
        List<StoredName> all = new ArrayList<>(EVENTS);
        all.addAll(more);
        return new StoredNames(all);
    }

    public Optional<StoredName> ofType(Class<?> type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** @throws IllegalStateException if the type is stored under no name of its own */
    public String nameOf(Class<?> type) {
        return ofType(type)
                .map(StoredName::name)
                .orElseThrow(() -> new IllegalStateException("no stored name for " + type));
    }

    public Optional<StoredName> ofName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<StoredName> all() {
        return List.copyOf(byType.values());
    }
}
