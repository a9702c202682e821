package io.comfortcommit.messages.projection;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators do with a projection. Each is answered with a {@link ProjectionAnswer}. */
public sealed interface ProjectionCommand {
    String projection();

    /**
     * Builds the projection aside from the first event on; in the end its rows take the place of those that are shown.
     *
     * @param rebuildId of the caller's making, so that a repeated command starts one rebuild
     * @param until only events before; then the copy stays aside, and what is shown stays as it is. Null for all
     * @param dryRun only tells in which rows the copy differs from what is shown
     * @param by who asks, as {@code user:<uuid>}
     */
    record StartRebuild(
            UUID rebuildId, String projection, @Nullable Instant until, boolean dryRun, String by)
            implements ProjectionCommand {}

    record PauseRebuild(String projection) implements ProjectionCommand {}

    /** Also tries again what failed, from where it stopped. */
    record ResumeRebuild(String projection) implements ProjectionCommand {}

    /** Ends the newest rebuild and drops its copy, also one that was kept for its {@code until}. */
    record CancelRebuild(String projection) implements ProjectionCommand {}

    /** Applies a dead letter and those of the same draft behind it, as far as they can be. */
    record RetryDeadLetter(String projection, String letterId) implements ProjectionCommand {}

    /** Gives a dead letter up: the projection goes without the event until it is rebuilt. */
    record DiscardDeadLetter(String projection, String letterId) implements ProjectionCommand {}

    /** As {@link RetryDeadLetter}, of the process that every draft goes through. */
    record RetrySagaDeadLetter(String letterId) implements ProjectionCommand {
        @Override
        public String projection() {
            return DeadLetterView.SAGA;
        }
    }

    /** Gives a dead letter up: the process of its draft goes on without the event. */
    record DiscardSagaDeadLetter(String letterId) implements ProjectionCommand {
        @Override
        public String projection() {
            return DeadLetterView.SAGA;
        }
    }
}
