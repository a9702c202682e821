package io.comfortcommit.sagas.commit;

import io.comfortcommit.analysis.learning.AuthorsForm.Approval;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
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
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/** What activities need of a draft, read from its events: tasks hold ids only, and no read model is up to date enough. */
public final class DraftEvents {
    /** Drafts in a row that were replaced before they were drafted. */
    private static final int MOST_UNDRAFTED = 50;

    /** Payloads of a stream, first to last. */
    private final Function<String, Stream<?>> streams;

    public DraftEvents(EventStore events) {
        this(stream -> events.readEvents(stream).asStream().map(DomainEventMessage::getPayload));
    }

    private DraftEvents(Function<String, Stream<?>> streams) {
        this.streams = streams;
    }

    /** The same, of which each stream is read once, when it is asked about first. For one piece of work, by one thread. */
    public DraftEvents readOnce() {
        Map<String, List<?>> known = new HashMap<>();
        return new DraftEvents(stream ->
                known.computeIfAbsent(stream, unknown -> streams.apply(unknown).toList()).stream());
    }

    public Optional<Captured> captured(DraftId draft) {
        return of(draft, Captured.class).findFirst();
    }

    /** The approval of a round. */
    public Optional<Approved> approved(DraftId draft, int round) {
        return of(draft, Approved.class)
                .filter(approved -> approved.round() == round)
                .findFirst();
    }

    /** The approval of a round as several commits. */
    public Optional<SplitApproved> splitApproved(DraftId draft, int round) {
        return of(draft, SplitApproved.class)
                .filter(approved -> approved.round() == round)
                .findFirst();
    }

    /** What its change is about, as it was drafted. */
    public Optional<ChangeCard> card(DraftId draft) {
        return of(draft, Drafted.class).findFirst().map(Drafted::card);
    }

    /** What the author asked for in a round. */
    public Optional<RedraftRequested> redraftRequested(DraftId draft, int round) {
        return of(draft, RedraftRequested.class)
                .filter(wish -> wish.round() == round)
                .findFirst();
    }

    /** As it stands; null until drafted. */
    public @Nullable String message(DraftId draft) {
        return of(draft, CommitDraftEvent.class)
                .map(event -> switch (event) {
                    case Drafted drafted -> drafted.message();
                    case Redrafted redrafted -> redrafted.message();
                    case Edited edited -> edited.message();
                    case Approved approved -> approved.message();
                    case Captured _,
                            LeftToAgent _,
                            RedraftRequested _,
                            DraftingFailed _,
                            FindingsCleared _,
                            SplitApproved _,
                            Pushed _,
                            PullRequestOpened _,
                            PullRequestNotOpened _,
                            PushFailed _,
                            Discarded _,
                            Expired _,
                            Superseded _,
                            ApproverNotified _,
                            NotificationFailed _ -> null;
                })
                .filter(Objects::nonNull)
                .reduce(null, (_, later) -> later);
    }

    /** What was written for the author last before they approved it, and what they approved; empty if they have not. */
    public Optional<Approval> lastApproval(DraftId draft) {
        String drafted = null;
        Approval last = null;
        for (CommitDraftEvent event : all(draft).toList()) {
            if (event instanceof Drafted first) {
                drafted = first.message();
            } else if (event instanceof Redrafted again) {
                drafted = again.message();
            } else if (event instanceof Approved approved && drafted != null) {
                last = new Approval(drafted, approved.message());
            }
        }
        return Optional.ofNullable(last);
    }

    /** Ids of the findings of which the author has said, in the draft or in those before it, that they are no secrets. */
    public Set<String> cleared(DraftId draft) {
        Set<String> cleared = new HashSet<>();
        Optional<DraftId> looked = Optional.of(draft);
        for (int drafts = 0; looked.isPresent() && drafts < MOST_UNDRAFTED; drafts++) {
            DraftId each = looked.get();
            Optional<Drafted> drafted = of(each, Drafted.class).findFirst();
            of(each, FindingsCleared.class)
                    .forEach(event -> event.findings().forEach(found -> cleared.add(found.id())));
            drafted.map(Drafted::card)
                    .ifPresent(card -> card.secrets().stream()
                            .filter(SecretFinding::cleared)
                            .forEach(found -> cleared.add(found.id())));
            // A message that never came told nothing of the draft before.
            looked = drafted.isPresent() ? Optional.empty() : captured(each).map(Captured::previous);
        }
        return cleared;
    }

    /** Whether its author can still choose a message. */
    public boolean isUndecided(DraftId draft) {
        return of(draft, CommitDraftEvent.class)
                .reduce(
                        false,
                        (undecided, event) -> switch (event) {
                            case Captured _, Drafted _, PushFailed _ -> true;
                            case Approved _, SplitApproved _, Pushed _, Discarded _, Expired _, Superseded _ -> false;
                            case PullRequestOpened _,
                                    PullRequestNotOpened _,
                                    LeftToAgent _,
                                    RedraftRequested _,
                                    Redrafted _,
                                    DraftingFailed _,
                                    FindingsCleared _,
                                    Edited _,
                                    ApproverNotified _,
                                    NotificationFailed _ -> undecided;
                        },
                        (_, later) -> later);
    }

    /** What an approval of the draft as it stands answers to. */
    public long version(DraftId draft) {
        return all(draft).filter(CommitDraftEvent::advancesVersion).count();
    }

    /** What looks like a secret and keeps the draft from being approved. */
    public int undecidedFindings(DraftId draft) {
        Set<String> open = new HashSet<>();
        card(draft)
                .ifPresent(card -> card.secrets().stream()
                        .filter(finding -> !finding.cleared())
                        .forEach(finding -> open.add(finding.id())));
        of(draft, FindingsCleared.class)
                .forEach(event -> event.findings().forEach(cleared -> open.remove(cleared.id())));
        return open.size();
    }

    /** Where its commits are pushed; empty if it is not tracked, or its owner was erased. */
    public Optional<String> remote(RepositoryId repository) {
        return streams.apply(repository.toString())
                .filter(RepositoryTracked.class::isInstance)
                .map(tracked -> ((RepositoryTracked) tracked).remote())
                .reduce((_, later) -> later);
    }

    /** How its messages are drafted, as its owner chose last. */
    public DraftingChoice drafting(RepositoryId repository) {
        return streams.apply(repository.toString())
                .filter(DraftingChosen.class::isInstance)
                .map(chosen -> ((DraftingChosen) chosen).choice())
                .reduce(DraftingChoice.NONE, (_, later) -> later);
    }

    /** First to last. */
    public Stream<CommitDraftEvent> all(DraftId draft) {
        return of(draft, CommitDraftEvent.class);
    }

    private <E extends CommitDraftEvent> Stream<E> of(DraftId draft, Class<E> type) {
        return streams.apply(draft.toString()).filter(type::isInstance).map(type::cast);
    }
}
