package io.comfortcommit.cli.operations;

import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Rebuilds in words. */
final class Rebuilds {
    private static final Set<String> ENDED = Set.of("DONE", "FAILED", "CANCELLED", "PAUSED");

    private Rebuilds() {}

    static boolean isOver(JsonNode rebuild) {
        return ENDED.contains(state(rebuild));
    }

    static String state(JsonNode rebuild) {
        return String.valueOf(Json.text(rebuild, "state"));
    }

    static int percent(JsonNode rebuild) {
        double all = rebuild.path("target").asDouble() + 1;
        return all <= 0 ? 0 : (int) Math.clamp((rebuild.path("position").asDouble() + 1) * 100 / all, 0, 100);
    }

    static String line(Terminal terminal, JsonNode rebuild) {
        return switch (state(rebuild)) {
            case "RUNNING" ->
                terminal.text(
                        "replay.running",
                        percent(rebuild),
                        rebuild.path("events").asLong(),
                        String.format(Locale.ROOT, "%.0f", rebuild.path("rate").asDouble()),
                        Json.text(rebuild, "secondsLeft") == null
                                ? "?"
                                : rebuild.path("secondsLeft").asLong());
            case "PAUSED" -> terminal.text("replay.paused", percent(rebuild));
            case "FAILED" -> terminal.text("replay.failed", String.valueOf(Json.text(rebuild, "failure")));
            case "CANCELLED" -> terminal.text("replay.cancelled");
            default -> done(terminal, rebuild);
        };
    }

    private static String done(Terminal terminal, JsonNode rebuild) {
        long events = rebuild.path("events").asLong();
        if (Json.text(rebuild, "until") != null) {
            return terminal.text("replay.aside", events, names(rebuild.path("copies")));
        }
        String differences = rebuild.path("differences")
                .valueStream()
                .map(table -> terminal.text(
                        "replay.differences",
                        String.valueOf(Json.text(table, "table")),
                        table.path("missing").asLong(),
                        table.path("surplus").asLong(),
                        table.path("different").asLong()))
                .collect(Collectors.joining(" · "));
        return terminal.text(rebuild.path("dryRun").asBoolean() ? "replay.told" : "replay.done", events, differences);
    }

    private static String names(JsonNode names) {
        return names.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }
}
