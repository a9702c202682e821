package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An event that nobody can read holds up its draft and nothing else, and is never passed over. */
class UnreadableEventTest {
    private final UserId author = Story.somebody();

    static List<Arguments> damages() {
        return List.of(
                Arguments.of("convert_to('{\"broken', 'UTF8'), payload_revision, payload_type", "can't be applied"),
                // Of a revision that steps lead on from, which have to read it too.
                Arguments.of("convert_to('{\"broken', 'UTF8'), '1', payload_type", "can't be applied"),
                Arguments.of(
                        "payload, payload_revision, 'commit-draft.from-the-future'",
                        "of a kind that this version does not know"),
                Arguments.of("payload, '99', payload_type", "of a kind that this version does not know"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void itIsParkedWithItsSequenceAndStopsARebuildUntilItCanBeRead(String damage, String said) throws Exception {
        ReadSide side = ReadSide.own();
        try {
            Story story = Story.of(author);
            Story other = Story.of(author);
            side.publish(story.captured(), story.drafted("feat: a"));
            side.awaitProjected();
            // A third event that is the second one again, damaged.
            String whole = "payload, payload_revision, payload_type";
            side.asOwner("INSERT INTO test_events.domain_event (aggregate_identifier, sequence_number, type,"
                    + " event_identifier, meta_data, payload, payload_revision, payload_type, time_stamp)"
                    + " SELECT aggregate_identifier, 2, type, event_identifier || '-2', meta_data, " + damage
                    + ", time_stamp FROM test_events.domain_event WHERE aggregate_identifier = '" + story.draft
                    + "' AND sequence_number = 1");
            side.publishFrom(3, story.edited("feat: b"));
            side.publish(other.untilApproved());
            side.awaitProjected();

            for (String projection : List.of("drafts", "timeline", "audit")) {
                await().untilAsserted(() -> assertThat(view(side, projection).deadLetters())
                        .as(projection)
                        .isEqualTo(2));
            }
            assertThat(side.draft(author, story.draft).orElseThrow().message()).isEqualTo("feat: a");
            assertThat(side.draft(author, other.draft).orElseThrow().version()).isEqualTo(4);

            UUID id = UUID.randomUUID();
            side.bean(CommandGateway.class)
                    .<ProjectionAnswer>sendAndWait(new StartRebuild(id, "drafts", null, false, "user:" + author));
            assertThat(reached(side, State.FAILED).failure()).contains("event 2 of " + story.draft, said);

            side.asOwner("UPDATE test_events.domain_event d SET (" + whole + ") = (SELECT " + whole
                    + " FROM test_events.domain_event f WHERE f.aggregate_identifier = d.aggregate_identifier"
                    + " AND f.sequence_number = 1) WHERE d.aggregate_identifier = '" + story.draft
                    + "' AND d.sequence_number = 2");
            ReadSide next = side.restarted();
            try {
                ProjectionAnswer answer = next.bean(CommandGateway.class).sendAndWait(new ResumeRebuild("drafts"));
                assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
                reached(next, State.DONE);
                assertThat(next.draft(author, story.draft).orElseThrow().message())
                        .isEqualTo("feat: b");
                assertThat(view(next, "drafts").deadLetters()).isZero();
            } finally {
                next.close();
            }
        } finally {
            side.close();
        }
    }

    private static ProjectionView view(ReadSide side, String projection) {
        return side.ask(new FindProjections(), ResponseTypes.instanceOf(FoundProjections.class)).projections().stream()
                .filter(found -> found.name().equals(projection))
                .findFirst()
                .orElseThrow();
    }

    private static RebuildView reached(ReadSide side, State state) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        Objects.requireNonNull(view(side, "drafts").rebuild()).state() == state);
        return Objects.requireNonNull(view(side, "drafts").rebuild());
    }
}
