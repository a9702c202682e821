package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundDraft;
import io.comfortcommit.messages.query.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;

/** No event skipped, none applied twice, none lost, whatever happens. */
class ProjectionTest {
    private final ReadSide side = ReadSide.shared();
    private final UserId author = Story.somebody();

    private List<DraftView> watched() {
        List<DraftView> updates = new CopyOnWriteArrayList<>();
        var _ = side.bean(QueryGateway.class)
                .subscriptionQuery(
                        new WatchDrafts(author, null),
                        ResponseTypes.instanceOf(FoundDraft.class),
                        ResponseTypes.instanceOf(DraftView.class))
                .updates()
                .subscribe(updates::add);
        return updates;
    }

    private void whileStopped(String projection, Consumer<StreamingEventProcessor> work) {
        StreamingEventProcessor processor = side.processor(projection);
        processor.shutDown();
        try {
            work.accept(processor);
        } finally {
            processor.start();
        }
    }

    private List<Story> pushedDrafts(int count) {
        List<Story> stories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Story story = Story.of(author);
            stories.add(story);
            side.publish(story.untilApproved());
            side.publishFrom(4, story.pushed(Landing.BRANCH, "main", null));
        }
        side.awaitProjected();
        return stories;
    }

    @Test
    void eventsThatAreDeliveredAgainChangeNothingAndAreNotToldAgain() {
        List<Story> stories = pushedDrafts(5);
        List<Map<String, Object>> before = side.rows();
        List<DraftView> updates = watched();

        for (String projection : List.of("drafts", "timeline", "audit", "members", "usage")) {
            // Tokens lost: all events from the first come again, though the rows know them.
            whileStopped(
                    projection,
                    _ -> side.jdbc()
                            .sql("DELETE FROM query.token WHERE processor_name = :name")
                            .param("name", projection)
                            .update());
        }
        side.awaitProjected();

        assertThat(side.rows()).isEqualTo(before);
        assertThat(updates).isEmpty();
        assertThat(stories).allSatisfy(story -> assertThat(parked(story)).isEmpty());
    }

    @Test
    void aReplayGivesTheSameRowsAndTellsNobody() {
        pushedDrafts(5);
        List<Map<String, Object>> before = side.rows();
        List<DraftView> updates = watched();

        whileStopped("drafts", StreamingEventProcessor::resetTokens);
        whileStopped("timeline", StreamingEventProcessor::resetTokens);
        whileStopped("audit", StreamingEventProcessor::resetTokens);
        side.awaitProjected();

        assertThat(side.rows()).isNotEmpty().isEqualTo(before);
        assertThat(updates).isEmpty();
    }

    @Test
    void anEventThatCanNotBeAppliedParksItsDraftOnlyAndIsAppliedWhenItCan() throws Exception {
        Story poisoned = Story.of(author);
        Story healthy = Story.of(author);
        List<DraftView> updates = watched();
        side.asOwner("ALTER TABLE query.draft ADD CONSTRAINT no_poison CHECK (message <> 'feat: poison')");

        side.publish(poisoned.captured(), poisoned.drafted("feat: poison"), poisoned.edited("feat: antidote"));
        side.publish(healthy.untilApproved());
        await().until(() -> side.draft(author, healthy.draft)
                .filter(draft -> draft.version() == 4)
                .isPresent());
        await().until(() -> failuresRecorded(poisoned) >= 2);

        assertThat(side.draft(author, poisoned.draft).orElseThrow().status()).isEqualTo(DraftStatus.CAPTURED);
        assertThat(side.timeline(author, poisoned.draft)).hasSize(3);
        assertThat(parked(poisoned)).hasSize(2);
        assertThat(parked(poisoned).toString())
                .contains("SQLSTATE 23514")
                .doesNotContain("poison'")
                .doesNotContain("haneul@example.com");

        side.asOwner("ALTER TABLE query.draft DROP CONSTRAINT no_poison");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> side.draft(author, poisoned.draft)
                        .filter(draft -> draft.version() == 3)
                        .isPresent());
        side.publishFrom(3, poisoned.approved("feat: antidote"));
        await().until(() -> updates.stream().filter(concerning(poisoned)).count() == 4);

        assertThat(parked(poisoned)).isEmpty();
        assertThat(updates.stream().filter(concerning(poisoned)).map(DraftView::version))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    private static Predicate<DraftView> concerning(Story story) {
        return view -> view.draftId().equals(story.draft);
    }

    private List<Map<String, Object>> parked(Story story) {
        return side.jdbc()
                .sql("SELECT cause_type, cause_message, sequence_number FROM query.dead_letter"
                        + " WHERE aggregate_identifier = :draft")
                .param("draft", story.draft.toString())
                .query()
                .listOfRows();
    }

    private int failuresRecorded(Story story) {
        return side.jdbc()
                .sql("SELECT convert_from(diagnostics, 'UTF8') FROM query.dead_letter"
                        + " WHERE aggregate_identifier = :draft AND sequence_number = 1")
                .param("draft", story.draft.toString())
                .query(String.class)
                .optional()
                .map(diagnostics -> Integer.parseInt(diagnostics.replaceAll("\\D+", "")))
                .orElse(0);
    }

    @Test
    void anEventWhosePredecessorIsMissingIsParkedInsteadOfPassedOver() {
        Story story = Story.of(author);

        side.publishFrom(1, story.drafted("feat: a"));
        await().until(() -> !parked(story).isEmpty());

        assertThat(parked(story).toString()).contains("waits for its event 0 but got 1");
        assertThat(side.draft(author, story.draft)).isEmpty();
    }

    @Test
    void noEventOfSixteenWritersIsSkippedOrAppliedTwice() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed of noEventOfSixteenWritersIsSkippedOrAppliedTwice: " + seed);
        List<DraftView> updates = watched();
        Map<Story, Integer> written = new LinkedHashMap<>();

        try (ExecutorService writers = Executors.newFixedThreadPool(16)) {
            List<Future<Map<Story, Integer>>> results = new ArrayList<>();
            for (int writer = 0; writer < 16; writer++) {
                Random random = new Random(seed + writer);
                results.add(writers.submit(() -> write(random)));
            }
            for (Future<Map<Story, Integer>> result : results) {
                written.putAll(result.get());
            }
        }
        side.awaitProjected();

        long told = 0;
        for (Map.Entry<Story, Integer> draft : written.entrySet()) {
            Story story = draft.getKey();
            assertThat(parked(story)).isEmpty();
            assertThat(side.draft(author, story.draft).orElseThrow().version()).isEqualTo((long) draft.getValue());
            assertThat(side.timeline(author, story.draft))
                    .extracting(TimelineEntry::sequence)
                    .hasSize(draft.getValue())
                    .doesNotHaveDuplicates();
            assertThat(updates.stream().filter(concerning(story)).map(DraftView::version))
                    .hasSize(draft.getValue())
                    .isSorted()
                    .doesNotHaveDuplicates();
            told += draft.getValue();
        }
        assertThat(updates).hasSize((int) told);
        assertThat(written.values()).anyMatch(events -> events > 10);
    }

    /** Drafts of one writer with the number of events that were committed for each. */
    private Map<Story, Integer> write(Random random) {
        Map<Story, Integer> written = new LinkedHashMap<>();
        for (int draft = 0; draft < 6; draft++) {
            Story story = Story.of(author);
            int sequence = 0;
            int wanted = 1 + random.nextInt(20);
            while (sequence < wanted) {
                CommitDraftEvent event = sequence == 0 ? story.captured() : story.edited("feat: edit " + sequence);
                boolean keep = random.nextInt(100) < 70;
                int pause = random.nextInt(3_000_000);
                try {
                    side.publish(
                            () -> {
                                // Transactions overlap, so that later positions commit before earlier ones.
                                LockSupport.parkNanos(pause);
                                if (!keep) {
                                    throw new Changed();
                                }
                            },
                            sequence,
                            event);
                    sequence++;
                } catch (Changed mind) {
                    // The position is a gap now.
                }
            }
            written.put(story, sequence);
        }
        return written;
    }

    /** Rolls a writer's transaction back. */
    private static final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
