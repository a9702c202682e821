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
import io.comfortcommit.cli.lane.Waiting;
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
    private static final String PATIENCE_SECONDS = "60";

    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Option(names = "--wait", descriptionKey = "capture.wait")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = PATIENCE_SECONDS,
            descriptionKey = "option.timeout")
    int timeout = Integer.parseInt(PATIENCE_SECONDS);

    @Option(names = "--allow-conflict-markers", descriptionKey = "capture.markers")
    boolean markersAllowed;

    @Option(names = "--automatic", descriptionKey = "capture.automatic")
    boolean automatic;

    @Option(names = "--agent", descriptionKey = "capture.agent")
    boolean agent;

    @Mixin
    OutputOptions output = new OutputOptions();

    public CaptureCommand(Session session) {
        this.session = session;
    }

    /**
     * The command from its plainest arguments, each value a word of its own. Reading the annotations takes longer than the
     * capture itself.
     *
     * @param arguments with the command's name in front
     * @return empty where there is anything else; then the annotations say what it is
     */
    public static Optional<CaptureCommand> plainly(Session session, String... arguments) {
        CaptureCommand command = new CaptureCommand(session);
        for (int i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--wait" -> command.wait = true;
                case "--allow-conflict-markers" -> command.markersAllowed = true;
                case "--automatic" -> command.automatic = true;
                case "--agent" -> command.agent = true;
                case "--repo", "--lang" -> {
                    if (i + 1 == arguments.length) {
                        return Optional.empty();
                    }
                    if (arguments[i].equals("--repo")) {
                        command.repository = Path.of(arguments[i + 1]);
                    } else {
                        command.output.speak(arguments[i + 1]);
                    }
                    i++;
                }
                default -> {
                    if (!command.output.plainly(arguments[i])) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(command);
    }

    @Override
    public Integer call() {
        return session.run(output, this::capture);
    }

    private int capture(Terminal terminal) {
        Desk desk = new DeskReader(session.environment()).read(repository);
        Capture capture = new Capture(
                session.environment(), session.clock(), session.ids(), terminal, markersAllowed, automatic, agent);
        try (LazyServer server = new LazyServer(session, terminal)) {
            return tell(terminal, capture.take(desk, server), server);
        }
    }

    /** By its class and not by a switch over it, which at its first run costs as much as all that git does here. */
    private int tell(Terminal terminal, Outcome outcome, LazyServer server) {
        if (outcome instanceof Outcome.Spooled spooled) {
            tellSpooled(terminal, spooled);
            return exitCode(spooled);
        }
        if (outcome instanceof Outcome.Captured captured) {
            if (wait) {
                tellDrafted(terminal, captured, server.get());
            } else {
                tellCaptured(terminal, captured);
            }
            return ExitCode.OK;
        }
        boolean before = outcome instanceof Outcome.CapturedBefore;
        terminal.say(before ? "capture.before" : "capture.noChange");
        terminal.object(Json.object().put("status", before ? "CAPTURED_BEFORE" : "NO_CHANGE"));
        return ExitCode.OK;
    }

    /** Nothing is lost, so it is no failure, unless a message was to be waited for. */
    private int exitCode(Outcome.Spooled spooled) {
        if (!wait) {
            return ExitCode.OK;
        }
        Failure because = spooled.because();
        return because == null ? ExitCode.FAILED : because.exitCode();
    }

    private static void tellCaptured(Terminal terminal, Outcome.Captured captured) {
        tellWhat(terminal, captured.waiting());
        terminal.say("capture.later", Draft.shortId(captured.draftId()));
        ObjectNode line = Json.object()
                .put("draftId", captured.draftId())
                .put("captureId", captured.waiting().captureId())
                .put("status", DraftStatus.CAPTURED.name());
        terminal.object(described(line, captured.waiting()));
    }

    private static void tellWhat(Terminal terminal, Waiting waiting) {
        String what = waiting.mode() == CaptureMode.INDEX ? "capture.index" : "capture.workTree";
        terminal.say("capture.captured", waiting.branch(), terminal.text(what));
    }

    private static ObjectNode described(ObjectNode line, Waiting waiting) {
        return line.put("branch", waiting.branch())
                .put("mode", waiting.mode().name())
                .put("snapshot", waiting.snapshot());
    }

    private static void tellSpooled(Terminal terminal, Outcome.Spooled spooled) {
        tellWhat(terminal, spooled.waiting());
        ObjectNode line =
                Json.object().put("captureId", spooled.waiting().captureId()).put("status", "SPOOLED");
        described(line, spooled.waiting()).put("left", spooled.left());
        Failure because = spooled.because();
        if (because == null) {
            terminal.say("capture.othersTurn");
        } else {
            terminal.say("capture.spooled", terminal.sentence(because), spooled.left());
            line.set("because", terminal.described(because));
        }
        terminal.object(line);
    }

    private void tellDrafted(Terminal terminal, Outcome.Captured captured, Server server) {
        String id = captured.draftId();
        Draft draft;
        try (Progress progress = terminal.progress("capture.drafting")) {
            draft = new DraftWatch(server, Duration.ofSeconds(timeout))
                    .until(id, seen -> seen.status() != DraftStatus.CAPTURED);
        }
        if (draft.status().ended()) {
            throw Failure.of(Problem.ENDED_OTHERWISE, draft.status()).with("draftId", id);
        }
        tellWhat(terminal, captured.waiting());
        terminal.print("");
        terminal.print(terminal.bold(draft.orEmpty("message")).indent(2).stripTrailing());
        terminal.print("");
        if (!terminal.json()) {
            terminal.say("capture.link", server.approvalLink(id));
        }
        terminal.say("capture.next", draft.shortId());
        ObjectNode line = Json.object().put("captureId", captured.waiting().captureId());
        line.setAll(draft.json());
        line.put("snapshot", captured.waiting().snapshot());
        terminal.object(line);
    }
}
