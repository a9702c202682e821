package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.drafting.DraftingCallEvent.BudgetReached;
import io.comfortcommit.messages.drafting.DraftingCallEvent.ModelCalled;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPage;
import io.comfortcommit.messages.query.AuditPosition;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.Scope;
import io.comfortcommit.messages.query.AuditQuery.WatchAudit;
import io.comfortcommit.messages.query.FoundAuditEntry;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every event is in the audit log, found by what people look for, for whom it concerns and nobody else. */
class AuditTest {
    private static final RepositoryId REPOSITORY = new RepositoryId(new UUID(0, 7));

    private final ReadSide side = ReadSide.shared();
    private final UserId author = Story.somebody();

    private AuditPage page(AuditFilter filter, int first, @Nullable AuditPosition after) {
        return side.ask(
                new FindAuditEntries(author, Scope.OWN, filter, first, after),
                ResponseTypes.instanceOf(AuditPage.class));
    }

    private List<AuditEntry> all(AuditFilter filter) {
        return page(filter, FindAuditEntries.LARGEST_PAGE, null).entries();
    }

    private static AuditFilter about(String... words) {
        return new AuditFilter(null, null, null, Set.of(), null, null, null, Set.of(words));
    }

    private static AuditFilter of(String... events) {
        return new AuditFilter(null, null, null, Set.of(events), null, null, null, Set.of());
    }

    private static AuditFilter at(@Nullable Instant from, @Nullable Instant until) {
        return new AuditFilter(null, null, null, Set.of(), null, from, until, Set.of());
    }

    private Story pushed() {
        Story story = Story.of(author);
        side.publish(story.untilApproved());
        side.publishFrom(4, story.pushed(Landing.BRANCH, "main", null));
        side.awaitProjected();
        return story;
    }

    private void bySystem(DraftId draft, long sequence, Object event) {
        DomainEventMessage<?> message = new GenericDomainEventMessage<>(
                "CommitDraft",
                draft.toString(),
                sequence,
                event,
                MetaData.with("actor", "system").and("traceId", "cafe"));
        side.publish(() -> {}, List.of(message));
        side.awaitProjected();
    }

    @Test
    void everyEventOfADraftIsThereNewestFirstWithWhoAndWhereAndWhat() {
        Story story = pushed();

        List<AuditEntry> log = all(AuditFilter.ALL);

        assertThat(log)
                .extracting(AuditEntry::event)
                .containsExactly(
                        "commit-draft.pushed",
                        "commit-draft.approved",
                        "commit-draft.edited",
                        "commit-draft.drafted",
                        "commit-draft.captured");
        assertThat(log).allSatisfy(entry -> {
            assertThat(entry.draftId()).isEqualTo(story.draft);
            assertThat(entry.repositoryId()).isEqualTo(REPOSITORY);
            assertThat(entry.actor()).isEqualTo("user:" + author);
            assertThat(entry.client()).isEqualTo("test/1");
            assertThat(entry.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        });
        assertThat(log.get(1).detail()).isEqualTo("feat: retry twice");
        assertThat(log.get(1).at()).isEqualTo(Story.START.plusSeconds(4));
        assertThat(log).extracting(AuditEntry::sequence).containsExactly(4L, 3L, 2L, 1L, 0L);
    }

    @Test
    void whatTheSystemDidWithoutSayingWhereIsFoundUnderTheDraftsRepository() {
        Story story = pushed();
        bySystem(story.draft, 5, story.expired());

        AuditEntry entry = all(of("commit-draft.expired")).getFirst();

        assertThat(entry.repositoryId()).isEqualTo(REPOSITORY);
        assertThat(entry.actor()).isEqualTo("system");
        assertThat(entry.client()).isNull();
    }

    @Test
    void callsToModelsAndTrackedRepositoriesAreInItToo() {
        DraftId draft = Story.of(author).draft;
        side.publish(
                () -> {},
                List.of(
                        new GenericDomainEventMessage<>(
                                "DraftingCall",
                                UUID.randomUUID().toString(),
                                0,
                                new ModelCalled(
                                        draft,
                                        REPOSITORY,
                                        author,
                                        "main",
                                        "local",
                                        "qwen3-coder",
                                        900,
                                        80,
                                        false,
                                        0,
                                        700,
                                        "OK",
                                        Story.START),
                                MetaData.with("actor", "system")),
                        new GenericDomainEventMessage<>(
                                "DraftingCall",
                                UUID.randomUUID().toString(),
                                0,
                                new BudgetReached(
                                        draft,
                                        REPOSITORY,
                                        author,
                                        "2026-11",
                                        80,
                                        500_000_000,
                                        400_000_001,
                                        false,
                                        Story.START),
                                MetaData.with("actor", "system")),
                        new GenericDomainEventMessage<>(
                                "TrackedRepository",
                                UUID.randomUUID().toString(),
                                0,
                                new RepositoryTracked(
                                        REPOSITORY, author, "https://git.example.org/shop.git", "main", Story.START),
                                ReadSide.metaData(author))));
        side.awaitProjected();

        assertThat(all(AuditFilter.ALL))
                .extracting(AuditEntry::event, AuditEntry::draftId, AuditEntry::detail)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("drafting-call.model-called", draft, "qwen3-coder OK"),
                        org.assertj.core.groups.Tuple.tuple("drafting-call.budget-reached", draft, "2026-11 80%"),
                        org.assertj.core.groups.Tuple.tuple(
                                "tracked-repository.tracked", null, "https://git.example.org/shop.git"));
    }

