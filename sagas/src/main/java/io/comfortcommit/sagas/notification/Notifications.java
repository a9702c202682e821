package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotification;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordNotificationFailure;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.sagas.activity.Activity.Outcome;
import io.comfortcommit.sagas.activity.ActivityOrder;
import io.comfortcommit.sagas.activity.Backoff;
import io.comfortcommit.sagas.activity.Reports;
import io.comfortcommit.sagas.commit.DraftEvents;
import io.comfortcommit.sagas.notification.DraftsAtHand.AtHand;
import io.comfortcommit.sagas.notification.PostponedNotices.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an author of a draft by the first of their channels that takes it. At least once: a crash between a channel's answer
 * and the note of it tells twice.
 */
public final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    /** After all channels failed; the reminder is yet to come. */
    private static final int TRIES = 5;

    private static final Backoff PAUSE = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(10));
    private static final Duration UNTIL_THERE_IS_ROOM = Duration.ofMillis(250);
    private static final Duration UNTIL_ANOTHER_HAS_TOLD = Duration.ofSeconds(5);
    private static final int DIGEST_NAMES = 10;

    private final List<Channel> channels;
    private final PreferenceRows preferences;
    private final PlanSwitches plans;
    private final ApprovalLinks links;
    private final DraftsAtHand drafts;
    private final DraftEvents events;
    private final SentNotices sent;
    private final PostponedNotices postponed;
    private final Reports reports;
    private final InstantSource clock;

    /** Slow channels must not take all the threads of activities. */
    private final Semaphore room;

    Notifications(
            List<Channel> channels,
            PreferenceRows preferences,
            PlanSwitches plans,
            ApprovalLinks links,
            DraftsAtHand drafts,
            DraftEvents events,
            SentNotices sent,
            PostponedNotices postponed,
            Reports reports,
            InstantSource clock,
            int concurrent) {
        this.channels = List.copyOf(channels);
        this.preferences = preferences;
        this.plans = plans;
        this.links = links;
        this.drafts = drafts;
        this.events = events;
        this.sent = sent;
        this.postponed = postponed;
        this.reports = reports;
        this.clock = clock;
        this.room = new Semaphore(concurrent);
    }

    /** @param reminder whether it was told before */
    public Outcome tell(ActivityOrder order, boolean reminder) {
        Optional<AtHand> draft = drafts.waiting(order.draftId());
        if (draft.isEmpty()) {
            return Outcome.DONE;
        }
        String told = sent.channelOf(order.draftId(), reminder);
        if (told != null) {
            return report(order, reminder, told);
        }
        if (!room.tryAcquire()) {
            return new Outcome.Again(UNTIL_THERE_IS_ROOM, order);
        }
        try {
            NotificationPreferences wishes = preferences.of(draft.get().author());
            return inTime(order, reminder, draft.get(), wishes, ways(draft.get(), wishes));
        } finally {
            room.release();
        }
    }

    /**
     * @param by in the order of the author's wishes
     * @param more whether there may be others, of which it is not known just now
     */
    private record Ways(List<Channel> by, boolean more) {}

    private Ways ways(AtHand draft, NotificationPreferences wishes) {
        Recipient to = new Recipient(draft.author(), wishes);
        List<Channel> by = new ArrayList<>();
        boolean more = false;
        for (NotificationChannel wish : wishes.channels()) {
            for (Channel channel : channels) {
                try {
                    if (channel.kind() == wish && plans.has(draft.author(), wish) && channel.reaches(to)) {
                        by.add(channel);
                    }
                } catch (RuntimeException e) {
                    // Its words may hold what it was given.
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    LOG.warn(
                            "whether {} reaches the author is not known: {}",
                            wish.stableName(),
                            cause.getClass().getSimpleName());
                    more = true;
                }
            }
        }
        return new Ways(List.copyOf(by), more);
    }

    private Outcome inTime(
            ActivityOrder order, boolean reminder, AtHand draft, NotificationPreferences wishes, Ways ways) {
        if (ways.by().isEmpty()) {
            return laterOrNever(order, ways.more());
        }
        Instant now = clock.instant();
        Optional<State> state = postponed.stateOf(order.draftId(), reminder);
        if (state.filter(State.TOLD::equals).isPresent()) {
            return Outcome.DONE;
        }
        Optional<Instant> later = Timing.postponed(now, wishes, sent.since(draft.author(), now.minus(Timing.BURST)));
        if (later.isPresent()) {
            postponed.add(order.draftId(), reminder, draft.author(), later.get());
            return new Outcome.Again(Duration.between(now, later.get()), order);
        }
        if (state.isEmpty()) {
            return deliver(order, reminder, draft, wishes, ways, List.of());
        }
        List<DraftId> taken = postponed.take(order.draftId(), reminder, draft.author(), now);
        if (taken.isEmpty()) {
            return new Outcome.Again(UNTIL_ANOTHER_HAS_TOLD, order);
        }
        List<AtHand> waiting =
                taken.stream().map(drafts::waiting).flatMap(Optional::stream).toList();
        boolean digest = wishes.digestFrom() > 0 && waiting.size() >= wishes.digestFrom();
        if (!digest) {
            postponed.release(order.draftId(), reminder);
        }
        return deliver(order, reminder, draft, wishes, ways, digest ? waiting : List.of());
    }

    private Outcome deliver(
            ActivityOrder order,
            boolean reminder,
            AtHand draft,
            NotificationPreferences wishes,
            Ways ways,
            List<AtHand> digest) {
        boolean mayPass = ways.more();
        for (Channel way : ways.by()) {
            String channel = way.kind().stableName();
            try {
                String reference = way.deliver(
                        notice(order, reminder, draft, wishes, way, digest), new Recipient(draft.author(), wishes));
                Instant now = clock.instant();
                sent.add(order.draftId(), reminder, channel, draft.author(), digest.isEmpty() ? reference : null, now);
                postponed.told(order.draftId(), reminder, now);
                return report(order, reminder, channel);
            } catch (DeliveryFailure failure) {
                LOG.info("the author could not be told by {}: {}", channel, failure.code());
                reports.send(new RecordNotificationFailure(order.draftId(), channel, reminder, failure.code()), order);
                mayPass |= failure.mayPass();
            }
        }
        postponed.release(order.draftId(), reminder);
        return laterOrNever(order, mayPass);
    }

    private Outcome laterOrNever(ActivityOrder order, boolean mayPass) {
        return mayPass && order.tries() < TRIES
                ? new Outcome.Again(PAUSE.after(order.tries()), order.triedAgain(clock.instant()))
                : Outcome.DONE;
    }

    private Notice notice(
            ActivityOrder order,
            boolean reminder,
            AtHand draft,
            NotificationPreferences wishes,
            Channel way,
            List<AtHand> digest) {
        Locale locale = Locale.forLanguageTag(wishes.language());
        String link = links.to(order.draftId(), draft.author(), way.personal());
        return digest.isEmpty()
                ? new Notice.Waiting(
                        locale,
                        link,
                        order.draftId(),
                        draft.version(),
                        draft.repository(),
                        draft.subject(),
                        draft.summary(),
                        draft.findings(),
                        reminder)
                : new Notice.Digest(
                        locale,
                        link,
                        digest.stream()
                                .limit(DIGEST_NAMES)
                                .map(each -> each.repository() + ": " + each.subject())
                                .toList(),
                        digest.size());
    }

    private Outcome report(ActivityOrder order, boolean reminder, String channel) {
        Optional<DraftStatus> status =
                reports.send(new RecordNotification(order.draftId(), channel, reminder, true), order);
        // Decided while it was told: nobody else knows of the message.
        if (status.filter(now -> now != DraftStatus.DRAFTED && now != DraftStatus.PUSH_FAILED)
                .isPresent()) {
            settle(order.draftId());
        }
        return Outcome.DONE;
    }

    /** Changes what was sent, now that the draft no longer waits; what can't be changed stays as it is. */
    void settle(DraftId draft) {
        Settled.@Nullable Outcome outcome = Outcomes.of(events, draft);
        Optional<AtHand> about = drafts.any(draft);
        if (outcome == null || about.isEmpty()) {
            return;
        }
        Locale locale =
                Locale.forLanguageTag(preferences.of(about.get().author()).language());
        Settled settled =
                new Settled(locale, about.get().repository(), about.get().subject(), outcome);
        for (SentNotices.Sent message : sent.changeable(draft)) {
            for (Channel channel : channels) {
                if (channel.kind().stableName().equals(message.channel())) {
                    try {
                        channel.settle(message.reference(), settled);
                    } catch (DeliveryFailure failure) {
                        LOG.info("a message by {} stays as it is: {}", message.channel(), failure.code());
                    }
                }
            }
        }
    }
}
