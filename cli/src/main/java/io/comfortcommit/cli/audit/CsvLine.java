package io.comfortcommit.cli.audit;

import io.comfortcommit.cli.terminal.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An entry as a line of RFC 4180, as the server's export has it; without the line's end. */
final class CsvLine {
    private static final List<String> COLUMNS = List.of(
            "id",
            "type",
            "event",
            "at",
            "actor",
            "client",
            "traceId",
            "repositoryId",
            "draftId",
            "sequence",
            "detail",
            "description");

    static final String HEADER = String.join(",", COLUMNS);

    private CsvLine() {}

    static String of(JsonNode entry) {
        return COLUMNS.stream()
                .map(column ->
                        entry.path(column).isNumber() ? entry.path(column).asString() : cell(Json.text(entry, column)))
                .collect(Collectors.joining(","));
    }

    /** An apostrophe keeps a spreadsheet from taking for a formula what somebody wrote (OWASP, CSV injection). */
    private static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
