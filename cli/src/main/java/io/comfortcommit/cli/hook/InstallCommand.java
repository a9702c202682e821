package io.comfortcommit.cli.hook;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.launcher.Launcher;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code hook install}. */
@Command(name = "install")
final class InstallCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Option(names = "--shared", descriptionKey = "hook.shared")
    boolean shared;

    @Mixin
    OutputOptions output = new OutputOptions();

    InstallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::install);
    }

    private int install(Terminal terminal) {
        Hooks hooks = Hooks.of(new DeskReader(session.environment()).read(repository));
        if (hooks.shared() && !shared) {
            throw Failure.of(Problem.HOOKS_SHARED, hooks.folder());
        }
        hooks.install(Launcher.path());
        terminal.say("hook.installed", String.join(", ", Hooks.NAMES), hooks.folder());
        ObjectNode line = Json.object()
                .put("status", "INSTALLED")
                .put("folder", hooks.folder().toString());
        line.set("hooks", Json.texts(Hooks.NAMES));
        terminal.object(line);
        return ExitCode.OK;
    }
}
