package io.comfortcommit.gateway.dispatch;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.messages.drafting.FoundUsage;
import io.comfortcommit.messages.drafting.UsageQuery.FindUsage;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.FindNotificationPreferences;
import io.comfortcommit.messages.notification.NotificationQuery.FindSlackUsers;
import io.comfortcommit.messages.notification.SlackUsers;
import io.comfortcommit.messages.plan.FindPlans;
import io.comfortcommit.messages.plan.FoundPlans;
import io.comfortcommit.messages.privacy.ErasedPeople;
import io.comfortcommit.messages.privacy.ErasedPeople.FindErasedPeople;
import io.comfortcommit.messages.projection.ProjectionQuery.FindDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FindSagaDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditPage;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.WatchAudit;
import io.comfortcommit.messages.query.Candidates;
import io.comfortcommit.messages.query.Candidates.Candidate;
import io.comfortcommit.messages.query.ChainExcerpt;
import io.comfortcommit.messages.query.ChainLeaves;
import io.comfortcommit.messages.query.ChainProof;
import io.comfortcommit.messages.query.ChainQuery.FindChain;
import io.comfortcommit.messages.query.ChainQuery.FindExcerpt;
import io.comfortcommit.messages.query.ChainQuery.ProveConsistency;
import io.comfortcommit.messages.query.ChainQuery.ProveInclusion;
import io.comfortcommit.messages.query.ChainQuery.ReadLeaves;
import io.comfortcommit.messages.query.ChainState;
import io.comfortcommit.messages.query.DiffView;
import io.comfortcommit.messages.query.DraftPage;
import io.comfortcommit.messages.query.DraftQuery.FindCandidates;
import io.comfortcommit.messages.query.DraftQuery.FindDiff;
import io.comfortcommit.messages.query.DraftQuery.FindDraft;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.query.DraftQuery.FindModelUse;
import io.comfortcommit.messages.query.DraftQuery.FindSplit;
import io.comfortcommit.messages.query.DraftQuery.FindTimelines;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftQuery.WatchWriting;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.FoundAuditEntry;
import io.comfortcommit.messages.query.FoundDiff;
import io.comfortcommit.messages.query.FoundDraft;
import io.comfortcommit.messages.query.ModelUse;
import io.comfortcommit.messages.query.PartialMessage;
import io.comfortcommit.messages.query.SplitProposal;
import io.comfortcommit.messages.query.Timeline;
import io.comfortcommit.messages.query.Timelines;
import io.comfortcommit.messages.repository.FoundMembers;
import io.comfortcommit.messages.repository.FoundRepositories;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindMembers;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindRepositories;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.SearchQuery.FindCommits;
import io.comfortcommit.messages.search.SearchQuery.FindSearchState;
import io.comfortcommit.messages.search.SearchState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks the read side. Handlers may run on the thread that asks, so it is never an event loop that does. */
@Component
public final class Queries {
    /** Changes that wait for a slow reader; more end the subscription. */
    private static final int WAITING_CHANGES = 256;
    /**
     * Changes of one person's drafts that may come between a subscription and its first reader, who takes each at once from then on. Axon
     * keeps as many of the last ones as long as the subscription lasts, so this is memory for each page that is open.
     */
    private static final int CHANGES_AT_BEGIN = 32;

    /** More than a model is given for a draft. */
    private static final Duration WRITING = Duration.ofSeconds(60);

    private final QueryGateway gateway;
    private final Offload offload;
    private final Duration patience;

    Queries(QueryGateway gateway, Offload offload, GatewayProperties properties) {
        this.gateway = gateway;
        this.offload = offload;
        this.patience = properties.answerWithin();
    }

    public Mono<Optional<DraftView>> ask(FindDraft query) {
        return ask(query, FoundDraft.class).map(found -> Optional.ofNullable(found.draft()));
    }

    public Mono<DraftPage> ask(FindDrafts query) {
        return ask(query, DraftPage.class);
    }

    public Mono<List<Timeline>> ask(FindTimelines query) {
        return ask(query, Timelines.class).map(Timelines::timelines);
    }

    public Mono<Optional<DiffView>> ask(FindDiff query) {
        return ask(query, FoundDiff.class).map(found -> Optional.ofNullable(found.diff()));
    }

    public Mono<ModelUse> ask(FindModelUse query) {
        return ask(query, ModelUse.class);
    }

    public Mono<AuditPage> ask(FindAuditEntries query) {
        return ask(query, AuditPage.class);
    }

    public Mono<FoundProjections> ask(FindProjections query) {
        return ask(query, FoundProjections.class);
    }

    public Mono<FoundDeadLetters> ask(FindDeadLetters query) {
        return ask(query, FoundDeadLetters.class);
    }

    public Mono<FoundDeadLetters> ask(FindSagaDeadLetters query) {
        return ask(query, FoundDeadLetters.class);
    }

    public Mono<FoundCommits> ask(FindCommits query) {
        return ask(query, FoundCommits.class);
    }

    public Mono<List<FoundRepositories.View>> ask(FindRepositories query) {
        return ask(query, FoundRepositories.class).map(FoundRepositories::repositories);
    }

    public Mono<FoundMembers> ask(FindMembers query) {
        return ask(query, FoundMembers.class);
    }

    public Mono<List<FoundUsage.Use>> ask(FindUsage query) {
        return ask(query, FoundUsage.class).map(FoundUsage::uses);
    }

