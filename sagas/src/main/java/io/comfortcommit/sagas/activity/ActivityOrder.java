package io.comfortcommit.sagas.activity;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Trying;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One activity to be done. Stored with the task: ids only, nothing personal.
 *
 * @param round which of its kind for the draft; with the draft and the kind it makes the task's id
 * @param successor the newer draft, for superseding
 * @param traceId the trace that led here
 * @param tries how often it was tried and put off
 * @param trying since when it is tried; null before
 */
public record ActivityOrder(
        UUID draft,
        int round,
        @Nullable UUID successor,
        String traceId,
        int tries,
        @Nullable Trying trying) {

    public static ActivityOrder of(DraftId draft, int round, String traceId) {
        return new ActivityOrder(draft.value(), round, null, traceId, 0, null);
    }

    public DraftId draftId() {
        return new DraftId(draft);
    }

    public ActivityOrder supersededBy(DraftId newer) {
        return new ActivityOrder(draft, round, newer.value(), traceId, tries, trying);
    }

    /** The same order after one more try. */
    public ActivityOrder triedAgain(Instant now) {
        return new ActivityOrder(
                draft, round, successor, traceId, tries + 1, trying == null ? Trying.from(now) : trying.again(now));
    }

    /** Deterministic, so that the same decision made twice schedules once. */
    String instanceId(ActivityKind kind) {
        return instanceId(draft, kind, round);
    }

    static String instanceId(UUID draft, ActivityKind kind, int round) {
        return draft + "/" + kind.taskName() + "/" + round;
    }
}
