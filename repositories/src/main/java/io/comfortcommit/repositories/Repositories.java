package io.comfortcommit.repositories;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.commitlint.CommitlintReader;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Owner of the git bytes. Every call blocks: never call it on an event loop or an event processor's thread. Nobody else
 * touches a mirror.
 */
public interface Repositories {
    /**
     * Begins to track a remote for a user, or finds it where it is tracked already.
     *
     * @param remote URL or path without credentials
     * @param defaultBranch short name, as the desk knows it
     * @throws RefusedException {@link RefusedException.Reason#REMOTE_NOT_ALLOWED} or
     *     {@link RefusedException.Reason#PERSON_ERASED}
     */
    RepositoryId track(UserId owner, String remote, String defaultBranch);

    /**
     * Which of the commits the mirror has, so that a bundle may leave them out. Looks at the remote first where it knows
     * none of them.
     *
     * @param candidates object ids, at most 256
     * @throws RefusedException {@link RefusedException.Reason#UNKNOWN_REPOSITORY} also where it is somebody else's
     */
    Set<String> have(UserId caller, RepositoryId repository, Collection<String> candidates);

    /**
     * Takes a capture in: quarantined, checked in full, pinned, made durable. Idempotent by capture id: the same capture
     * again answers as the first time, without reading the bundle.
     *
     * @param bundle a git bundle, version 2 or 3, with the one ref {@code refs/comfort/capture}; read to its end or until
     *     it is refused, not closed
     * @throws RefusedException nothing is stored then
     */
    IngestedCapture ingest(CaptureOrder order, InputStream bundle);

    /** The change of a draft: from the tree that its desk stood on to the captured tree. */
    ChangeSet changes(DraftId draft);

    /**
     * Texts of the captured tree.
     *
     * @param paths from its root
     * @return by path; what is not there, is no text or is larger than 256 KiB is left out
     */
    Map<String, String> texts(DraftId draft, Collection<String> paths);

    /**
     * Judges a message by the commitlint rules of the captured tree.
     *
     * @return what is wrong, in the order of the rules; empty where nothing is or the repository has no rules
     */
    default List<LintFinding> lint(DraftId draft, String message) {
        return CommitlintReader.lint(texts(draft, CommitlintReader.FILES)).check(message).stream()
                .map(LintFinding::of)
                .toList();
    }

    /** Subjects of the newest commits below the draft's base, newest first; the style of the repository. */
    List<String> recentSubjects(DraftId draft, int most);

    /**
     * Walks the commits below the draft's base along first parents, newest first, without merges: what there is to learn
     * from.
     *
     * @param wantsMore told of each commit; answers whether it wants another
     */
    void history(DraftId draft, Predicate<PastCommit> wantsMore);

    /**
     * Earlier drafts of the draft's lane of whose end the repositories do not know yet, newest first. Publishing must
     * wait until each is pushed or {@linkplain #settle settled}.
     */
    List<DraftId> unsettledPredecessors(DraftId draft);

    /** Says that a draft ended without a push. Again changes nothing. */
    void settle(DraftId draft);

    /**
     * Puts an approved draft on its remote, once: however often it is called, its commit lands at most once; where it becomes
     * several, all of them do together. See {@link PublishOutcome}.
     */
    PublishOutcome publish(PublishOrder order);

    /**
     * Erases what records of captures, deliveries and pushes say of a person, and where their repositories are. Mirrors stay:
     * others' work may lie in them. What requests on their way would write of them is refused from then on
     * ({@link RefusedException.Reason#PERSON_ERASED}). Again changes nothing.
     */
    void forget(UserId person);

    /** Where a draft was captured. Null if the draft is unknown. */
    @Nullable
    RepositoryId repositoryOf(DraftId draft);
}
