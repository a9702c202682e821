package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.DraftWatch;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.DraftStatus;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of an approved draft. */
public final class Push {
    private Push() {}

    /**
     * Waits for the end of a push.
     *
     * @param version of the draft once it was approved; what was seen before it, as an earlier failed push, is not the end
     * @throws Failure if it was not pushed
     */
    public static Draft await(DraftWatch watch, String id, int version) {
        Draft draft = watch.until(id, seen -> seen.version() >= version && seen.status() != DraftStatus.APPROVED);
        return switch (draft.status()) {
            case PUSHED -> draft;
            case PUSH_FAILED -> throw failed(draft);
            case CAPTURED, DRAFTED, APPROVED, DISCARDED, EXPIRED, SUPERSEDED ->
                throw Failure.of(Problem.ENDED_OTHERWISE, draft.status()).with("draftId", id);
        };
    }

    private static Failure failed(Draft draft) {
        Failure failure = Failure.of(
                Problem.PUSH_FAILED,
                draft.orEmpty("failure"),
                draft.orEmpty("reason"),
                draft.orEmpty("advice"),
                draft.shortId());
        return failure.with("draftId", draft.id())
                .with("status", draft.status())
                .with("failure", draft.orEmpty("failure"))
                .with("reason", draft.orEmpty("reason"));
    }

    static ObjectNode json(Draft pushed) {
        ObjectNode json = Json.object();
        for (String field : List.of(
                "draftId",
                "status",
                "version",
                "commitId",
                "commitIds",
                "branch",
                "landing",
                "landedOn",
                "rebased",
                "reason",
                "pullRequest",
                "subject")) {
            JsonNode value = pushed.json().path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                json.set(field, value);
            }
        }
        return json;
    }
}