    @Test
    void somebodyElsesEventsAreNotShown() {
        Story story = pushed();

        AuditPage others = side.ask(
                new FindAuditEntries(
                        Story.somebody(),
                        Scope.OWN,
                        new AuditFilter(null, REPOSITORY, story.draft, Set.of(), null, null, null, Set.of()),
                        10,
                        null),
                ResponseTypes.instanceOf(AuditPage.class));

        assertThat(others.entries()).isEmpty();
    }

    @Test
    void anAuditorSeesTheEventsOfEverybody() {
        Story story = pushed();
        AuditFilter filter = new AuditFilter(null, null, story.draft, Set.of(), null, null, null, Set.of());
        UserId auditor = Story.somebody();

        AuditPage page = side.ask(
                new FindAuditEntries(auditor, Scope.EVERYBODYS, filter, 10, null),
                ResponseTypes.instanceOf(AuditPage.class));

        assertThat(page.entries()).isNotEmpty().isEqualTo(all(filter));
        assertThat(side.draft(auditor, story.draft)).as("the draft itself").isEmpty();
        // Other tests' events may fill any number of pages before these.
        List<AuditEntry> everything = new ArrayList<>();
        AuditPage next;
        do {
            next = side.ask(
                    new FindAuditEntries(
                            auditor,
                            Scope.EVERYBODYS,
                            AuditFilter.ALL,
                            FindAuditEntries.LARGEST_PAGE,
                            everything.isEmpty() ? null : everything.getLast().position()),
                    ResponseTypes.instanceOf(AuditPage.class));
            everything.addAll(next.entries());
        } while (next.hasNextPage());
        assertThat(everything).containsAll(page.entries());
    }

