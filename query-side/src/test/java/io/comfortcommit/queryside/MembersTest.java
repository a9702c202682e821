package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPage;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.Scope;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.FoundMembers;
import io.comfortcommit.messages.repository.FoundMembers.Member;
import io.comfortcommit.messages.repository.FoundRepositories;
import io.comfortcommit.messages.repository.FoundRepositories.View;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindMembers;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindRepositories;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Members are what the events of a repository say; what they see is {@link RowSecurityTest}'s. */
class MembersTest {
    private final ReadSide side = ReadSide.shared();
    private final UserId owner = Story.somebody();
    private final UserId first = Story.somebody();
    private final UserId second = Story.somebody();
    private final RepositoryId repository = new RepositoryId(UUID.randomUUID());
    private final Membership membership = Membership.of(repository, owner);

    private void happens(DomainEventMessage<?>... events) {
        side.publish(() -> {}, List.of(events));
        side.awaitProjected();
    }

    private @Nullable List<Member> members(UserId caller, long atLeast) {
        return side.ask(new FindMembers(caller, repository, atLeast), ResponseTypes.instanceOf(FoundMembers.class))
                .members();
    }

    private List<UserId> users() {
        return Objects.requireNonNull(members(owner, -1)).stream()
                .map(Member::user)
                .toList();
    }

    @Test
    void theOwnerIsToldWhoIsAMember() {
        happens(membership.tracked());
        assertThat(members(owner, 0)).isEmpty();

        happens(membership.added(first), membership.added(second));
        assertThat(members(owner, 2))
                .containsExactly(
                        new Member(first, Story.START.plusSeconds(1)), new Member(second, Story.START.plusSeconds(2)));

        happens(membership.removed(first), membership.added(first));
        assertThat(users()).containsExactly(second, first);
    }

    @Test
    void anAnswerWaitsForTheChangeThatItsCallerMade() {
        ReadSide patient = ReadSide.own();
        try {
            patient.publish(() -> {}, List.of(membership.tracked()));
            patient.awaitProjected();
            assertThat(askedBefore(patient, membership.added(first), 1))
                    .extracting(Member::user)
                    .containsExactly(first);
            assertThat(askedBefore(patient, membership.removed(first), 2)).isEmpty();
        } finally {
            patient.close();
        }
    }

    /** @return what is answered to somebody who asks before the event is applied */
    private @Nullable List<Member> askedBefore(ReadSide patient, DomainEventMessage<?> event, long atLeast) {
        StreamingEventProcessor processor = patient.processor("members");
        processor.shutDown();
        patient.publish(() -> {}, List.of(event));
        CompletableFuture<FoundMembers> answer = patient.bean(QueryGateway.class)
                .query(new FindMembers(owner, repository, atLeast), ResponseTypes.instanceOf(FoundMembers.class));
        assertThat(answer).isNotDone();
        processor.start();
        FoundMembers found = answer.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(found.reached()).isEqualTo(atLeast);
        return found.members();
    }

    @Test
    void anAnswerThatIsBehindForLongerSaysHowOldItIs() {
        happens(membership.tracked(), membership.added(first));
        FindMembers query = new FindMembers(owner, repository, 2);
        StreamingEventProcessor processor = side.processor("members");
        int segments = processor.processingStatus().size();
        processor.shutDown();
        try {
            side.publish(() -> {}, List.of(membership.removed(first)));
            assertThat(side.ask(query, ResponseTypes.instanceOf(FoundMembers.class)))
                    .isEqualTo(new FoundMembers(List.of(new Member(first, Story.START.plusSeconds(1))), 1));
        } finally {
            processor.start();
            await().until(() -> processor.processingStatus().size() == segments);
        }
        side.awaitProjected();
        assertThat(side.ask(query, ResponseTypes.instanceOf(FoundMembers.class)))
                .isEqualTo(new FoundMembers(List.of(), 2));
    }

    @Test
    void aRowThatSomebodyPutThereBySqlHoldsUpNothing() throws SQLException {
        happens(membership.tracked());
        side.asOwner("INSERT INTO query.membership VALUES ('" + repository + "', '" + first + "', now())");
        happens(membership.added(first), membership.added(second));
        assertThat(members(owner, 2))
                .containsExactly(
                        new Member(first, Story.START.plusSeconds(1)), new Member(second, Story.START.plusSeconds(2)));
        happens(membership.removed(first));
        assertThat(users()).containsExactly(second);
    }

    @Test
    void nobodyElseIsToldNotEvenAMember() {
        happens(membership.tracked(), membership.added(first));
        for (UserId other : List.of(first, second)) {
            assertThat(members(other, -1)).isNull();
            assertThat(side.ask(new FindRepositories(other), ResponseTypes.instanceOf(FoundRepositories.class))
                            .repositories())
                    .isEmpty();
        }
        assertThat(side.ask(new FindRepositories(owner), ResponseTypes.instanceOf(FoundRepositories.class))
                        .repositories())
                .containsExactly(new View(repository, Membership.REMOTE, "main", Story.START, DraftingChoice.NONE));
    }

    @Test
    void theOwnerIsToldHowMessagesAreDraftedThere() {
        happens(
                membership.tracked(),
                membership.drafting(DraftingLanguage.KO, false),
                membership.added(first),
                membership.drafting(DraftingLanguage.KO, true));
        assertThat(side.ask(new FindRepositories(owner), ResponseTypes.instanceOf(FoundRepositories.class))
                        .repositories())
                .extracting(View::drafting)
                .containsExactly(new DraftingChoice(DraftingLanguage.KO, true));
        assertThat(users()).containsExactly(first);
    }

