package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.drafting.FoundUsage;
import io.comfortcommit.messages.drafting.FoundUsage.Use;
import io.comfortcommit.messages.drafting.UsageQuery.FindUsage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.Test;

class UsageTest {
    private final ReadSide side = ReadSide.shared();
    private final UserId author = Story.somebody();
    private final RepositoryId repository = new RepositoryId(UUID.randomUUID());

    private DomainEventMessage<?> call(UserId user, String model, int prompt, int answer, long cost, String at) {
        return call(repository, user, "default", model, prompt, answer, cost, at);
    }

    private static DomainEventMessage<?> call(
            RepositoryId repository,
            UserId user,
            String keyGroup,
            String model,
            int prompt,
            int answer,
            long cost,
            String at) {
        return Calls.of(
                new DraftId(UUID.randomUUID()),
                repository,
                user,
                keyGroup,
                model,
                prompt,
                answer,
                cost,
                Instant.parse(at));
    }

    private List<Use> usage(UserId caller, String since) {
        return side.ask(new FindUsage(caller, since), ResponseTypes.instanceOf(FoundUsage.class))
                .uses();
    }

    @Test
    void callsAreSummedUpByMonthInUtcAndModel() {
        side.publish(
                () -> {},
                List.of(
                        call(author, "small", 100, 10, 5, "2026-09-30T23:59:59.999999Z"),
                        call(author, "small", 200, 20, 6, "2026-10-01T00:00:00Z"),
                        call(author, "large", 2_000_000_000, 1, 7_000_000, "2026-11-02T09:00:00Z"),
                        call(author, "small", 400, 40, 8, "2026-11-03T09:00:00Z"),
                        call(author, "large", 2_000_000_000, 2, 9_000_000, "2026-11-30T23:00:00Z")));
        side.awaitProjected();

        assertThat(usage(author, "2026-09"))
                .containsExactly(
                        new Use("2026-11", repository, "default", "large", 2, 4_000_000_000L, 3, 16_000_000),
                        new Use("2026-11", repository, "default", "small", 1, 400, 40, 8),
                        new Use("2026-10", repository, "default", "small", 1, 200, 20, 6),
                        new Use("2026-09", repository, "default", "small", 1, 100, 10, 5));
        assertThat(usage(author, "2026-10")).extracting(Use::month).containsExactly("2026-11", "2026-11", "2026-10");
    }

    @Test
    void callsAreToldApartByRepositoryAndKeyGroup() {
        RepositoryId other = new RepositoryId(UUID.randomUUID());
        side.publish(
                () -> {},
                List.of(
                        call(repository, author, "ours", "small", 100, 10, 5, "2026-11-01T00:00:00Z"),
                        call(repository, author, "theirs", "small", 200, 20, 6, "2026-11-02T00:00:00Z"),
                        call(other, author, "ours", "small", 400, 40, 7, "2026-11-03T00:00:00Z"),
                        call(other, author, "ours", "small", 800, 80, 8, "2026-11-04T00:00:00Z")));
        side.awaitProjected();

        assertThat(usage(author, "2026-11"))
                .containsExactlyInAnyOrder(
                        new Use("2026-11", repository, "ours", "small", 1, 100, 10, 5),
                        new Use("2026-11", repository, "theirs", "small", 1, 200, 20, 6),
                        new Use("2026-11", other, "ours", "small", 2, 1_200, 120, 15));
    }

    @Test
    void nobodyIsToldOfCallsForAnother() {
        UserId another = Story.somebody();
        side.publish(() -> {}, List.of(call(author, "small", 100, 10, 5, "2026-11-01T00:00:00Z")));
        side.awaitProjected();

        assertThat(usage(another, "2026-01")).isEmpty();
        assertThat(usage(author, "2026-01")).hasSize(1);
    }
}
