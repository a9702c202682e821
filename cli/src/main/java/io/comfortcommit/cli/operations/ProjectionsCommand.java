package io.comfortcommit.cli.operations;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Columns;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** The command {@code projections}. */
@Command(name = "projections")
public final class ProjectionsCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    OutputOptions output = new OutputOptions();

    public ProjectionsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::list);
    }

    private int list(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            for (JsonNode projection : server.projections()) {
                terminal.object(projection);
                terminal.print(line(terminal, projection).stripTrailing());
                JsonNode rebuild = projection.path("rebuild");
                if (rebuild.isObject()) {
                    terminal.print("  " + Rebuilds.line(terminal, rebuild));
                }
            }
        }
        return ExitCode.OK;
    }

    private static String line(Terminal terminal, JsonNode projection) {
        long letters = projection.path("deadLetters").asLong();
        return Columns.padded(String.valueOf(Json.text(projection, "name")), 12)
                + terminal.text(
                        "projections.line",
                        projection.path("position").asLong(),
                        projection.path("lag").asLong(),
                        String.format(
                                Locale.ROOT, "%.1f", projection.path("rate").asDouble()),
                        projection.path("segments").size())
                + (letters == 0 ? "" : "  " + terminal.bold(terminal.text("projections.dead-letters", letters)));
    }
}
