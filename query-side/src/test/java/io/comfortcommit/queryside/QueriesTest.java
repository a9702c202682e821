package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.query.DiffView;
import io.comfortcommit.messages.query.DraftPage;
import io.comfortcommit.messages.query.DraftQuery.FindDiff;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundDiff;
import io.comfortcommit.messages.query.TimelineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private final ReadSide side = ReadSide.shared();
    private final UserId author = Story.somebody();

    private Story capture() {
        Story story = Story.of(author);
        side.publish(story.captured());
        return story;
    }

    private DraftPage page(Set<DraftStatus> statuses, int first, @Nullable DraftId after) {
        return page(statuses, Set.of(), first, after);
    }

    private DraftPage page(Set<DraftStatus> statuses, Set<String> words, int first, @Nullable DraftId after) {
        return side.ask(
                new FindDrafts(author, statuses, words, first, after), ResponseTypes.instanceOf(DraftPage.class));
    }

    private static List<DraftId> ids(DraftPage page) {
        return page.drafts().stream().map(DraftView::draftId).toList();
    }

    @Test
    void draftsComeNewestFirst() {
        List<DraftId> captured =
                IntStream.range(0, 5).mapToObj(_ -> capture().draft).toList();
        side.awaitProjected();

        DraftPage page = page(Set.of(), 5, null);

        assertThat(ids(page)).isEqualTo(captured.reversed());
        assertThat(page.hasNextPage()).isFalse();
    }

    @Test
    void pagesStayPutWhileDraftsArrive() {
        List<DraftId> captured = new ArrayList<>(
                IntStream.range(0, 7).mapToObj(_ -> capture().draft).toList());
        side.awaitProjected();

        DraftPage first = page(Set.of(), 3, null);
        capture();
        side.awaitProjected();
        DraftPage second = page(Set.of(), 3, ids(first).getLast());
        capture();
        side.awaitProjected();
        DraftPage third = page(Set.of(), 3, ids(second).getLast());

        List<DraftId> read = new ArrayList<>(ids(first));
        read.addAll(ids(second));
        read.addAll(ids(third));
        assertThat(read).isEqualTo(captured.reversed());
        assertThat(List.of(first.hasNextPage(), second.hasNextPage(), third.hasNextPage()))
                .containsExactly(true, true, false);
    }

    @Test
    void draftsCanBeAskedForByStatus() {
        Story captured = capture();
        Story expired = capture();
        side.publishFrom(1, expired.expired());
        Story drafted = capture();
        side.publishFrom(1, drafted.drafted("feat: a"));
        side.awaitProjected();

        DraftPage page = page(Set.of(DraftStatus.CAPTURED, DraftStatus.DRAFTED), 10, null);

        assertThat(ids(page)).containsExactly(drafted.draft, captured.draft);
    }

    @Test
    void draftsAreFoundByTheirWordsAndByPartsOfThem() {
        Story korean = drafted("feat(결제): 결제를 다시 시도한다\n\n끊긴 연결 때문에");
        Story english = drafted("fix: retry 100% of Payments");
        Story pushed = Story.of(author);
        side.publish(pushed.untilApproved());
        side.publishFrom(4, pushed.pushed(Landing.BRANCH, "feature/결제", null));
        side.awaitProjected();

        assertThat(found("시도")).containsExactly(korean.draft);
        assertThat(found("연결", "결제를")).containsExactly(korean.draft);
        assertThat(found("PAYMENTS", "fix")).containsExactly(english.draft);
        assertThat(found("100%")).containsExactly(english.draft);
        assertThat(found(Story.COMMIT.substring(0, 8))).as("a commit").containsExactly(pushed.draft);
        assertThat(found("feature/")).as("a branch").hasSize(3);
        assertThat(found("retry", "결제를")).as("every word").isEmpty();
        assertThat(found("1__%")).as("no patterns").isEmpty();
        assertThat(found("\\")).isEmpty();
        assertThat(ids(page(Set.of(DraftStatus.PUSHED), Set.of("feature/"), 10, null)))
                .containsExactly(pushed.draft);
        assertThat(ids(page(Set.of(), Set.of("feature/"), 10, pushed.draft)))
                .as("and a page after another")
                .containsExactly(english.draft, korean.draft);
    }

    private Story drafted(String message) {
        Story story = capture();
        side.publishFrom(1, story.drafted(message));
        return story;
    }

    private List<DraftId> found(String... words) {
        return ids(page(Set.of(), Set.of(words), 10, null));
    }

    @Test
    void aPageOfNothingOrOfThousandsIsRefused() {
        assertThatThrownBy(() -> page(Set.of(), 0, null)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> page(Set.of(), 101, null)).hasMessageContaining("1 to 100");
    }

    @Test
    void aTimelineTellsEveryEventInOrderWithWhoAndWhy() {
        Story story = Story.of(author);
        DraftId successor = Story.of(author).draft;
        side.publish(story.untilApproved());
        side.publishFrom(
                4,
                story.pushFailed(),
                story.draftingFailed(),
                story.notified(),
                story.redrafted("feat: again\n\nbody"),
                story.superseded(successor));

        List<TimelineEntry> timeline = awaitTimeline(story, 9);

        assertThat(timeline).extracting(TimelineEntry::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(timeline)
                .extracting(TimelineEntry::event)
                .containsExactly(
                        "commit-draft.captured",
                        "commit-draft.drafted",
                        "commit-draft.edited",
                        "commit-draft.approved",
                        "commit-draft.push-failed",
                        "commit-draft.drafting-failed",
                        "commit-draft.approver-notified",
                        "commit-draft.redrafted",
                        "commit-draft.superseded");
        assertThat(timeline)
                .extracting(TimelineEntry::detail)
                .containsExactly(
                        "feature/결제",
                        "feat: retry",
                        "feat: retry twice",
                        "feat: retry twice",
                        "REMOTE_REFUSED: pre-receive hook declined",
                        "TIMEOUT",
                        "slack",
                        "feat: again",
                        successor.toString());
        assertThat(timeline).extracting(TimelineEntry::actor).containsOnly("user:" + author);
        assertThat(timeline).extracting(TimelineEntry::traceId).containsOnly("0af7651916cd43dd8448eb211c80319c");
        assertThat(timeline.getFirst().at()).isEqualTo(Story.START.plusSeconds(1));
    }

    @Test
    void timelinesOfSeveralDraftsComeTogetherWithoutThoseOfOthers() {
        Story one = Story.of(author);
        Story other = Story.of(author);
        Story another = Story.of(Story.somebody());
        side.publish(one.untilApproved());
        side.publish(other.untilApproved());
        side.publishFrom(4, other.pushed(Landing.BRANCH, "main", null));
        side.publish(another.untilApproved());
        side.awaitProjected();
        DraftId nobodys = Story.of(author).draft;

        Map<DraftId, List<TimelineEntry>> found =
                side.timelines(author, Set.of(one.draft, other.draft, another.draft, nobodys));

        assertThat(found).containsOnlyKeys(one.draft, other.draft, another.draft, nobodys);
        assertThat(found.get(one.draft)).extracting(TimelineEntry::sequence).containsExactly(0L, 1L, 2L, 3L);
        assertThat(found.get(other.draft)).extracting(TimelineEntry::sequence).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(found.get(another.draft)).isEmpty();
        assertThat(found.get(nobodys)).isEmpty();
    }

    @Test
    void aTimelineIsNotOlderThanTheDraftItBelongsTo() {
        side.processor("timeline").shutDown();
        Story story = Story.of(author);
        List<TimelineEntry> behind;
        List<TimelineEntry> asked;
        try {
            side.publish(story.untilApproved());
            behind = awaitDraftThenTimeline(story);
        } finally {
            side.processor("timeline").start();
        }
        asked = awaitTimeline(story, 4);

        // Shown as it is once waiting has been long enough, and whole as soon as it has caught up.
        assertThat(behind).isEmpty();
        assertThat(asked).hasSize(4);
    }

    private List<TimelineEntry> awaitDraftThenTimeline(Story story) {
        await().until(() -> side.draft(author, story.draft)
                .filter(draft -> draft.version() == 4)
                .isPresent());
        return side.timeline(author, story.draft);
    }

    private List<TimelineEntry> awaitTimeline(Story story, int entries) {
        return await().until(() -> side.timeline(author, story.draft), timeline -> timeline.size() == entries);
    }

    @Test
    void otherPeoplesDraftsAreInvisibleToEveryQuery() {
        Story story = Story.of(Story.somebody());
        side.publish(story.untilApproved());
        side.publishFrom(4, story.pushed(Landing.BRANCH, "main", null));
        side.changes.byDraft.put(story.draft, new ChangeSet(List.of(), false));
        side.awaitProjected();

        assertThat(side.draft(story.author, story.draft)).isPresent();
        assertThat(side.draft(author, story.draft)).isEmpty();
        assertThat(side.timeline(author, story.draft)).isEmpty();
        assertThat(page(Set.of(), 100, null).drafts()).isEmpty();
        assertThat(diff(author, story.draft)).isEmpty();
        assertThat(side.changes.readOnVirtualThread).doesNotContainKey(story.draft);
    }

    @Test
    void theDiffOfADraftIsReadOnAVirtualThread() {
        Story story = capture();
        side.awaitProjected();
        side.changes.byDraft.put(
                story.draft,
                new ChangeSet(
                        List.of(new FileChange(
                                "a.txt",
                                "a.txt",
                                Kind.MODIFIED,
                                0100644,
                                0100644,
                                false,
                                1,
                                1,
                                List.of(new Hunk(1, 1, 1, 1, List.of("-old", "+new"))))),
                        false));

        DiffView diff = diff(author, story.draft).orElseThrow();

        assertThat(diff.truncated()).isFalse();
        assertThat(diff.files())
                .containsExactly(new DiffView.FileDiff(
                        "a.txt", "a.txt", "MODIFIED", false, 1, 1, "@@ -1,1 +1,1 @@\n-old\n+new\n"));
        assertThat(side.changes.readOnVirtualThread).containsEntry(story.draft, true);
    }

    @Test
    void aDraftWhoseBytesAreGoneHasNoDiff() {
        Story story = capture();
        side.awaitProjected();

        assertThat(diff(author, story.draft)).isEmpty();
    }

    @Test
    void askingOpensNoJdbcConnectionOnTheCallersThread() throws InterruptedException {
        Story story = capture();
        side.awaitProjected();
        side.changes.byDraft.put(story.draft, new ChangeSet(List.of(), false));

        Thread caller = Thread.ofPlatform().name("event-loop-of-this-test").start(() -> {
            side.draft(author, story.draft);
            page(Set.of(DraftStatus.CAPTURED), 5, story.draft);
            side.timeline(author, story.draft);
            diff(author, story.draft);
        });
        caller.join();

        assertThat(side.jdbcThreads).isNotEmpty().doesNotContain("event-loop-of-this-test");
        assertThat(side.changes.readOnVirtualThread).containsEntry(story.draft, true);
    }

    private Optional<DiffView> diff(UserId caller, DraftId draft) {
        return Optional.ofNullable(side.ask(new FindDiff(caller, draft), ResponseTypes.instanceOf(FoundDiff.class))
                .diff());
    }
}
