package io.comfortcommit.cli.spool;

import io.comfortcommit.cli.capture.Delivered;
import io.comfortcommit.cli.capture.Delivery;
import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.command.LazyServer;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code spool send}. */
@Command(name = "send")
final class SendCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Mixin
    OutputOptions output = new OutputOptions();

    SendCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::send);
    }

    private int send(Terminal terminal) {
        Desk desk = new DeskReader(session.environment()).read(repository);
        Snapshots snapshots = new Snapshots(desk, session.clock());
        if (snapshots.waiting().isEmpty()) {
            terminal.say("spool.empty");
            return ExitCode.OK;
        }
        Delivered delivered;
        try (LazyServer server = new LazyServer(session, terminal)) {
            delivered = new Delivery(desk.git(), snapshots, server, terminal).send();
        }
        return tell(terminal, delivered);
    }

    private static int tell(Terminal terminal, Delivered delivered) {
        delivered.sent().forEach((waiting, draftId) -> {
            terminal.say("spool.sent", waiting.capturedAt(), waiting.branch(), Draft.shortId(draftId));
            terminal.object(Json.object()
                    .put("captureId", waiting.captureId())
                    .put("status", "SENT")
                    .put("draftId", draftId));
        });
        int exit = ExitCode.OK;
        for (var refusal : delivered.refused().entrySet()) {
            Failure failure = refusal.getValue();
            terminal.say(
                    "spool.refused",
                    refusal.getKey().capturedAt(),
                    refusal.getKey().branch(),
                    terminal.sentence(failure));
            ObjectNode line =
                    Json.object().put("captureId", refusal.getKey().captureId()).put("status", "REFUSED");
            line.set("because", terminal.described(failure));
            terminal.object(line);
            exit = failure.exitCode();
        }
        Failure stopped = delivered.stopped();
        if (stopped != null) {
            throw stopped.with("waiting", delivered.waiting());
        }
        if (delivered.waiting() > 0) {
            terminal.say("capture.othersTurn");
            terminal.object(Json.object().put("status", "SENDING").put("waiting", delivered.waiting()));
        }
        return exit;
    }
}
