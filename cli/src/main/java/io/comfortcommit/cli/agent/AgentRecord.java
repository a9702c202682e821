package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.Trying;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A draft that this machine is to push, as it remembers it.
 *
 * @param remote name of the remote
 * @param branch short name of the branch on the remote
 * @param base object id; null before the first commit
 * @param staged whether the index alone was captured
 * @param authorDate as git reads it
 * @param trying since when a push is tried without an answer; null while none was
 * @param attempts commits that may have reached the remote, oldest first
 * @param landed where the commit lies; null until it does
 * @param reported whether the server knows
 */
record AgentRecord(
        String draftId,
        String captureId,
        String lane,
        String remote,
        String branch,
        String snapshot,
        @Nullable String base,
        boolean staged,
        String authorName,
        String authorEmail,
        String authorDate,
        Instant capturedAt,
        @Nullable Trying trying,
        List<Attempt> attempts,
        @Nullable Landed landed,
        boolean reported) {
    AgentRecord {
        attempts = List.copyOf(attempts);
    }

    /**
     * @param message as it was approved, before hooks had a say
     * @param expected object id that the target was expected to hold; null where it was expected not to exist
     * @param parent object id; null for a first commit
     */
    record Attempt(
            String commit,
            String target,
            @Nullable String expected,
            @Nullable String parent,
            String tree,
            String message,
            boolean rebased,
            @Nullable String reason) {
        ObjectNode json() {
            return Json.object()
                    .put("commit", commit)
                    .put("target", target)
                    .put("expected", expected)
                    .put("parent", parent)
                    .put("tree", tree)
                    .put("message", message)
                    .put("rebased", rebased)
                    .put("reason", reason);
        }

        static Attempt of(JsonNode json) {
            return new Attempt(
                    required(json, "commit"),
                    required(json, "target"),
                    Json.text(json, "expected"),
                    Json.text(json, "parent"),
                    required(json, "tree"),
                    required(json, "message"),
                    json.path("rebased").asBoolean(),
                    Json.text(json, "reason"));
        }
    }

    /** @param target short name of the branch that it lies on */
    record Landed(
            String commit,
            String target,
            boolean rebased,
            @Nullable String reason) {}

    boolean landedOnBranch() {
        return landed != null && landed.target().equals(branch);
    }

    AgentRecord with(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(attempt);
        return with(trying, more, landed, reported);
    }

    AgentRecord withLanded(Attempt attempt) {
        return with(
                null,
                attempts,
                new Landed(attempt.commit(), attempt.target(), attempt.rebased(), attempt.reason()),
                false);
    }

    AgentRecord withTrying(@Nullable Trying now) {
        return with(now, attempts, landed, reported);
    }

    AgentRecord asReported() {
        return with(trying, attempts, landed, true);
    }

    private AgentRecord with(@Nullable Trying tried, List<Attempt> tries, @Nullable Landed where, boolean isReported) {
        return new AgentRecord(
                draftId,
                captureId,
                lane,
                remote,
                branch,
                snapshot,
                base,
                staged,
                authorName,
                authorEmail,
                authorDate,
                capturedAt,
                tried,
                tries,
                where,
                isReported);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("draftId", draftId)
                .put("captureId", captureId)
                .put("lane", lane)
                .put("remote", remote)
                .put("branch", branch)
                .put("snapshot", snapshot)
                .put("base", base)
                .put("staged", staged)
                .put("authorName", authorName)
                .put("authorEmail", authorEmail)
                .put("authorDate", authorDate)
                .put("capturedAt", capturedAt.toString())
                .put("reported", reported);
        if (trying != null) {
            json.putObject("trying")
                    .put("since", trying.since().toString())
                    .put("last", trying.last().toString());
        }
        json.set("attempts", Json.of(attempts.stream().map(Attempt::json).toList()));
        if (landed != null) {
            json.putObject("landed")
                    .put("commit", landed.commit())
                    .put("target", landed.target())
                    .put("rebased", landed.rebased())
                    .put("reason", landed.reason());
        }
        return json;
    }

    static AgentRecord of(JsonNode json) {
        List<Attempt> attempts = new ArrayList<>();
        json.path("attempts").forEach(attempt -> attempts.add(Attempt.of(attempt)));
        JsonNode trying = json.path("trying");
        JsonNode landed = json.path("landed");
        return new AgentRecord(
                required(json, "draftId"),
                required(json, "captureId"),
                required(json, "lane"),
                required(json, "remote"),
                required(json, "branch"),
                required(json, "snapshot"),
                Json.text(json, "base"),
                json.path("staged").asBoolean(),
                required(json, "authorName"),
                required(json, "authorEmail"),
                required(json, "authorDate"),
                Instant.parse(required(json, "capturedAt")),
                trying.isObject()
                        ? new Trying(Instant.parse(required(trying, "since")), Instant.parse(required(trying, "last")))
                        : null,
                attempts,
                landed.isObject()
                        ? new Landed(
                                required(landed, "commit"),
                                required(landed, "target"),
                                landed.path("rebased").asBoolean(),
                                Json.text(landed, "reason"))
                        : null,
                json.path("reported").asBoolean());
    }

    private static String required(JsonNode json, String field) {
        return Objects.requireNonNull(Json.text(json, field), field);
    }
}
