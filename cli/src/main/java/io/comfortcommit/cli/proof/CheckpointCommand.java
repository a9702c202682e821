package io.comfortcommit.cli.proof;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code checkpoint}: prints what is to be kept elsewhere. */
@Command(name = "checkpoint")
public final class CheckpointCommand implements Callable<Integer> {
    private final Session session;

    @ArgGroup
    @Nullable
    Instead instead;

    static final class Instead {
        @Option(names = "--keys", descriptionKey = "checkpoint.keys")
        boolean keys;

        @Option(names = "--export", descriptionKey = "checkpoint.export")
        boolean export;
    }

    @Mixin
    OutputOptions output = new OutputOptions();

    public CheckpointCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::print);
    }

    private int print(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            if (instead != null && instead.export) {
                try (Stream<String> lines = server.auditChain(null, null, null)) {
                    lines.forEach(line -> {
                        terminal.print(line);
                        if (terminal.json()) {
                            terminal.object(Json.parse(line));
                        }
                    });
                }
                return ExitCode.OK;
            }
            boolean keys = instead != null && instead.keys;
            String text = keys ? server.auditKeys() : server.auditCheckpoint();
            terminal.object(Json.object().put(keys ? "keys" : "checkpoint", text));
            terminal.print(text.stripTrailing());
        }
        return ExitCode.OK;
    }
}
