package io.comfortcommit.cli.access;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** The command {@code keys rotate}. */
@Command(name = "rotate")
final class RotateCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    OutputOptions output = new OutputOptions();

    RotateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::rotate);
    }

    private int rotate(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            JsonNode rotated = server.rotateKeys();
            terminal.say(
                    "keys.rotated",
                    rotated.path("signingKey").asString(),
                    rotated.path("dataKey").asString(),
                    rotated.path("secrets").asInt());
            terminal.object(rotated);
        }
        return ExitCode.OK;
    }
}
