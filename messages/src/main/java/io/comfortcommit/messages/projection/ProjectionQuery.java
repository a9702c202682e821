package io.comfortcommit.messages.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators can ask of the projections. */
public sealed interface ProjectionQuery {
    /** Answered with {@link FoundProjections}. */
    record FindProjections() implements ProjectionQuery {}

    /**
     * The oldest first. Answered with {@link FoundDeadLetters}.
     *
     * @param projection null for those of all
     * @param id null for all
     * @param first at most so many, 1 to {@value #MOST}
     */
    record FindDeadLetters(
            @Nullable String projection, @Nullable String id, int first) implements ProjectionQuery {
        public static final int MOST = 1000;
    }

    /**
     * As {@link FindDeadLetters}, of the process that every draft goes through.
     *
     * @param id null for all
     */
    record FindSagaDeadLetters(@Nullable String id, int first) implements ProjectionQuery {}

    record FoundProjections(List<ProjectionView> projections) {}

    /** @param total how many there are */
    record FoundDeadLetters(List<DeadLetterView> letters, long total) {}
}