    @Test
    void everyFilterNarrowsAndTogetherTheyAllHold() {
        Story story = pushed();
        pushed();
        bySystem(story.draft, 5, story.expired());
        Instant captured = Story.START.plusSeconds(1);

        assertThat(all(AuditFilter.ALL)).hasSize(11);
        assertThat(all(of("commit-draft.pushed", "commit-draft.expired"))).hasSize(3);
        assertThat(all(new AuditFilter("system", null, null, Set.of(), null, null, null, Set.of())))
                .hasSize(1);
        assertThat(all(new AuditFilter(null, null, story.draft, Set.of(), null, null, null, Set.of())))
                .hasSize(6);
        assertThat(all(new AuditFilter(null, null, null, Set.of(), "cafe", null, null, Set.of())))
                .hasSize(1);
        assertThat(all(new AuditFilter(
                        null, new RepositoryId(new UUID(0, 9)), null, Set.of(), null, null, null, Set.of())))
                .isEmpty();
        assertThat(all(at(captured, captured.plusSeconds(1)))).hasSize(2);
        assertThat(all(at(null, captured))).isEmpty();
        assertThat(all(new AuditFilter(
                        "user:" + author,
                        REPOSITORY,
                        story.draft,
                        Set.of("commit-draft.approved"),
                        "0af7651916cd43dd8448eb211c80319c",
                        captured,
                        captured.plusSeconds(60),
                        Set.of("retry"))))
                .singleElement()
                .extracting(AuditEntry::detail)
                .isEqualTo("feat: retry twice");
    }

    @Test
    void wordsAreFoundByTheirBeginningsInAnyScriptAndNeverReadAsAnExpression() {
        Story story = Story.of(author);
        side.publish(
                story.captured(),
                story.drafted("fix(결제): 결제취소 시 환불을 다시 시도"),
                story.edited("fix(cart): don't lose src/Cart.java"));
        side.awaitProjected();

        assertThat(all(about("결제취소"))).hasSize(1);
        assertThat(all(about("결제"))).hasSize(2);
        assertThat(all(about("FIX", "환불"))).hasSize(1);
        assertThat(all(about("src/cart.java"))).hasSize(1);
        assertThat(all(about("cart", "환불"))).isEmpty();
        assertThat(all(about("don't | ' & ! ( :*"))).hasSize(1);
        assertThat(all(about("art"))).isEmpty();
    }

    @Test
    void pagesHoldEachEntryOnceWhateverIsWrittenMeanwhile() {
        long seed = new Random().nextLong();
        System.out.println("seed of pagesHoldEachEntryOnceWhateverIsWrittenMeanwhile: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 7; i++) {
            pushed();
        }
        Collection<AuditEntry> before = all(AuditFilter.ALL);

        List<AuditEntry> paged = new ArrayList<>();
        AuditPosition after = null;
        AuditPage page;
        do {
            page = page(AuditFilter.ALL, 1 + random.nextInt(6), after);
            paged.addAll(page.entries());
            after = paged.getLast().position();
            // Of a time within the pages already read and still to be read.
            pushed();
        } while (page.hasNextPage());

        assertThat(new LinkedHashSet<>(paged)).hasSameSizeAs(paged);
        assertThat(paged).containsAll(before);
    }

    @Test
    void whoFollowsIsToldOfWhatIsNewAndWantedOnceAndInOrder() {
        List<AuditEntry> told = new CopyOnWriteArrayList<>();
        try (var following = side.bean(QueryGateway.class)
                .subscriptionQuery(
                        new WatchAudit(author, Scope.OWN, about("retry")),
                        ResponseTypes.instanceOf(FoundAuditEntry.class),
                        ResponseTypes.instanceOf(AuditEntry.class))) {
            var _ = following.updates().subscribe(told::add);

            Story story = pushed();
            side.publishFrom(0, Story.of(Story.somebody()).untilApproved());
            side.awaitProjected();

            await().until(() -> told.size() >= 3);
            assertThat(told).allSatisfy(entry -> assertThat(entry.draftId()).isEqualTo(story.draft));
            assertThat(told)
                    .extracting(AuditEntry::event)
                    .containsExactly("commit-draft.drafted", "commit-draft.edited", "commit-draft.approved");
            assertThat(told).containsExactlyInAnyOrderElementsOf(all(about("retry")));
        }
    }

    @Test
    void aPageOfNothingOrOfTooMuchIsRefused() {
        for (int size : new int[] {0, FindAuditEntries.LARGEST_PAGE + 1}) {
            assertThatThrownBy(() -> page(AuditFilter.ALL, size, null)).hasMessageContaining("1 to 1000");
        }
    }
}
