package io.comfortcommit.queryside;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.Cluster;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.Reason;
import io.comfortcommit.messages.draft.ChangeCard.Risk;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.draft.ChangeCard.Theme;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.ApproverNotified;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.DraftingFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.CommitDraftEvent.Expired;
import io.comfortcommit.messages.draft.CommitDraftEvent.FindingsCleared;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestNotOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PushFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.Superseded;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The life of one draft, event by event; each a second after the one before. */
final class Story {
    static final Instant START = Instant.parse("2026-11-01T09:00:00.123456Z");
    static final String COMMIT = "89e6c98d92887913cadf06b2adb97f26cde4849b";
    static final ChangeCard CARD = new ChangeCard(
            List.of(new Cluster(
                    "Order.java",
                    Theme.SOURCE,
                    List.of(new ClusterFile("src/Order.java", List.of(0, 2)), new ClusterFile("결제.png", List.of())),
                    2,
                    20,
                    4)),
            List.of(new ChangedSymbol("Order.submit", "METHOD", "ADDED", "src/Order.java")),
            new Risk(Risk.Level.HIGH, List.of(new Reason("SECRETS", List.of("1")))),
            List.of(new SecretFinding("one", "GITHUB_TOKEN", "src/Order.java", 7, "<GITHUB_TOKEN:1>", null)),
            List.of(new Reason("NEW_SYMBOL", List.of("Order.submit"))));
    private static final AtomicLong COUNT = new AtomicLong();

    final DraftId draft;
    final UserId author;
    final RepositoryId repository;
    private Instant now = START;

    private Story(DraftId draft, UserId author, RepositoryId repository) {
        this.draft = draft;
        this.author = author;
        this.repository = repository;
    }

    static UserId somebody() {
        return new UserId(UUID.randomUUID());
    }

    /** A draft with an id after all those before. */
    static Story of(UserId author) {
        return in(new RepositoryId(new UUID(0, 7)), author);
    }

    static Story in(RepositoryId repository, UserId author) {
        return new Story(draftId(COUNT.incrementAndGet()), author, repository);
    }

    /** UUIDv7 of the nth millisecond. */
    private static DraftId draftId(long n) {
        return new DraftId(new UUID((START.toEpochMilli() + n) << 16 | 0x7000, 0x8000_0000_0000_0000L | n));
    }

    private Instant next() {
        now = now.plusSeconds(1);
        return now;
    }

    Instant now() {
        return now;
    }

    Captured captured() {
        return new Captured(
                draft,
                new CaptureId(draft.value()),
                repository,
                author,
                new LaneId(new UUID(0, 8)),
                COMMIT,
                null,
                CaptureMode.WORK_TREE,
                new ChangeSummary(3, 20, 4),
                new GitAuthor("김하늘", "haneul@example.com"),
                "feature/결제",
                2,
                null,
                "comfort-cli/0.1.0",
                START.minusSeconds(2),
                next());
    }

    Drafted drafted(String message) {
        return new Drafted(draft, author, 0, message, DraftOrigin.STRUCTURAL, CARD, next());
    }

    RedraftRequested redraftRequested() {
        return new RedraftRequested(draft, author, author, 1, "shorter", next());
    }

    DraftingFailed redraftFailed() {
        return new DraftingFailed(draft, author, 1, "TIMEOUT", 3, next());
    }

    Redrafted redrafted(String message) {
        return new Redrafted(draft, author, 1, message, DraftOrigin.LLM, "shorter", next());
    }

    DraftingFailed draftingFailed() {
        return new DraftingFailed(draft, author, 0, "TIMEOUT", 3, next());
    }

    FindingsCleared findingsCleared() {
        return new FindingsCleared(
                draft,
                author,
                author,
                CARD.secrets().stream().map(SecretFinding::asCleared).toList(),
                next());
    }

    Edited edited(String message) {
        return new Edited(draft, author, author, message, next());
    }

    Approved approved(String message) {
        return new Approved(draft, author, author, 1, message, next());
    }

    Pushed pushed(Landing landing, String branch, @Nullable String reason) {
        return new Pushed(draft, author, 1, COMMIT, landing, branch, true, 2, reason, next());
    }

    PullRequestOpened pullRequestOpened(String url) {
        return new PullRequestOpened(draft, author, url, next());
    }

    PullRequestNotOpened pullRequestNotOpened(PullRequestTrouble trouble, String words) {
        return new PullRequestNotOpened(draft, author, trouble, words, next());
    }

    PushFailed pushFailed() {
        return new PushFailed(draft, author, 1, PushFailure.REMOTE_REFUSED, "pre-receive hook declined", 9, next());
    }

    Discarded discarded(String reason) {
        return new Discarded(draft, author, author, reason, next());
    }

    Expired expired() {
        return new Expired(draft, author, next());
    }

    Superseded superseded(DraftId successor) {
        return new Superseded(draft, author, successor, next());
    }

    ApproverNotified notified() {
        return new ApproverNotified(draft, author, "slack", false, true, next());
    }

    /** Everything that can happen before an end. */
    CommitDraftEvent[] untilApproved() {
        return new CommitDraftEvent[] {
            captured(), drafted("feat: retry\n\nbody"), edited("feat: retry twice"), approved("feat: retry twice")
        };
    }
}
