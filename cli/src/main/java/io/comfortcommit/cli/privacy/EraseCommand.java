package io.comfortcommit.cli.privacy;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command {@code erase}. */
@Command(name = "erase")
public final class EraseCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PERSON", descriptionKey = "erase.person")
    @Nullable
    String person;

    @Option(
            names = {"-y", "--yes"},
            descriptionKey = "erase.yes")
    boolean yes;

    @Option(names = "--list", descriptionKey = "erase.list")
    boolean list;

    @Mixin
    OutputOptions output = new OutputOptions();

    public EraseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::erase);
    }

    private int erase(Terminal terminal) {
        String whom = person;
        if (list == (whom != null)) {
            throw Failure.of(Problem.ERASE_WHOM);
        }
        if (whom != null && !yes) {
            throw Failure.of(Problem.ERASE_UNCONFIRMED, whom);
        }
        try (Server server = session.server(terminal)) {
            JsonNode erasures = whom == null ? server.erasures() : server.erase(whom);
            for (JsonNode erasure : erasures.path("erasures")) {
                terminal.object(erasure);
                terminal.print(Json.text(erasure, "person") + "  " + Json.text(erasure, "erasedAt"));
            }
            if (whom != null) {
                terminal.note("erase.done");
            }
        }
        return ExitCode.OK;
    }
}
