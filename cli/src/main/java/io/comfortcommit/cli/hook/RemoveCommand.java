package io.comfortcommit.cli.hook;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code hook remove}. */
@Command(name = "remove")
final class RemoveCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Mixin
    OutputOptions output = new OutputOptions();

    RemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::remove);
    }

    private int remove(Terminal terminal) {
        Hooks hooks = Hooks.of(new DeskReader(session.environment()).read(repository));
        List<String> removed = hooks.remove();
        if (removed.isEmpty()) {
            terminal.say("hook.none", hooks.folder());
        } else {
            terminal.say("hook.removed", String.join(", ", removed), hooks.folder());
        }
        ObjectNode line = Json.object()
                .put("status", removed.isEmpty() ? "NOT_INSTALLED" : "REMOVED")
                .put("folder", hooks.folder().toString());
        line.set("hooks", Json.texts(removed));
        terminal.object(line);
        return ExitCode.OK;
    }
}
