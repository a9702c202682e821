package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.DraftWatch;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.LazyServer;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.DraftStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code capture}. */
@Command(name = "capture")
public final class CaptureCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Option(names = "--wait", descriptionKey = "capture.wait")
    boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "60", descriptionKey = "option.timeout")
    int timeout;

    @Option(names = "--allow-conflict-markers", descriptionKey = "capture.markers")
    boolean markersAllowed;

    @Mixin
    OutputOptions output = new OutputOptions();

    public CaptureCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::capture);
    }

    private int capture(Terminal terminal) {
        Desk desk = new DeskReader(session.environment()).read(repository);
        Capture capture = new Capture(session.environment(), session.clock(), session.ids(), terminal, markersAllowed);
        try (LazyServer server = new LazyServer(session, terminal)) {
            Optional<Captured> captured = capture.take(desk, server);
            if (captured.isEmpty()) {
                terminal.say("capture.noChange");
                terminal.object(Json.object().put("status", "NO_CHANGE"));
                return ExitCode.OK;
            }
            if (wait) {
                tellDrafted(terminal, captured.get(), server.get());
            } else {
                tell(terminal, captured.get());
            }
            capture.forgetEnded(desk, server.get());
            return ExitCode.OK;
        }
    }

    private static void tell(Terminal terminal, Captured captured) {
        tellCaptured(terminal, captured);
        terminal.say("capture.later", Draft.shortId(captured.accepted().draftId()));
        ObjectNode line = Json.object();
        line.setAll(captured.accepted().json());
        line.put("branch", captured.branch());
        line.put("mode", captured.snapshot().mode().name());
        line.put("snapshot", captured.snapshot().commit());
        terminal.object(line);
    }

    private static void tellCaptured(Terminal terminal, Captured captured) {
        String what = captured.snapshot().mode() == CaptureMode.INDEX ? "capture.index" : "capture.workTree";
        terminal.say("capture.captured", captured.branch(), terminal.text(what));
    }

    private void tellDrafted(Terminal terminal, Captured captured, Server server) {
        String id = captured.accepted().draftId();
        Draft draft;
        try (Progress progress = terminal.progress("capture.drafting")) {
            draft = new DraftWatch(server, Duration.ofSeconds(timeout))
                    .until(id, seen -> seen.status() != DraftStatus.CAPTURED);
        }
        if (draft.status().ended()) {
            throw Failure.of(Problem.ENDED_OTHERWISE, draft.status()).with("draftId", id);
        }
        tellCaptured(terminal, captured);
        terminal.print("");
        terminal.print(terminal.bold(draft.orEmpty("message")).indent(2).stripTrailing());
        terminal.print("");
        if (!terminal.json()) {
            terminal.say("capture.link", server.approvalLink(id));
        }
        terminal.say("capture.next", draft.shortId());
        ObjectNode line = Json.object();
        line.setAll(captured.accepted().json());
        line.setAll(draft.json());
        line.put("snapshot", captured.snapshot().commit());
        terminal.object(line);
    }
}
