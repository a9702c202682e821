package io.comfortcommit.axonsupport;

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
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.SplitPart;
import io.comfortcommit.messages.drafting.DraftingCallEvent;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import java.time.Instant;
import java.util.List;

/** One of each event, with every component set; what the golden files hold. */
final class SampleEvents {
    static final UserId AUTHOR = UserId.of("01980000-0000-7000-8000-00000000000a");
    private static final UserId APPROVER = UserId.of("01980000-0000-7000-8000-00000000000b");
    static final DraftId DRAFT = DraftId.of("01980000-0000-7000-8000-000000000001");
    private static final DraftId OTHER = DraftId.of("01980000-0000-7000-8000-000000000002");
    private static final UserId MEMBER = UserId.of("01980000-0000-7000-8000-00000000000b");
    private static final RepositoryId REPOSITORY = RepositoryId.of("01980000-0000-7000-8000-000000000003");
    static final Instant AT = Instant.parse("2026-11-01T09:30:00.123456Z");
    static final String COMMIT = "89e6c98d92887913cadf06b2adb97f26cde4849b";

    private static final SecretFinding FINDING = finding("kq3Zc0nVtZ1mYw7h8sJ2dA");

    static final List<Object> ALL = List.of(
            new CommitDraftEvent.Captured(
                    DRAFT,
                    new CaptureId(OTHER.value()),
                    REPOSITORY,
                    AUTHOR,
                    new LaneId(REPOSITORY.value()),
                    COMMIT,
                    COMMIT,
                    CaptureMode.WORK_TREE,
                    new ChangeSummary(3, 20, 4),
                    new GitAuthor("김하늘", "haneul@example.com"),
                    "feature/결제",
                    2,
                    OTHER,
                    "comfort-cli/0.1.0",
                    AT.minusSeconds(2),
                    AT),
            new CommitDraftEvent.Drafted(
                    DRAFT, AUTHOR, 0, "feat(order): add retry", DraftOrigin.STRUCTURAL, card(FINDING.id()), AT),
            new CommitDraftEvent.RedraftRequested(DRAFT, AUTHOR, APPROVER, 1, "shorter", AT),
            new CommitDraftEvent.Redrafted(DRAFT, AUTHOR, 1, "feat: retry", DraftOrigin.LLM, "shorter", AT),
            new CommitDraftEvent.DraftingFailed(DRAFT, AUTHOR, 0, "TIMEOUT", 3, AT),
            new CommitDraftEvent.Edited(DRAFT, AUTHOR, APPROVER, "feat(order): add retry\n\nWhy: outages.", AT),
            new CommitDraftEvent.FindingsCleared(DRAFT, AUTHOR, APPROVER, List.of(FINDING.asCleared()), AT),
            new CommitDraftEvent.Approved(DRAFT, AUTHOR, APPROVER, 1, "feat(order): add retry", AT),
            new CommitDraftEvent.SplitApproved(
                    DRAFT,
                    AUTHOR,
                    APPROVER,
                    1,
                    List.of(
                            new SplitPart(
                                    "feat(order): add retry",
                                    List.of(new ClusterFile("src/haneul/Retry.java", List.of(0)))),
                            new SplitPart(
                                    "docs: say when it is retried", List.of(new ClusterFile("docs/결제.md", List.of())))),
                    AT),
            pushed(List.of("19e6c98d92887913cadf06b2adb97f26cde4849b", COMMIT)),
            new CommitDraftEvent.PullRequestOpened(DRAFT, AUTHOR, "https://git.example.org/o/r/pulls/7", AT),
            new CommitDraftEvent.PullRequestNotOpened(
                    DRAFT, AUTHOR, PullRequestTrouble.FORBIDDEN, "403 Resource not accessible", AT),
            new CommitDraftEvent.PushFailed(
                    DRAFT, AUTHOR, 1, PushFailure.REMOTE_UNREACHABLE, "connection refused", 9, AT),
            new CommitDraftEvent.Discarded(DRAFT, AUTHOR, APPROVER, "not needed", AT),
            new CommitDraftEvent.Expired(DRAFT, AUTHOR, AT),
            new CommitDraftEvent.LeftToAgent(DRAFT, AUTHOR, AT),
            new CommitDraftEvent.Superseded(DRAFT, AUTHOR, OTHER, AT),
            new CommitDraftEvent.ApproverNotified(DRAFT, AUTHOR, "slack", true, true, AT),
            new CommitDraftEvent.NotificationFailed(DRAFT, AUTHOR, "slack", true, "REFUSED:channel_not_found", AT),
            new DraftingCallEvent.ModelCalled(
                    DRAFT,
                    REPOSITORY,
                    AUTHOR,
                    "team-a",
                    "local",
                    "qwen3-coder",
                    4_321,
                    87,
                    true,
                    1_234,
                    2_345,
                    "OK",
                    AT),
            new DraftingCallEvent.BudgetReached(
                    DRAFT, REPOSITORY, AUTHOR, "2026-11", 100, 500_000_000, 500_001_234, true, AT),
            new TrackedRepositoryEvent.RepositoryTracked(
                    REPOSITORY, AUTHOR, "https://git.example.com/shop.git", "main", AT),
            new TrackedRepositoryEvent.DraftingChosen(REPOSITORY, AUTHOR, DraftingLanguage.KO, true, AT),
            new TrackedRepositoryEvent.MemberAdded(REPOSITORY, AUTHOR, MEMBER, AT),
            new TrackedRepositoryEvent.MemberRemoved(REPOSITORY, AUTHOR, MEMBER, AT));

    private SampleEvents() {}

    /** @param commits the last one is {@link #COMMIT} */
    static CommitDraftEvent.Pushed pushed(List<String> commits) {
        return new CommitDraftEvent.Pushed(
                DRAFT, AUTHOR, 1, COMMIT, commits, Landing.SIDE_BRANCH, "comfort/add-retry", true, 2, "conflict", AT);
    }

    /** @param finding the id of its one finding */
    static ChangeCard card(String finding) {
        return new ChangeCard(
                List.of(new Cluster(
                        "retry",
                        Theme.SOURCE,
                        List.of(new ClusterFile("src/haneul/Retry.java", List.of(0, 2))),
                        1,
                        20,
                        4)),
                List.of(new ChangedSymbol("Retry.submit", "METHOD", "ADDED", "src/haneul/Retry.java")),
                new Risk(Risk.Level.MEDIUM, List.of(new Reason("NO_TESTS", List.of("24")))),
                List.of(finding(finding)),
                List.of(new Reason("NEW_SYMBOL", List.of("Retry.submit"))));
    }

    private static SecretFinding finding(String id) {
        return new SecretFinding(id, "GITHUB_TOKEN", "src/haneul/Retry.java", 7, "<GITHUB_TOKEN:1>", null);
    }
}
