package io.comfortcommit.cli.spool;

import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.lane.Waiting;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code spool list}. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Mixin
    OutputOptions output = new OutputOptions();

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::list);
    }

    private int list(Terminal terminal) {
        Desk desk = new DeskReader(session.environment()).read(repository);
        List<Waiting> waiting = new Snapshots(desk, session.clock()).waiting();
        if (waiting.isEmpty()) {
            terminal.say("spool.empty");
        }
        for (Waiting each : waiting) {
            terminal.print(each.capturedAt() + "  " + each.branch() + "  " + each.captureId());
            terminal.object(Json.object()
                    .put("captureId", each.captureId())
                    .put("lane", each.lane().toString())
                    .put("branch", each.branch())
                    .put("mode", each.mode().name())
                    .put("snapshot", each.snapshot())
                    .put("capturedAt", each.capturedAt()));
        }
        return ExitCode.OK;
    }
}