    public Mono<List<FoundPlans.Plan>> ask(FindPlans query) {
        return ask(query, FoundPlans.class).map(FoundPlans::plans);
    }

    public Mono<ErasedPeople> ask(FindErasedPeople query) {
        return ask(query, ErasedPeople.class);
    }

    public Mono<SearchState> ask(FindSearchState query) {
        return ask(query, SearchState.class);
    }

    /** Every entry from the moment of subscription on; fails as {@link #waiting} does. */
    public Flux<AuditEntry> watch(WatchAudit query) {
        return Flux.usingWhen(
                Mono.fromCallable(() -> gateway.subscriptionQuery(
                                WatchAudit.class.getName(),
                                query,
                                ResponseTypes.instanceOf(FoundAuditEntry.class),
                                ResponseTypes.instanceOf(AuditEntry.class),
                                WAITING_CHANGES))
                        .subscribeOn(offload.scheduler()),
                subscription -> waiting(subscription.updates()),
                subscription -> Mono.fromRunnable(subscription::close));
    }

    public Mono<ChainState> ask(FindChain query) {
        return ask(query, ChainState.class);
    }

    public Mono<Optional<ChainProof.Proof>> ask(ProveInclusion query) {
        return ask(query, ChainProof.class).map(found -> Optional.ofNullable(found.proof()));
    }

    public Mono<Optional<ChainProof.Proof>> ask(ProveConsistency query) {
        return ask(query, ChainProof.class).map(found -> Optional.ofNullable(found.proof()));
    }

    public Mono<Optional<ChainExcerpt.Begin>> ask(FindExcerpt query) {
        return ask(query, ChainExcerpt.class).map(found -> Optional.ofNullable(found.excerpt()));
    }

    public Mono<ChainLeaves> ask(ReadLeaves query) {
        return ask(query, ChainLeaves.class);
    }

    public Mono<SlackUsers> ask(FindSlackUsers query) {
        return ask(query, SlackUsers.class);
    }

    public Mono<NotificationPreferences> ask(FindNotificationPreferences query) {
        return ask(query, NotificationPreferences.class);
    }

    public Mono<SplitProposal> ask(FindSplit query) {
        return ask(query, SplitProposal.class);
    }

    /** Waits as long as a model may take. */
    public Mono<List<Candidate>> ask(FindCandidates query) {
        return ask(query, Candidates.class, patience.plus(WRITING)).map(Candidates::candidates);
    }

    /**
     * What is being written: first nothing, and from then on whatever is; who reads too slowly misses some of it.
     */
    public Flux<PartialMessage> watch(WatchWriting query) {
        return Flux.usingWhen(
                Mono.fromCallable(() -> gateway.subscriptionQuery(
                                query,
                                ResponseTypes.instanceOf(PartialMessage.class),
                                ResponseTypes.instanceOf(PartialMessage.class)))
                        .subscribeOn(offload.scheduler()),
                subscription -> subscription
                        .initialResult()
                        .concatWith(subscription.updates().onBackpressureLatest())
                        .publishOn(offload.scheduler(), 1),
                subscription -> Mono.fromRunnable(subscription::close));
    }

    /**
     * Every change from the moment of subscription on; fails as {@link #waiting} does.
     *
     * @param before asked for once changes are being collected, and given first; changes that it holds already are left
     *     out. Empty if changes are all that is wanted
     */
    public Flux<DraftView> watch(WatchDrafts query, Mono<DraftView> before) {
        return Flux.usingWhen(
                Mono.fromCallable(() -> gateway.subscriptionQuery(
                                WatchDrafts.class.getName(),
                                query,
                                ResponseTypes.instanceOf(FoundDraft.class),
                                ResponseTypes.instanceOf(DraftView.class),
                                CHANGES_AT_BEGIN))
                        .subscribeOn(offload.scheduler()),
                subscription -> newer(before, waiting(subscription.updates())),
                subscription -> Mono.fromRunnable(subscription::close));
    }

    /**
     * Axon keeps all that a slow reader has not had yet, however much that is: each update leads to the next. So they are
     * taken at once, and wait here. One too many ends the subscription; after what waited, the reader is told by an error
     * of which {@link reactor.core.Exceptions#isOverflow} holds.
     */
    private <T> Flux<T> waiting(Flux<T> updates) {
        return updates.onBackpressureBuffer(WAITING_CHANGES, BufferOverflowStrategy.ERROR)
                .publishOn(offload.scheduler(), 1);
    }

    /** Until there is something before, updates wait in the subscription. */
    private static Flux<DraftView> newer(Mono<DraftView> before, Flux<DraftView> updates) {
        return before.map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMapMany(first -> first.isEmpty()
                        ? updates
                        : updates.filter(update -> isNewer(update, first.get())).startWith(first.get()));
    }

    /** How it goes with another message changes without a new version. */
    private static boolean isNewer(DraftView update, DraftView known) {
        return update.version() > known.version()
                || (update.version() == known.version() && update.updatedAt().isAfter(known.updatedAt()));
    }

    private <R> Mono<R> ask(Object query, Class<R> answer) {
        return ask(query, answer, patience);
    }

    private <R> Mono<R> ask(Object query, Class<R> answer, Duration limit) {
        return Mono.defer(() -> Mono.fromFuture(gateway.query(query, ResponseTypes.instanceOf(answer))))
                .subscribeOn(offload.scheduler())
                .timeout(limit);
    }
}
