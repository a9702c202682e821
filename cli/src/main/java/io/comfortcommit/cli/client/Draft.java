package io.comfortcommit.cli.client;

import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.messages.draft.DraftStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A draft as the server told it. @param json with {@code draftId} in place of the API's {@code id} */
public record Draft(ObjectNode json) {
    public static Draft of(JsonNode told) {
        ObjectNode json = Json.object();
        told.propertyStream()
                .forEach(field -> json.set(field.getKey().equals("id") ? "draftId" : field.getKey(), field.getValue()));
        return new Draft(json);
    }

    public String id() {
        return required("draftId");
    }

    /** Last part of the id: those of one hour begin alike. */
    public String shortId() {
        return shortId(id());
    }

    public static String shortId(String id) {
        return id.substring(id.length() - 8);
    }

    public DraftStatus status() {
        return DraftStatus.valueOf(required("status"));
    }

    public int version() {
        return json.path("version").asInt();
    }

    public String branch() {
        return required("branch");
    }

    public String mode() {
        return required("mode");
    }

    public @Nullable String text(String field) {
        return Json.text(json, field);
    }

    /** Text of a field, or nothing. */
    public String orEmpty(String field) {
        return Objects.requireNonNullElse(text(field), "");
    }

    public int filesChanged() {
        return json.path("summary").path("filesChanged").asInt();
    }

    public int insertions() {
        return json.path("summary").path("insertions").asInt();
    }

    public int deletions() {
        return json.path("summary").path("deletions").asInt();
    }

    private String required(String field) {
        String text = text(field);
        if (text == null) {
            throw new IllegalStateException("the server's draft has no " + field);
        }
        return text;
    }
}
