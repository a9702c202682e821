package io.comfortcommit.commandside.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.axonsupport.AggregateRouting;
import io.comfortcommit.commandside.draft.RejectionDetails;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.AddMember;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.ChooseDrafting;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.RemoveMember;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.TrackRepository;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.messages.repository.TrackedRepositoryState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrackedRepositoryTest {
    private static final Instant NOW = Instant.parse("2026-11-01T09:30:00Z");
    private static final RepositoryId REPOSITORY = new RepositoryId(new UUID(1, 1));
    private static final UserId OWNER = new UserId(new UUID(1, 2));
    private static final UserId COLLEAGUE = new UserId(new UUID(1, 3));
    private static final UserId STRANGER = new UserId(new UUID(1, 4));
    private static final RepositoryTracked TRACKED =
            new RepositoryTracked(REPOSITORY, OWNER, "https://git.example.com/shop.git", "main", NOW);
    private static final MemberAdded ADDED = new MemberAdded(REPOSITORY, OWNER, COLLEAGUE, NOW);
    private static final MemberRemoved REMOVED = new MemberRemoved(REPOSITORY, OWNER, COLLEAGUE, NOW);
    private static final AddMember ADD = new AddMember(REPOSITORY, OWNER, COLLEAGUE);
    private static final RemoveMember REMOVE = new RemoveMember(REPOSITORY, OWNER, COLLEAGUE);

    private final FixtureConfiguration<TrackedRepository> fixture = new AggregateTestFixture<>(TrackedRepository.class)
            .registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC))
            .registerCommandTargetResolver(AggregateRouting::target)
            .registerCommandHandlerInterceptor(new RejectionDetails());

    @Test
    void itIsTrackedOnceAndStaysItsFirstOwners() {
        fixture.given(TRACKED)
                .when(new TrackRepository(REPOSITORY, STRANGER, "https://git.example.com/other.git", "trunk"))
                .expectNoEvents();
    }

    @Test
    void itsOwnerAddsAndRemovesMembers() {
        fixture.given(TRACKED)
                .when(ADD)
                .expectEvents(ADDED)
                .expectResultMessagePayload(new TrackedRepositoryState(REPOSITORY, 1));
        fixture.given(TRACKED, ADDED)
                .when(REMOVE)
                .expectEvents(REMOVED)
                .expectResultMessagePayload(new TrackedRepositoryState(REPOSITORY, 2));
        fixture.given(TRACKED, ADDED, REMOVED).when(ADD).expectEvents(ADDED);
    }

    @Test
    void whatIsSoAlreadyIsNotSaidAgain() {
        fixture.given(TRACKED, ADDED)
                .when(ADD)
                .expectNoEvents()
                .expectResultMessagePayload(new TrackedRepositoryState(REPOSITORY, 1));
        fixture.given(TRACKED, ADDED, REMOVED).when(REMOVE).expectNoEvents();
    }

    @Test
    void aMemberOfBeforeThereWereEventsCanBeRemoved() {
        fixture.given(TRACKED).when(REMOVE).expectEvents(REMOVED);
    }

    @Test
    void theOwnerIsNoMemberAndStaysTheOwner() {
        fixture.given(TRACKED).when(new AddMember(REPOSITORY, OWNER, OWNER)).expectNoEvents();
        fixture.given(TRACKED).when(new RemoveMember(REPOSITORY, OWNER, OWNER)).expectNoEvents();
    }

    @Test
    void itsOwnerChoosesHowMessagesAreDraftedAndWhatIsNotNamedStays() {
        DraftingChosen korean = new DraftingChosen(REPOSITORY, OWNER, DraftingLanguage.KO, false, NOW);
        DraftingChosen both = new DraftingChosen(REPOSITORY, OWNER, DraftingLanguage.KO, true, NOW);
        fixture.given(TRACKED)
                .when(new ChooseDrafting(REPOSITORY, OWNER, DraftingLanguage.KO, null))
                .expectEvents(korean)
                .expectResultMessagePayload(korean.choice());
        fixture.given(TRACKED, korean)
                .when(new ChooseDrafting(REPOSITORY, OWNER, null, true))
                .expectEvents(both)
                .expectResultMessagePayload(both.choice());
        fixture.given(TRACKED, korean, both)
                .when(new ChooseDrafting(REPOSITORY, OWNER, DraftingLanguage.INSTALLATION, false))
                .expectEvents(new DraftingChosen(REPOSITORY, OWNER, DraftingLanguage.INSTALLATION, false, NOW))
                .expectResultMessagePayload(DraftingChoice.NONE);
    }

    @Test
    void howTheyAreDraftedAlreadyIsNotChosenAgain() {
        fixture.given(TRACKED)
                .when(new ChooseDrafting(REPOSITORY, OWNER, DraftingLanguage.INSTALLATION, false))
                .expectNoEvents()
                .expectResultMessagePayload(DraftingChoice.NONE);
    }

    static Stream<TrackedRepositoryCommand> ofOthers() {
        return Stream.of(COLLEAGUE, STRANGER)
                .flatMap(caller -> Stream.of(
                        new AddMember(REPOSITORY, caller, STRANGER),
                        new RemoveMember(REPOSITORY, caller, COLLEAGUE),
                        new ChooseDrafting(REPOSITORY, caller, DraftingLanguage.KO, true)));
    }

    /** A member is nobody who lets others in. */
    @ParameterizedTest
    @MethodSource("ofOthers")
    void toAnybodyElseItIsAsUnknownAsOneThatThereIsNot(TrackedRepositoryCommand command) {
        for (List<?> history : List.of(List.of(TRACKED, ADDED), List.of())) {
            fixture.given(history)
                    .when(command)
                    .expectNoEvents()
                    .expectException(CommandExecutionException.class)
                    .expectExceptionDetails(new Rejection.UnknownRepository(REPOSITORY));
        }
        assertThat(new Rejection.UnknownRepository(REPOSITORY).code()).isEqualTo("UNKNOWN_REPOSITORY");
    }
}
