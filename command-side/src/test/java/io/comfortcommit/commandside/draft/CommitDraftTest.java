package io.comfortcommit.commandside.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.axonsupport.AggregateRouting;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.CommitDraftCommand.ClearFindings;
import io.comfortcommit.messages.draft.CommitDraftCommand.DiscardDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.EditDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.ExpireDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordDraftingFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotification;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotificationFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPush;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPushFailure;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordRedraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RedraftDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RepeatCapture;
import io.comfortcommit.messages.draft.CommitDraftCommand.SplitDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.SupersedeDraft;
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
import io.comfortcommit.messages.draft.CommitDraftEvent.LeftToAgent;
import io.comfortcommit.messages.draft.CommitDraftEvent.NotificationFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestNotOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PushFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.SplitApproved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Superseded;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.draft.SplitPart;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.axonframework.test.aggregate.ResultValidator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommitDraftTest {
    private static final Instant NOW = Instant.parse("2026-11-01T09:30:00Z");
    private static final UserId AUTHOR = new UserId(new UUID(1, 1));
    private static final DraftId DRAFT = new DraftId(new UUID(1, 2));
    private static final DraftId NEWER = new DraftId(new UUID(1, 3));
    private static final String COMMIT = "89e6c98d92887913cadf06b2adb97f26cde4849b";
    private static final CaptureChange CAPTURE = capture(new CaptureId(new UUID(1, 4)));
    private static final Captured CAPTURED =
            (Captured) DraftRules.decide(null, CAPTURE, NOW).getFirst();
    private static final Drafted DRAFTED =
            new Drafted(DRAFT, AUTHOR, 0, "feat: add retry", DraftOrigin.STRUCTURAL, ChangeCard.UNREAD, NOW);
    private static final SecretFinding TOKEN = finding("one", "GITHUB_TOKEN");
    private static final SecretFinding PASSWORD = finding("two", "PASSWORD");
    private static final Drafted WITH_SECRETS = new Drafted(
            DRAFT,
            AUTHOR,
            0,
            "feat: add retry",
            DraftOrigin.STRUCTURAL,
            ChangeCard.UNREAD.withSecrets(List.of(TOKEN, PASSWORD)),
            NOW);
    private static final RedraftRequested WISH = new RedraftRequested(DRAFT, AUTHOR, AUTHOR, 1, "shorter", NOW);
    private static final RecordRedraft REDRAFT = new RecordRedraft(DRAFT, 1, "feat: retry", DraftOrigin.LLM, "shorter");
    private static final Redrafted REDRAFTED =
            new Redrafted(DRAFT, AUTHOR, 1, "feat: retry", DraftOrigin.LLM, "shorter", NOW);
    private static final Approved APPROVED = new Approved(DRAFT, AUTHOR, AUTHOR, 1, "feat: add retry", NOW);
    private static final Pushed PUSHED =
            new Pushed(DRAFT, AUTHOR, 1, COMMIT, Landing.BRANCH, "main", false, 1, null, NOW);
    private static final PushFailed PUSH_FAILED =
            new PushFailed(DRAFT, AUTHOR, 1, PushFailure.REMOTE_UNREACHABLE, "refused", 9, NOW);
    private static final RecordPush REPORT_OF_PUSH =
            new RecordPush(DRAFT, 1, COMMIT, Landing.BRANCH, "main", false, 1, null, null);

    private final FixtureConfiguration<CommitDraft> fixture = new AggregateTestFixture<>(CommitDraft.class)
            .registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC))
            .registerCommandTargetResolver(AggregateRouting::target)
            .registerCommandHandlerInterceptor(new RejectionDetails());

    private static CaptureChange capture(CaptureId id) {
        return new CaptureChange(
                DRAFT,
                id,
                new RepositoryId(new UUID(1, 5)),
                AUTHOR,
                new LaneId(new UUID(1, 6)),
                COMMIT,
                null,
                CaptureMode.WORK_TREE,
                new ChangeSummary(1, 2, 3),
                new GitAuthor("A", "a@example.com"),
                "main",
                0,
                null,
                "test/1",
                NOW);
    }

    private static SecretFinding finding(String id, String kind) {
        return new SecretFinding(id, kind, ".env", 1, "<" + kind + ":1>", null);
    }

    private static FindingsCleared cleared(SecretFinding... findings) {
        return new FindingsCleared(
                DRAFT,
                AUTHOR,
                AUTHOR,
                Stream.of(findings).map(SecretFinding::asCleared).toList(),
                NOW);
    }

    /** Events that lead to each status. */
    private static List<CommitDraftEvent> until(DraftStatus status) {
        return switch (status) {
            case CAPTURED -> List.of(CAPTURED);
            case DRAFTED -> List.of(CAPTURED, DRAFTED);
            case APPROVED -> List.of(CAPTURED, DRAFTED, APPROVED);
            case PUSHED -> List.of(CAPTURED, DRAFTED, APPROVED, PUSHED);
            case PUSH_FAILED -> List.of(CAPTURED, DRAFTED, APPROVED, PUSH_FAILED);
            case DISCARDED -> List.of(CAPTURED, DRAFTED, new Discarded(DRAFT, AUTHOR, AUTHOR, null, NOW));
            case EXPIRED -> List.of(CAPTURED, DRAFTED, new Expired(DRAFT, AUTHOR, NOW));
            case SUPERSEDED -> List.of(CAPTURED, DRAFTED, new Superseded(DRAFT, AUTHOR, NEWER, NOW));
        };
    }

    private ResultValidator<CommitDraft> after(DraftStatus status, CommitDraftCommand command) {
        return fixture.given(until(status)).when(command);
    }

    @Test
    void aChangeThatStaysOnItsAuthorsMachineIsLeftToItsAgentOnce() {
        CaptureChange capture = new CaptureChange(
                CAPTURE.draftId(),
                CAPTURE.captureId(),
                CAPTURE.repositoryId(),
                CAPTURE.author(),
                CAPTURE.lane(),
                CAPTURE.snapshot(),
                CAPTURE.base(),
                CAPTURE.mode(),
                CAPTURE.summary(),
                CAPTURE.gitAuthor(),
                CAPTURE.branch(),
                CAPTURE.unpushedCommits(),
                CAPTURE.previous(),
                CAPTURE.client(),
                CAPTURE.capturedAt(),
                PushedBy.AGENT);
        LeftToAgent left = new LeftToAgent(DRAFT, AUTHOR, NOW);

        fixture.givenNoPriorActivity().when(capture).expectEvents(CAPTURED, left);
        fixture.given(CAPTURED, left).when(new RepeatCapture(capture)).expectNoEvents();
    }

    @Test
    void aCaptureBeginsADraft() {
        fixture.givenNoPriorActivity()
                .when(CAPTURE)
                .expectEvents(CAPTURED)
                .expectResultMessagePayload(new DraftState(DRAFT, DraftStatus.CAPTURED, 1));
    }

    @ParameterizedTest
    @EnumSource
    void theSameCaptureAgainChangesNothing(DraftStatus status) {
        after(status, new RepeatCapture(CAPTURE))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void aCaptureOfWhichNobodyKnowsWhetherItArrivedBeginsADraft() {
        fixture.givenNoPriorActivity().when(new RepeatCapture(CAPTURE)).expectEvents(CAPTURED);
    }

    @Test
    void anotherCaptureCantTakeADraftOver() {
        after(DraftStatus.CAPTURED, new RepeatCapture(capture(new CaptureId(UUID.randomUUID()))))
                .expectExceptionDetails(new Rejection.IllegalTransition(DRAFT, DraftStatus.CAPTURED, "RepeatCapture"));
    }

    @Test
    void aDraftThatDoesNotExistIsSaidToBeUnknown() {
        fixture.givenNoPriorActivity()
                .when(new ApproveDraft(DRAFT, AUTHOR, null, null))
                .expectExceptionDetails(new Rejection.UnknownDraft(DRAFT));
    }

    @Test
    void draftingIsRecordedOnce() {
        RecordDraft report = new RecordDraft(DRAFT, 0, "feat: add retry", DraftOrigin.STRUCTURAL, ChangeCard.UNREAD);
        after(DraftStatus.CAPTURED, report)
                .expectEvents(DRAFTED)
                .expectResultMessagePayload(new DraftState(DRAFT, DraftStatus.DRAFTED, 2));
        after(DraftStatus.DRAFTED, report).expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void anotherMessageCanBeAskedForAndReplacesTheFirst() {
        after(DraftStatus.DRAFTED, new RedraftDraft(DRAFT, AUTHOR, " shorter ", 2L))
                .expectEvents(WISH)
                .expectResultMessagePayload(new DraftState(DRAFT, DraftStatus.DRAFTED, 2));
        fixture.given(CAPTURED, DRAFTED, WISH).when(REDRAFT).expectEvents(REDRAFTED);
        fixture.given(CAPTURED, DRAFTED, WISH, REDRAFTED).when(REDRAFT).expectNoEvents();
    }

    @Test
    void theSameWishTwiceIsOneAndAnotherTakesItsPlace() {
        fixture.given(CAPTURED, DRAFTED, WISH)
                .when(new RedraftDraft(DRAFT, AUTHOR, "shorter", 2L))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        RedraftRequested other = new RedraftRequested(DRAFT, AUTHOR, AUTHOR, 2, "in Korean", NOW);
        fixture.given(CAPTURED, DRAFTED, WISH)
                .when(new RedraftDraft(DRAFT, AUTHOR, "in Korean", 2L))
                .expectEvents(other);
        fixture.given(CAPTURED, DRAFTED, WISH, other).when(REDRAFT).expectNoEvents();
    }

    @Test
    void aWishThatWasFollowedOrFailedCanBeMadeAgain() {
        DraftingFailed failed = new DraftingFailed(DRAFT, AUTHOR, 1, "TIMEOUT", 2, NOW);
        for (CommitDraftEvent end : List.of(REDRAFTED, failed)) {
            fixture.given(CAPTURED, DRAFTED, WISH, end)
                    .when(new RedraftDraft(DRAFT, AUTHOR, "shorter", null))
                    .expectEvents(new RedraftRequested(DRAFT, AUTHOR, AUTHOR, 2, "shorter", NOW));
        }
    }

    @Test
    void whatTheAuthorDecidesMeanwhileWins() {
        Edited edited = new Edited(DRAFT, AUTHOR, AUTHOR, "fix: mine", NOW);
        RecordDraftingFailure failure = new RecordDraftingFailure(DRAFT, 1, "TIMEOUT", 2);
        for (CommitDraftCommand late : List.of(REDRAFT, failure)) {
            fixture.given(CAPTURED, DRAFTED, WISH, edited).when(late).expectNoEvents();
            fixture.given(CAPTURED, DRAFTED, WISH, APPROVED).when(late).expectNoEvents();
            fixture.given(CAPTURED, DRAFTED, WISH, APPROVED, PUSH_FAILED)
                    .when(late)
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }
    }

    @Test
    void aMessageThatIsBeingWrittenAgainDoesNotMakeAnApprovalStale() {
        fixture.given(CAPTURED, DRAFTED, WISH)
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 2L))
                .expectEvents(APPROVED);
        fixture.given(CAPTURED, DRAFTED, WISH, new DraftingFailed(DRAFT, AUTHOR, 1, "TIMEOUT", 2, NOW))
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 2L))
                .expectEvents(APPROVED);
        fixture.given(CAPTURED, DRAFTED, WISH, REDRAFTED)
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 2L))
                .expectExceptionDetails(new Rejection.StaleVersion(DRAFT, 2, 3, DraftStatus.DRAFTED));
    }

    @Test
    void anotherMessageIsWrittenOnlyForADraftThatWaits() {
        for (DraftStatus status : DraftStatus.values()) {
            ResultValidator<CommitDraft> asked = after(status, new RedraftDraft(DRAFT, AUTHOR, "shorter", null));
            if (status != DraftStatus.DRAFTED) {
                asked.expectNoEvents()
                        .expectExceptionDetails(new Rejection.IllegalTransition(DRAFT, status, "RedraftDraft"));
            }
        }
        after(DraftStatus.DRAFTED, new RedraftDraft(DRAFT, AUTHOR, "shorter", 1L))
                .expectExceptionDetails(new Rejection.StaleVersion(DRAFT, 1, 2, DraftStatus.DRAFTED));
        after(DraftStatus.DRAFTED, REDRAFT).expectNoEvents();
    }

    @Test
    void aDraftingFailureIsRecordedOnceAndDoesNotMakeAnApprovalStale() {
        RecordDraftingFailure report = new RecordDraftingFailure(DRAFT, 0, "TIMEOUT", 3);
        DraftingFailed failed = new DraftingFailed(DRAFT, AUTHOR, 0, "TIMEOUT", 3, NOW);
        after(DraftStatus.CAPTURED, report)
                .expectEvents(failed)
                .expectResultMessagePayload(new DraftState(DRAFT, DraftStatus.CAPTURED, 1));
        fixture.given(CAPTURED, failed).when(report).expectNoEvents();
    }

    @Test
    void anEditIsCleanedAndAnEditToTheSameIsNone() {
        after(DraftStatus.DRAFTED, new EditDraft(DRAFT, AUTHOR, "  feat: x\r\n\r\nwhy \n", 2L))
                .expectEvents(new Edited(DRAFT, AUTHOR, AUTHOR, "feat: x\n\nwhy", NOW));
        after(DraftStatus.DRAFTED, new EditDraft(DRAFT, AUTHOR, "feat: add retry\n", null))
                .expectNoEvents();
    }

    @Test
    void anApprovalWithAnotherMessageIsAnEditAndAnApproval() {
        after(DraftStatus.DRAFTED, new ApproveDraft(DRAFT, AUTHOR, "fix: retry", 2L))
                .expectEvents(
                        new Edited(DRAFT, AUTHOR, AUTHOR, "fix: retry", NOW),
                        new Approved(DRAFT, AUTHOR, AUTHOR, 1, "fix: retry", NOW))
                .expectResultMessagePayload(new DraftState(DRAFT, DraftStatus.APPROVED, 4));
    }

    @Test
    void anApprovalOfWhatTheApproverHasNotSeenIsRefused() {
        fixture.given(CAPTURED, DRAFTED, new Edited(DRAFT, AUTHOR, AUTHOR, "fix: other", NOW))
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 2L))
                .expectNoEvents()
                .expectExceptionDetails(new Rejection.StaleVersion(DRAFT, 2, 3, DraftStatus.DRAFTED));
    }

    @Test
    void aNotificationOnItsWayDoesNotMakeAnApprovalStale() {
        fixture.given(CAPTURED, DRAFTED, new ApproverNotified(DRAFT, AUTHOR, "slack", false, true, NOW))
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 2L))
                .expectEvents(APPROVED);
    }

    @Test
    void whatLooksLikeASecretCantBeApprovedUntilTheAuthorSaysThatItIsNone() {
        fixture.given(CAPTURED, WITH_SECRETS)
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 2L))
                .expectNoEvents()
                .expectExceptionDetails(new Rejection.SecretsFound(DRAFT, List.of("one", "two")));
        fixture.given(CAPTURED, WITH_SECRETS, cleared(TOKEN))
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 3L))
                .expectExceptionDetails(new Rejection.SecretsFound(DRAFT, List.of("two")));
        fixture.given(CAPTURED, WITH_SECRETS, cleared(TOKEN), cleared(PASSWORD))
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 4L))
                .expectEvents(APPROVED);
    }

    @Test
    void whatTheAuthorSaidOfADraftBeforeHolds() {
        Drafted again = new Drafted(
                DRAFT,
                AUTHOR,
                0,
                "feat: add retry",
                DraftOrigin.STRUCTURAL,
                ChangeCard.UNREAD.withSecrets(List.of(TOKEN.asCleared(), PASSWORD)),
                NOW);
        fixture.given(CAPTURED, again)
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 2L))
                .expectExceptionDetails(new Rejection.SecretsFound(DRAFT, List.of("two")));
    }

    @Test
    void aFindingIsClearedOnceAndOnlyIfTheDraftHasIt() {
        fixture.given(CAPTURED, WITH_SECRETS)
                .when(new ClearFindings(DRAFT, AUTHOR, Set.of("two", "one")))
                .expectEvents(cleared(TOKEN, PASSWORD))
                .expectResultMessagePayload(new DraftState(DRAFT, DraftStatus.DRAFTED, 3));
        fixture.given(CAPTURED, WITH_SECRETS, cleared(TOKEN))
                .when(new ClearFindings(DRAFT, AUTHOR, Set.of("one")))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(CAPTURED, WITH_SECRETS)
                .when(new ClearFindings(DRAFT, AUTHOR, Set.of("three")))
                .expectNoEvents()
                .expectExceptionDetails(new Rejection.UnknownFinding(DRAFT, "three"));
    }

    @Test
    void aFindingThatIsClearedStaysSoWhenTheMessageIsWrittenAgainOrThePushFails() {
        fixture.given(CAPTURED, WITH_SECRETS, cleared(TOKEN, PASSWORD), WISH, REDRAFTED)
                .when(new ApproveDraft(DRAFT, AUTHOR, "feat: add retry", 4L))
                .expectSuccessfulHandlerExecution();
        fixture.given(CAPTURED, WITH_SECRETS, cleared(TOKEN, PASSWORD), APPROVED, PUSH_FAILED)
                .when(new ApproveDraft(DRAFT, AUTHOR, null, 5L))
                .expectSuccessfulHandlerExecution();
    }

    private static SplitDraft split(SplitPart... parts) {
        return new SplitDraft(DRAFT, AUTHOR, List.of(parts), null);
    }

    private static SplitPart part(String message, ClusterFile... files) {
        return new SplitPart(message, List.of(files));
    }

    private static ClusterFile file(String path, Integer... hunks) {
        return new ClusterFile(path, List.of(hunks));
    }

    @Test
    void aDraftIsApprovedAsSeveralCommits() {
        List<SplitPart> parts =
                List.of(part("feat: a", file("a", 0), file("b")), part("fix: rest of a\n\nbody", file("a", 1, 2)));
        fixture.given(CAPTURED, DRAFTED)
                .when(new SplitDraft(DRAFT, AUTHOR, parts, 2L))
                .expectEvents(new SplitApproved(DRAFT, AUTHOR, AUTHOR, 1, parts, NOW))
                .expectResultMessagePayload(new DraftState(DRAFT, DraftStatus.APPROVED, 3));
        after(DraftStatus.PUSH_FAILED, new SplitDraft(DRAFT, AUTHOR, parts, 4L))
                .expectEvents(new SplitApproved(DRAFT, AUTHOR, AUTHOR, 2, parts, NOW));
        fixture.given(CAPTURED, DRAFTED, new SplitApproved(DRAFT, AUTHOR, AUTHOR, 1, parts, NOW))
                .when(REPORT_OF_PUSH)
                .expectEvents(PUSHED);
    }

    @Test
    void aSplitIsRefusedAsAnApprovalIs() {
        SplitDraft split = split(part("feat: a", file("a")), part("fix: b", file("b")));
        after(DraftStatus.CAPTURED, split).expectExceptionDetails(Rejection.IllegalTransition.class);
        after(DraftStatus.APPROVED, split).expectExceptionDetails(Rejection.IllegalTransition.class);
        fixture.given(CAPTURED, WITH_SECRETS)
                .when(split)
                .expectExceptionDetails(new Rejection.SecretsFound(DRAFT, List.of("one", "two")));
        after(DraftStatus.DRAFTED, new SplitDraft(DRAFT, AUTHOR, split.parts(), 1L))
                .expectExceptionDetails(Rejection.StaleVersion.class);
        after(DraftStatus.DRAFTED, split(part("feat: a", file("a")), part(" ", file("b"))))
                .expectExceptionDetails(Rejection.UnusableMessage.class);
    }

    @Test
    void whatIsNoSplitIsRefusedWithTheReason() {
        SplitPart a = part("feat: a", file("a", 0, 1));
        Map<String, SplitDraft> reasons = Map.of(
                "NUMBER_OF_PARTS", split(a),
                "EMPTY_PART", split(a, part("fix: b")),
                "TAKEN_TWICE", split(a, part("fix: b", file("b"), file("a", 1))));
        reasons.forEach((why, split) -> after(DraftStatus.DRAFTED, split)
                .expectNoEvents()
                .expectExceptionDetails(new Rejection.UnusableSplit(DRAFT, why)));
        after(DraftStatus.DRAFTED, split(a, part("fix: a", file("a"))))
                .expectExceptionDetails(new Rejection.UnusableSplit(DRAFT, "TAKEN_TWICE"));
        fixture.given(CAPTURED, new LeftToAgent(DRAFT, AUTHOR, NOW), DRAFTED)
                .when(split(a, part("fix: b", file("b"))))
                .expectExceptionDetails(new Rejection.UnusableSplit(DRAFT, "LEFT_TO_AGENT"));
    }

    @Test
    void aFailedPushCanBeApprovedAgain() {
        after(DraftStatus.PUSH_FAILED, new ApproveDraft(DRAFT, AUTHOR, null, 4L))
                .expectEvents(new Approved(DRAFT, AUTHOR, AUTHOR, 2, "feat: add retry", NOW));
    }

    @Test
    void aPushIsRecordedOnceAndForItsOwnApproval() {
        after(DraftStatus.APPROVED, REPORT_OF_PUSH).expectEvents(PUSHED);
        after(DraftStatus.PUSHED, REPORT_OF_PUSH).expectNoEvents();
        after(DraftStatus.APPROVED, new RecordPush(DRAFT, 2, COMMIT, Landing.BRANCH, "main", false, 1, null, null))
                .expectNoEvents();
    }

    @Test
    void whatBecameOfThePullRequestIsToldWithThePush() {
        after(DraftStatus.APPROVED, reportWith(PullRequest.opened("https://git.example.org/pulls/7")))
                .expectEvents(new PullRequestOpened(DRAFT, AUTHOR, "https://git.example.org/pulls/7", NOW), PUSHED);
        after(DraftStatus.APPROVED, reportWith(PullRequest.notOpened(PullRequestTrouble.FORBIDDEN, "not accessible")))
                .expectEvents(
                        new PullRequestNotOpened(DRAFT, AUTHOR, PullRequestTrouble.FORBIDDEN, "not accessible", NOW),
                        PUSHED);
        after(DraftStatus.PUSHED, reportWith(PullRequest.opened("https://git.example.org/pulls/7")))
                .expectNoEvents();
    }

    private static RecordPush reportWith(PullRequest request) {
        return new RecordPush(DRAFT, 1, COMMIT, Landing.BRANCH, "main", false, 1, null, request);
    }

    @Test
    void aPushThatWasThoughtToHaveFailedButLandedIsRecorded() {
        after(DraftStatus.PUSH_FAILED, REPORT_OF_PUSH).expectEvents(PUSHED);
    }

    @Test
    void aPushFailureIsRecordedOnce() {
        RecordPushFailure report = new RecordPushFailure(DRAFT, 1, PushFailure.REMOTE_UNREACHABLE, "refused", 9);
        after(DraftStatus.APPROVED, report).expectEvents(PUSH_FAILED);
        after(DraftStatus.PUSH_FAILED, report).expectNoEvents();
        after(DraftStatus.PUSHED, report).expectNoEvents();
    }

    @Test
    void aNotificationIsRecordedOncePerChannelAndKind() {
        RecordNotification report = new RecordNotification(DRAFT, "slack", false, true);
        ApproverNotified told = new ApproverNotified(DRAFT, AUTHOR, "slack", false, true, NOW);
        after(DraftStatus.DRAFTED, report).expectEvents(told);
        fixture.given(CAPTURED, DRAFTED, told).when(report).expectNoEvents();
        fixture.given(CAPTURED, DRAFTED, told)
                .when(new RecordNotification(DRAFT, "slack", true, true))
                .expectEvents(new ApproverNotified(DRAFT, AUTHOR, "slack", true, true, NOW));
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnOpenDraftExpiresOrIsSuperseded(DraftStatus status) {
        var expected = status.open();
        var expiry = after(status, new ExpireDraft(DRAFT)).expectSuccessfulHandlerExecution();
        var superseding = after(status, new SupersedeDraft(DRAFT, NEWER)).expectSuccessfulHandlerExecution();
        if (expected) {
            expiry.expectEvents(new Expired(DRAFT, AUTHOR, NOW));
            superseding.expectEvents(new Superseded(DRAFT, AUTHOR, NEWER, NOW));
        } else {
            expiry.expectNoEvents();
            superseding.expectNoEvents();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofSomebodyWhoIsGoneAnApprovedDraftExpiresToo(DraftStatus status) {
        var expiry = after(status, new ExpireDraft(DRAFT, true)).expectSuccessfulHandlerExecution();
        if (status.ended()) {
            expiry.expectNoEvents();
        } else {
            expiry.expectEvents(new Expired(DRAFT, AUTHOR, NOW));
        }
    }

    static Stream<CommitDraftCommand> decisions() {
        return Stream.of(
                new ApproveDraft(DRAFT, AUTHOR, null, null),
                new EditDraft(DRAFT, AUTHOR, "fix: x", null),
                new DiscardDraft(DRAFT, AUTHOR, null, null));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void nothingIsDecidedTwice(CommitDraftCommand decision) {
        for (DraftStatus status : List.of(
                DraftStatus.APPROVED,
                DraftStatus.PUSHED,
                DraftStatus.DISCARDED,
                DraftStatus.EXPIRED,
                DraftStatus.SUPERSEDED)) {
            after(status, decision)
                    .expectNoEvents()
                    .expectExceptionDetails(new Rejection.IllegalTransition(
                            DRAFT, status, decision.getClass().getSimpleName()));
        }
    }

    @Test
    void aNotificationThatFailedIsRecordedOnceAndMayStillArrive() {
        RecordNotificationFailure report =
                new RecordNotificationFailure(DRAFT, "slack", false, "REFUSED:channel_not_found");
        NotificationFailed failed =
                new NotificationFailed(DRAFT, AUTHOR, "slack", false, "REFUSED:channel_not_found", NOW);
        fixture.given(CAPTURED, DRAFTED).when(report).expectEvents(failed);
        fixture.given(CAPTURED, DRAFTED, failed).when(report).expectNoEvents();
        fixture.given(CAPTURED, DRAFTED, failed)
                .when(new RecordNotification(DRAFT, "slack", false, true))
                .expectEvents(new ApproverNotified(DRAFT, AUTHOR, "slack", false, true, NOW));
    }

    @Test
    void aDraftWithoutAMessageCantBeApprovedButDiscarded() {
        after(DraftStatus.CAPTURED, new ApproveDraft(DRAFT, AUTHOR, "fix: x", null))
                .expectExceptionDetails(new Rejection.IllegalTransition(DRAFT, DraftStatus.CAPTURED, "ApproveDraft"));
        after(DraftStatus.CAPTURED, new DiscardDraft(DRAFT, AUTHOR, "no", 1L))
                .expectEvents(new Discarded(DRAFT, AUTHOR, AUTHOR, "no", NOW));
    }

    @Test
    void aMessageThatGitCouldNotTakeIsRefusedWithTheReason() {
        after(DraftStatus.DRAFTED, new EditDraft(DRAFT, AUTHOR, " \n ", null))
                .expectExceptionDetails(new Rejection.UnusableMessage(DRAFT, "EMPTY", null));
        after(DraftStatus.DRAFTED, new EditDraft(DRAFT, AUTHOR, "x".repeat(20_001), null))
                .expectExceptionDetails(new Rejection.UnusableMessage(DRAFT, "TOO_LONG", 20_000));
        after(DraftStatus.DRAFTED, new EditDraft(DRAFT, AUTHOR, "a\0b", null))
                .expectExceptionDetails(new Rejection.UnusableMessage(DRAFT, "NUL_CHARACTER", null));
    }

    /** Whatever is asked in whatever order: at most one Pushed, at most one end, versions that only grow. */
    @Test
    void nobodyDecidesAboutAnothersDraft() {
        UserId stranger = new UserId(UUID.fromString("99999999-2222-4333-8444-555555555555"));
        for (CommitDraftCommand command : List.of(
                new ApproveDraft(DRAFT, stranger, null, null),
                new SplitDraft(DRAFT, stranger, List.of(), null),
                new EditDraft(DRAFT, stranger, "fix: x", null),
                new RedraftDraft(DRAFT, stranger, "shorter", null),
                new ClearFindings(DRAFT, stranger, Set.of("one")),
                new DiscardDraft(DRAFT, stranger, null, null))) {
            after(DraftStatus.DRAFTED, command)
                    .expectNoEvents()
                    .expectExceptionDetails(new Rejection.UnknownDraft(DRAFT));
        }
    }

    @Test
    void noOrderOfCommandsPushesTwiceOrRevivesWhatEnded() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            @Nullable DraftFacts facts = null;
            List<CommitDraftEvent> story = new ArrayList<>();
            for (int step = 0; step < 12; step++) {
                CommitDraftCommand command = anyCommand(random);
                try {
                    for (CommitDraftEvent event : DraftRules.decide(facts, command, NOW)) {
                        assertThat(facts != null && facts.status().ended())
                                .as("seed %d: %s after %s", seed, event, story)
                                .isFalse();
                        facts = DraftFacts.evolve(facts, event);
                        story.add(event);
                    }
                } catch (RejectedException e) {
                    assertThat(e.rejection().code()).isNotEmpty();
                }
            }
            assertThat(story.stream().filter(Pushed.class::isInstance).count())
                    .as("seed %d: %s", seed, story)
                    .isLessThanOrEqualTo(1);
            if (facts != null) {
                assertThat(facts.version())
                        .isEqualTo(story.stream()
                                .filter(CommitDraftEvent::advancesVersion)
                                .count());
            }
        }
    }

    private static CommitDraftCommand anyCommand(Random random) {
        int round = random.nextInt(3);
        return switch (random.nextInt(14)) {
            case 0, 1 -> CAPTURE;
            case 2, 3 -> new RecordDraft(DRAFT, round, "feat: " + round, DraftOrigin.LLM, ChangeCard.UNREAD);
            case 4 -> new EditDraft(DRAFT, AUTHOR, "fix: " + round, null);
            case 5, 6 -> new ApproveDraft(DRAFT, AUTHOR, null, null);
            case 7 -> new RecordPush(DRAFT, round, COMMIT, Landing.BRANCH, "main", false, 1, null, null);
            case 8 -> new RecordPushFailure(DRAFT, round, PushFailure.REMOTE_REFUSED, "no", 1);
            case 9 -> random.nextBoolean() ? new ExpireDraft(DRAFT) : new SupersedeDraft(DRAFT, NEWER);
            case 10 -> new RedraftDraft(DRAFT, AUTHOR, "shorter " + round, null);
            case 11 -> new RecordRedraft(DRAFT, round, "feat: again " + round, DraftOrigin.LLM, "shorter");
            case 12 -> split(part("feat: a", file("a")), part("fix: b", file("b")));
            default -> new RecordNotification(DRAFT, "slack", random.nextBoolean(), true);
        };
    }

    @Test
    void aStreamThatDoesNotBeginWithACaptureIsRefused() {
        assertThatThrownBy(() -> DraftFacts.evolve(null, DRAFTED)).isInstanceOf(IllegalStateException.class);
    }
}