    @Test
    void itIsInTheOwnersAuditLog() {
        happens(
                membership.tracked(),
                membership.added(first),
                membership.removed(first),
                membership.drafting(DraftingLanguage.KO, true));

        assertThat(side.ask(
                                new FindAuditEntries(owner, Scope.OWN, AuditFilter.ALL, 10, null),
                                ResponseTypes.instanceOf(AuditPage.class))
                        .entries())
                .extracting(AuditEntry::event, AuditEntry::actor, AuditEntry::repositoryId, AuditEntry::detail)
                .containsExactly(
                        Tuple.tuple("tracked-repository.drafting-chosen", "user:" + owner, repository, "KO gitmoji"),
                        Tuple.tuple("tracked-repository.member-removed", "user:" + owner, repository, "user:" + first),
                        Tuple.tuple("tracked-repository.member-added", "user:" + owner, repository, "user:" + first),
                        Tuple.tuple("tracked-repository.tracked", "user:" + owner, repository, Membership.REMOTE));
    }

    @Test
    void aMemberOfBeforeThereWereEventsStaysOneUntilRemoved() throws SQLException {
        Story story = Story.in(repository, owner);
        side.publish(story.captured());
        side.asOwner("INSERT INTO query.earlier_membership VALUES ('" + repository + "', '" + first
                + "', now(), 'operator')");
        happens(membership.tracked(), membership.added(second));
        assertThat(users()).containsExactlyInAnyOrder(first, second);
        assertThat(side.draft(first, story.draft)).isPresent();

        happens(membership.removed(first));
        assertThat(users()).containsExactly(second);
        assertThat(side.draft(first, story.draft)).isEmpty();
    }

    @Test
    void anEarlierMemberWhoseRemovalWasGivenUpIsRemovedByARebuild() throws SQLException {
        Story story = Story.in(repository, owner);
        side.publish(story.captured());
        side.asOwner("INSERT INTO query.earlier_membership VALUES ('" + repository + "', '" + first
                + "', now(), 'operator')");
        happens(membership.tracked());
        side.asOwner("ALTER TABLE query.repository ADD CONSTRAINT poisoned CHECK (sequence = 0 OR repository_id <> '"
                + repository + "')");
        try {
            side.publish(() -> {}, List.of(membership.removed(first)));
            DeadLetterView parked = await().until(() -> parked().stream().findFirst(), Optional::isPresent)
                    .orElseThrow();
            assertThat(side.bean(CommandGateway.class)
                            .<ProjectionAnswer>sendAndWait(new DiscardDeadLetter("members", parked.id()))
                            .outcome())
                    .isEqualTo(ProjectionAnswer.Outcome.DONE);
        } finally {
            side.asOwner("ALTER TABLE query.repository DROP CONSTRAINT poisoned");
        }
        side.awaitProjected();
        assertThat(side.draft(first, story.draft)).isPresent();

        assertThat(rebuilt(true).differences())
                .filteredOn(table -> table.table().equals("earlier_membership"))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.surplus()).isEqualTo(1);
                    assertThat(table.samples()).containsExactly(repository + "/" + first);
                });
        assertThat(side.draft(first, story.draft)).as("a dry run only tells").isPresent();

        rebuilt();

        assertThat(side.draft(first, story.draft)).isEmpty();
        assertThat(users()).isEmpty();
    }

    private List<DeadLetterView> parked() {
        return side
                .ask(new FindDeadLetters("members", null, 50), ResponseTypes.instanceOf(FoundDeadLetters.class))
                .letters()
                .stream()
                .filter(letter -> letter.stream().equals(repository.toString()))
                .toList();
    }

    @Test
    void whatIsBuiltAnewIsWhatWasThereBitForBit() {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        events.add(membership.tracked());
        for (int i = 0; i < 30; i++) {
            UserId member = Story.somebody();
            events.add(membership.added(member));
            if (i % 3 == 0) {
                events.add(membership.removed(member));
                events.add(membership.added(first));
                events.add(membership.removed(first));
            }
        }
        events.add(membership.added(first));
        happens(events.toArray(DomainEventMessage<?>[]::new));
        List<Map<String, Object>> before = side.rows();
        side.jdbc()
                .sql("DELETE FROM query.membership WHERE user_id = ?")
                .params(first.value())
                .update();
        assertThat(users()).doesNotContain(first);

        assertThat(rebuilt().differences())
                .extracting(
                        RebuildView.TableDifference::table,
                        RebuildView.TableDifference::missing,
                        RebuildView.TableDifference::surplus,
                        RebuildView.TableDifference::different)
                .containsExactly(
                        Tuple.tuple("repository", 0L, 0L, 0L),
                        Tuple.tuple("membership", 1L, 0L, 0L),
                        Tuple.tuple("earlier_membership", 0L, 0L, 0L));
        assertThat(side.rows()).isEqualTo(before);
    }

    private RebuildView rebuilt() {
        return rebuilt(false);
    }

    private RebuildView rebuilt(boolean dryRun) {
        UUID id = UUID.randomUUID();
        ProjectionAnswer begun = side.bean(CommandGateway.class)
                .sendAndWait(new StartRebuild(id, "members", null, dryRun, "user:" + owner));
        assertThat(begun.outcome()).isEqualTo(ProjectionAnswer.Outcome.DONE);
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        this::rebuild,
                        found -> found.filter(rebuild -> rebuild.id().equals(id) && rebuild.state() == State.DONE)
                                .isPresent())
                .orElseThrow();
    }

    private Optional<RebuildView> rebuild() {
        return side.ask(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class)).projections().stream()
                .filter(projection -> projection.name().equals("members"))
                .findFirst()
                .map(ProjectionView::rebuild);
    }
}
