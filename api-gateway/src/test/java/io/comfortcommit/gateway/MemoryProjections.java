package io.comfortcommit.gateway;

import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardSagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.PauseRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.RetryDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.RetrySagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FindSagaDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.ProjectionView.SegmentView;
import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/** One projection and one dead letter; does nothing, and remembers what it was told. */
final class MemoryProjections {
    static final DeadLetterView LETTER = new DeadLetterView(
            "letter-1",
            "drafts",
            new UUID(0, 8).toString(),
            1,
            "commit-draft.drafted",
            Instant.parse("2026-11-01T09:00:00Z"),
            Instant.parse("2026-11-01T09:01:00Z"),
            "FailedWriteException: SQLSTATE 23514",
            2,
            3);

    static final DeadLetterView SAGA_LETTER = new DeadLetterView(
            "letter-0",
            DeadLetterView.SAGA,
            LETTER.stream(),
            3,
            "commit-draft.approved",
            LETTER.parkedAt().minusSeconds(1),
            LETTER.triedAt(),
            "SerializationException",
            1,
            0);

    private final List<ProjectionCommand> told = new CopyOnWriteArrayList<>();
    private volatile Outcome outcome = Outcome.DONE;

    void forget() {
        told.clear();
        outcome = Outcome.DONE;
    }

    List<ProjectionCommand> told() {
        return told;
    }

    void answer(Outcome next) {
        outcome = next;
    }

    static RebuildView rebuild(UUID id, State state, @Nullable Instant until, boolean dryRun) {
        return new RebuildView(
                id,
                "drafts",
                state,
                dryRun,
                until,
                "user:" + GatewayTest.OWNER,
                Instant.parse("2026-11-01T09:00:00Z"),
                null,
                40,
                90,
                41,
                1000.5,
                1L,
                List.of(new TableDifference("draft", 1, 2, 3, List.of("a"))),
                null,
                List.of());
    }

    @QueryHandler
    FoundProjections handle(FindProjections query) {
        return new FoundProjections(List.of(new ProjectionView(
                "drafts",
                90,
                100,
                12.5,
                List.of(new SegmentView(0, 90), new SegmentView(1, 100)),
                1,
                rebuild(new UUID(0, 1), State.RUNNING, null, false))));
    }

    @QueryHandler
    FoundDeadLetters handle(FindDeadLetters query) {
        boolean wanted = query.id() == null || query.id().equals(LETTER.id());
        return new FoundDeadLetters(wanted ? List.of(LETTER) : List.of(), wanted ? 1 : 0);
    }

    @QueryHandler
    FoundDeadLetters handle(FindSagaDeadLetters query) {
        boolean wanted = query.id() == null || query.id().equals(SAGA_LETTER.id());
        return new FoundDeadLetters(wanted ? List.of(SAGA_LETTER) : List.of(), wanted ? 1 : 0);
    }

    @CommandHandler
    ProjectionAnswer handle(RetrySagaDeadLetter command) {
        return remembered(command);
    }

    @CommandHandler
    ProjectionAnswer handle(DiscardSagaDeadLetter command) {
        return remembered(command);
    }

    @CommandHandler
    ProjectionAnswer handle(StartRebuild command) {
        told.add(command);
        return new ProjectionAnswer(
                outcome, rebuild(command.rebuildId(), State.RUNNING, command.until(), command.dryRun()));
    }

    @CommandHandler
    ProjectionAnswer handle(PauseRebuild command) {
        return remembered(command);
    }

    @CommandHandler
    ProjectionAnswer handle(ResumeRebuild command) {
        return remembered(command);
    }

    @CommandHandler
    ProjectionAnswer handle(CancelRebuild command) {
        return remembered(command);
    }

    @CommandHandler
    ProjectionAnswer handle(RetryDeadLetter command) {
        return remembered(command);
    }

    @CommandHandler
    ProjectionAnswer handle(DiscardDeadLetter command) {
        return remembered(command);
    }

    private ProjectionAnswer remembered(ProjectionCommand command) {
        told.add(command);
        return new ProjectionAnswer(outcome, rebuild(new UUID(0, 1), State.PAUSED, null, false));
    }
}
