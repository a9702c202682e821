package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code try}. */
@Command(name = "try")
public final class TryCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Option(
            names = {"-y", "--yes"},
            descriptionKey = "try.yes")
    boolean yes;

    @Mixin
    OutputOptions output = new OutputOptions();

    public TryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::run);
    }

    private int run(Terminal terminal) {
        if (!new Trial(session, terminal, yes).run(repository)) {
            terminal.say("try.noChange");
            terminal.object(Json.object().put("status", "NO_CHANGE"));
        }
        return ExitCode.OK;
    }
}
