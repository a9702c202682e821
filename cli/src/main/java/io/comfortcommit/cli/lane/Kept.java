package io.comfortcommit.cli.lane;

import io.comfortcommit.cli.terminal.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A capture that the server took, as the desk remembers it.
 *
 * @param snapshot object id of the captured commit
 * @param base object id of the commit the desk stood on; null before the first commit
 */
public record Kept(
        String draftId,
        String captureId,
        String snapshot,
        @Nullable String base) {
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("draftId", draftId)
                .put("captureId", captureId)
                .put("snapshot", snapshot);
        if (base != null) {
            json.put("base", base);
        }
        return json;
    }

    public static Kept of(JsonNode json) {
        return new Kept(
                Objects.requireNonNullElse(Json.text(json, "draftId"), ""),
                Objects.requireNonNullElse(Json.text(json, "captureId"), ""),
                Objects.requireNonNullElse(Json.text(json, "snapshot"), ""),
                Json.text(json, "base"));
    }
}
