package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.terminal.Columns;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The timeline of a draft, for people. */
public final class Timeline {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Timeline() {}

    /** @param draft with its timeline */
    public static void print(Terminal terminal, Draft draft) {
        if (!terminal.json()) {
            draft.json().path("timeline").forEach(event -> terminal.print(line(terminal, event)));
        }
    }

    private static String line(Terminal terminal, JsonNode event) {
        return "  %s  %s  %s"
                .formatted(
                        terminal.faint(TIME.format(Instant.parse(String.valueOf(Json.text(event, "at"))))),
                        Columns.padded(String.valueOf(Json.text(event, "type")), 16),
                        Objects.requireNonNullElse(Json.text(event, "detail"), ""))
                .stripTrailing();
    }
}
