package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.RedraftState;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundDraft;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchDraftsTest {
    private final ReadSide side = ReadSide.shared();
    private final UserId author = Story.somebody();

    /** @param seenOnReading the stored versions that a reader found on each update */
    private record Watch(
            SubscriptionQueryResult<FoundDraft, DraftView> subscription,
            List<DraftView> updates,
            List<Optional<DraftView>> seenOnReading)
            implements AutoCloseable {
        @Override
        public void close() {
            subscription.close();
        }
    }

    private Watch watch(UserId caller, @Nullable DraftId draft) {
        var subscription = side.bean(QueryGateway.class)
                .subscriptionQuery(
                        new WatchDrafts(caller, draft),
                        ResponseTypes.instanceOf(FoundDraft.class),
                        ResponseTypes.instanceOf(DraftView.class));
        List<DraftView> updates = new CopyOnWriteArrayList<>();
        List<Optional<DraftView>> seen = new CopyOnWriteArrayList<>();
        // Read on the very thread that is told, while it is told: later than the commit or not at all.
        var _ = subscription.updates().subscribe(update -> {
            seen.add(stored(update.draftId()));
            updates.add(update);
        });
        return new Watch(subscription, updates, seen);
    }

    private Optional<DraftView> stored(DraftId draft) {
        return side.draft(author, draft);
    }

    @Test
    void aSubscriptionBeginsWithNothing() {
        try (Watch watch = watch(author, null)) {
            assertThat(watch.subscription().initialResult().block()).isEqualTo(FoundDraft.NOTHING);
        }
    }

    @Test
    void eachChangeIsToldOnceAndOnlyWhenAReaderSeesIt() {
        Story story = Story.of(author);
        try (Watch watch = watch(author, null)) {
            side.publish(story.captured(), story.draftingFailed(), story.drafted("feat: a"));
            side.publishFrom(3, story.notified());
            side.publishFrom(4, story.edited("feat: b"));
            side.publishFrom(5, story.approved("feat: b"));
            await().until(() -> watch.updates().size() >= 4);
            side.awaitProjected();

            assertThat(watch.updates()).extracting(DraftView::version).containsExactly(1L, 2L, 3L, 4L);
            assertThat(watch.updates().getLast()).isEqualTo(stored(story.draft).orElseThrow());
            for (int i = 0; i < 4; i++) {
                assertThat(watch.seenOnReading().get(i).orElseThrow().version())
                        .isGreaterThanOrEqualTo(watch.updates().get(i).version());
            }
        }
    }

    @Test
    void howItGoesWithAnotherMessageIsToldThoughTheVersionStays() {
        Story story = Story.of(author);
        try (Watch watch = watch(author, story.draft)) {
            side.publish(story.captured(), story.drafted("feat: a"), story.redraftRequested(), story.redraftFailed());
            await().until(() -> watch.updates().size() >= 4);

            assertThat(watch.updates()).extracting(DraftView::version).containsExactly(1L, 2L, 2L, 2L);
            assertThat(watch.updates())
                    .extracting(DraftView::redraft)
                    .containsExactly(null, null, RedraftState.WRITING, RedraftState.FAILED);
        }
    }

    @Test
    void oneDraftCanBeWatchedAlone() {
        Story watched = Story.of(author);
        Story other = Story.of(author);
        try (Watch watch = watch(author, watched.draft)) {
            side.publish(other.captured());
            side.publish(watched.captured());
            await().until(() -> !watch.updates().isEmpty());
            side.awaitProjected();

            assertThat(watch.updates()).extracting(DraftView::draftId).containsExactly(watched.draft);
        }
    }

    @Test
    void otherPeoplesDraftsAreNotTold() {
        Story foreign = Story.of(Story.somebody());
        Story own = Story.of(author);
        try (Watch all = watch(author, null);
                Watch one = watch(author, foreign.draft)) {
            side.publish(foreign.captured());
            side.publish(own.captured());
            await().until(() -> !all.updates().isEmpty());
            side.awaitProjected();

            assertThat(all.updates()).extracting(DraftView::draftId).containsExactly(own.draft);
            assertThat(one.updates()).isEmpty();
        }
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        Story story = Story.of(author);
        try (Watch watch = watch(author, null)) {
            assertThatThrownBy(() -> side.publish(
                            () -> {
                                throw new IllegalStateException("rolled back");
                            },
                            0,
                            story.captured()))
                    .hasMessage("rolled back");
            Story kept = Story.of(author);
            side.publish(kept.captured());
            await().until(() -> !watch.updates().isEmpty());
            side.awaitProjected();

            assertThat(watch.updates()).extracting(DraftView::draftId).containsExactly(kept.draft);
        }
    }
}
