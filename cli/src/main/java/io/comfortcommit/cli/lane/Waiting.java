package io.comfortcommit.cli.lane;

import io.comfortcommit.cli.desk.Author;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.LaneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A capture that waits to be sent: all that is said of it, but what only the server knows. The editors write and read the
 * same files.
 *
 * @param snapshot object id of the captured commit
 * @param tree object id of its tree
 * @param base object id of the commit the desk stood on; null before the first commit
 * @param branch short name of the branch it is for
 * @param capturedAt ISO 8601, whole seconds
 * @param client name and version of what captured
 * @param lfs ids of objects that Git LFS keeps elsewhere, which must be at the remote before the commit is
 * @param agent whether this machine shall make the commit, also where the server could
 */
public record Waiting(
        String captureId,
        LaneId lane,
        String snapshot,
        String tree,
        @Nullable String base,
        String branch,
        CaptureMode mode,
        Author author,
        String capturedAt,
        String client,
        Upstream remote,
        List<String> lfs,
        boolean agent) {

    /**
     * Where it will be pushed to.
     *
     * @param name as in {@code git remote}
     * @param url absolute, without credentials
     * @param defaultBranch short name, as far as the desk knows it
     */
    public record Upstream(String name, String url, String defaultBranch) {}

    /** What the server is told of the bundle. */
    public ObjectNode order(String repositoryId) {
        return described(Json.object().put("captureId", captureId).put("repositoryId", repositoryId));
    }

    private ObjectNode described(ObjectNode json) {
        json.put("lane", lane.toString())
                .put("snapshot", snapshot)
                .put("base", base)
                .put("branch", branch)
                .put("mode", mode.name());
        json.putObject("author").put("name", author.name()).put("email", author.email());
        return json.put("capturedAt", capturedAt).put("client", client);
    }

    ObjectNode json() {
        ObjectNode json = described(Json.object().put("captureId", captureId)).put("tree", tree);
        json.putObject("remote")
                .put("name", remote.name)
                .put("url", remote.url)
                .put("defaultBranch", remote.defaultBranch);
        if (agent) {
            json.put("agent", true);
        }
        if (!lfs.isEmpty()) {
            json.set("lfs", Json.texts(lfs));
        }
        return json;
    }

    /** @return empty where something is missing that is needed */
    static Optional<Waiting> of(JsonNode json) {
        List<String> lfs = new ArrayList<>();
        json.path("lfs").forEach(id -> lfs.add(id.asString()));
        try {
            return Optional.of(new Waiting(
                    required(json, "captureId"),
                    new LaneId(UUID.fromString(required(json, "lane"))),
                    required(json, "snapshot"),
                    required(json, "tree"),
                    Json.text(json, "base"),
                    required(json, "branch"),
                    CaptureMode.valueOf(required(json, "mode")),
                    new Author(required(json.path("author"), "name"), required(json.path("author"), "email")),
                    required(json, "capturedAt"),
                    required(json, "client"),
                    new Upstream(
                            required(json.path("remote"), "name"),
                            required(json.path("remote"), "url"),
                            required(json.path("remote"), "defaultBranch")),
                    List.copyOf(lfs),
                    json.path("agent").asBoolean()));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static String required(JsonNode json, String field) {
        String text = Json.text(json, field);
        if (text == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return text;
    }
}
