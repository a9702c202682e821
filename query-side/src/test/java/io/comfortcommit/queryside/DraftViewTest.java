package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftOrigin;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.RedraftState;
import io.comfortcommit.messages.query.DraftView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DraftViewTest {
    private final ReadSide side = ReadSide.shared();

    private final Story story = Story.of(Story.somebody());

    private DraftView after(CommitDraftEvent... events) {
        side.publish(events);
        return awaitSequence(events.length - 1);
    }

    private DraftView awaitSequence(long sequence) {
        return await().until(() -> shown(sequence), Optional::isPresent).orElseThrow();
    }

    /** The view once it has come so far; a timeline may be ahead of it. */
    private Optional<DraftView> shown(long sequence) {
        boolean reached = side.jdbc()
                .sql("SELECT sequence >= ? FROM query.draft WHERE draft_id = ?")
                .param(sequence)
                .param(story.draft.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
        return reached ? side.draft(story.author, story.draft) : Optional.empty();
    }

    @Test
    void aCapturedDraftShowsWhatWasTakenFromTheDesk() {
        DraftView draft = after(story.captured());

        assertThat(draft)
                .isEqualTo(new DraftView(
                        story.draft,
                        new RepositoryId(new UUID(0, 7)),
                        story.author,
                        DraftStatus.CAPTURED,
                        1,
                        null,
                        null,
                        null,
                        "feature/결제",
                        CaptureMode.WORK_TREE,
                        new ChangeSummary(3, 20, 4),
                        new GitAuthor("김하늘", "haneul@example.com"),
                        2,
                        PushedBy.SERVER,
                        null,
                        List.of(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Story.START.minusSeconds(2),
                        story.now()));
    }

    @Test
    void aDraftedDraftHasItsMessageAndWhoWroteIt() {
        DraftView draft = after(story.captured(), story.drafted("feat: 재시도"));

        assertThat(draft.status()).isEqualTo(DraftStatus.DRAFTED);
        assertThat(draft.message()).isEqualTo("feat: 재시도");
        assertThat(draft.origin()).isEqualTo(DraftOrigin.STRUCTURAL);
        assertThat(draft.card()).isEqualTo(Story.CARD);
        assertThat(draft.version()).isEqualTo(2);
        assertThat(draft.updatedAt()).isEqualTo(story.now());
    }

    @Test
    void aRedraftReplacesTheMessageAndItsOrigin() {
        DraftView draft = after(story.captured(), story.drafted("feat: a"), story.redrafted("feat: b"));

        assertThat(draft.status()).isEqualTo(DraftStatus.DRAFTED);
        assertThat(draft.message()).isEqualTo("feat: b");
        assertThat(draft.origin()).isEqualTo(DraftOrigin.LLM);
        assertThat(draft.card()).as("the change is still the same").isEqualTo(Story.CARD);
        assertThat(draft.version()).isEqualTo(3);
    }

    @Test
    void aMessageThatIsWrittenAgainIsShownAsSuchUntilItIsThereOrCantBe() {
        side.publish(story.captured(), story.drafted("feat: a"), story.redraftRequested());
        DraftView writing = awaitSequence(2);
        side.publishFrom(3, story.redraftFailed());
        DraftView failed = awaitSequence(3);
        side.publishFrom(4, story.redraftRequested(), story.redrafted("feat: b"));
        DraftView written = awaitSequence(5);

        assertThat(writing.redraft()).isEqualTo(RedraftState.WRITING);
        assertThat(failed.redraft()).isEqualTo(RedraftState.FAILED);
        assertThat(failed.message()).isEqualTo("feat: a");
        assertThat(failed.version()).isEqualTo(2);
        assertThat(failed.updatedAt()).isAfter(writing.updatedAt());
        assertThat(written.redraft()).isNull();
        assertThat(written.version()).isEqualTo(3);
    }

    @Test
    void whoEditsMeanwhileWaitsForNoOtherMessage() {
        DraftView draft =
                after(story.captured(), story.drafted("feat: a"), story.redraftRequested(), story.edited("feat: mine"));

        assertThat(draft.redraft()).isNull();
    }

    @Test
    void whatSpokeForATypeIsNotSaidOfAnother() {
        DraftView draft = after(story.captured(), story.drafted("feat: a"), story.edited("fix(order)!: mine"));

        assertThat(Story.CARD.reasons()).isNotEmpty();
        assertThat(draft.card()).isEqualTo(Story.CARD.withoutReasons());
    }

    @Test
    void whatTheAuthorSaysIsNoSecretIsShownAsSuch() {
        DraftView draft = after(story.captured(), story.drafted("feat: a"), story.findingsCleared());

        assertThat(draft.card()).isEqualTo(Story.CARD.withCleared(List.of("one")));
        assertThat(draft.version()).isEqualTo(3);
        assertThat(side.timeline(story.author, story.draft).getLast().detail())
                .isEqualTo("GITHUB_TOKEN src/Order.java:7");
    }

    @Test
    void anEditReplacesTheMessageOnly() {
        DraftView draft = after(story.captured(), story.drafted("feat: a"), story.edited("feat: mine"));

        assertThat(draft.status()).isEqualTo(DraftStatus.DRAFTED);
        assertThat(draft.message()).isEqualTo("feat: mine");
        assertThat(draft.origin()).isEqualTo(DraftOrigin.STRUCTURAL);
        assertThat(draft.version()).isEqualTo(3);
    }

    @Test
    void whatTheAuthorDoesNotSeeDoesNotAdvanceTheVersion() {
        CommitDraftEvent captured = story.captured();
        DraftView draft =
                after(captured, story.draftingFailed(), story.drafted("feat: a"), story.notified(), story.notified());

        assertThat(draft.version()).isEqualTo(2);
        assertThat(draft.status()).isEqualTo(DraftStatus.DRAFTED);
        assertThat(draft.updatedAt()).isEqualTo(captured.at().plusSeconds(2));
    }

    @Test
    void anApprovedDraftHasTheApprovedMessage() {
        DraftView draft = after(story.captured(), story.drafted("feat: a"), story.approved("feat: as approved"));

        assertThat(draft.status()).isEqualTo(DraftStatus.APPROVED);
        assertThat(draft.message()).isEqualTo("feat: as approved");
        assertThat(draft.version()).isEqualTo(3);
    }

    @Test
    void aPushedDraftSaysWhereItsCommitLies() {
        side.publish(story.untilApproved());
        side.publishFrom(4, story.pushed(Landing.SIDE_BRANCH, "comfort/retry", "conflict in a.txt"));
        DraftView draft = awaitSequence(4);

        assertThat(draft.status()).isEqualTo(DraftStatus.PUSHED);
        assertThat(draft.commitId()).isEqualTo(Story.COMMIT);
        assertThat(draft.landing()).isEqualTo(Landing.SIDE_BRANCH);
        assertThat(draft.landedOn()).isEqualTo("comfort/retry");
        assertThat(draft.rebased()).isTrue();
        assertThat(draft.reason()).isEqualTo("conflict in a.txt");
        assertThat(draft.branch()).isEqualTo("feature/결제");
    }

    @Test
    void aPushedDraftSaysWhereItsPullRequestIs() {
        side.publish(story.untilApproved());
        side.publishFrom(
                4,
                story.pullRequestOpened("https://git.example.org/o/r/pulls/7"),
                story.pushed(Landing.SIDE_BRANCH, "comfort/retry", "conflict: a.txt"));
        DraftView draft = awaitSequence(5);

        assertThat(draft.pullRequest()).isEqualTo(PullRequest.opened("https://git.example.org/o/r/pulls/7"));
        assertThat(draft.version())
                .as("what belongs to the push is no version of its own")
                .isEqualTo(5);
        assertThat(side.timeline(story.author, story.draft))
                .anySatisfy(entry -> assertThat(entry.detail()).isEqualTo("https://git.example.org/o/r/pulls/7"));
    }

    @Test
    void aPushedDraftSaysWhyNoPullRequestCouldBeOpened() {
        side.publish(story.untilApproved());
        side.publishFrom(
                4,
                story.pullRequestNotOpened(PullRequestTrouble.FORBIDDEN, "Resource not accessible"),
                story.pushed(Landing.SIDE_BRANCH, "comfort/retry", "conflict: a.txt"));

        assertThat(awaitSequence(5).pullRequest())
                .isEqualTo(PullRequest.notOpened(PullRequestTrouble.FORBIDDEN, "Resource not accessible"));
    }

    @Test
    void aFailedPushIsShownUntilTheDraftIsApprovedAgain() {
        side.publish(story.untilApproved());
        side.publishFrom(4, story.pushFailed());
        DraftView failed = awaitSequence(4);
        side.publishFrom(5, story.edited("feat: other"), story.approved("feat: other"));
        DraftView again = awaitSequence(6);

        assertThat(failed.status()).isEqualTo(DraftStatus.PUSH_FAILED);
        assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
        assertThat(failed.reason()).isEqualTo("pre-receive hook declined");
        assertThat(again.status()).isEqualTo(DraftStatus.APPROVED);
        assertThat(again.failure()).isNull();
        assertThat(again.reason()).isNull();
    }

    @Test
    void anEditAfterAFailedPushKeepsTheFailureInSight() {
        side.publish(story.untilApproved());
        side.publishFrom(4, story.pushFailed(), story.edited("feat: other"));
        DraftView draft = awaitSequence(5);

        assertThat(draft.status()).isEqualTo(DraftStatus.PUSH_FAILED);
        assertThat(draft.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
        assertThat(draft.message()).isEqualTo("feat: other");
    }

    @Test
    void aDraftCanEndWithoutAPush() {
        UserId author = story.author;
        Story expired = Story.of(author);
        Story superseded = Story.of(author);
        DraftId successor = Story.of(author).draft;

        side.publish(expired.captured(), expired.expired());
        side.publish(superseded.captured(), superseded.superseded(successor));
        DraftView discarded = after(story.captured(), story.drafted("feat: a"), story.discarded("not needed"));

        assertThat(discarded.status()).isEqualTo(DraftStatus.DISCARDED);
        assertThat(discarded.version()).isEqualTo(3);
        await().untilAsserted(() -> {
            assertThat(side.draft(author, expired.draft).orElseThrow().status()).isEqualTo(DraftStatus.EXPIRED);
            DraftView replaced = side.draft(author, superseded.draft).orElseThrow();
            assertThat(replaced.status()).isEqualTo(DraftStatus.SUPERSEDED);
            assertThat(replaced.successor()).isEqualTo(successor);
        });
    }
}
