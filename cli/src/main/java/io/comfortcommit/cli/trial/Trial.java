package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.capture.Capture;
import io.comfortcommit.cli.capture.Outcome;
import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.DraftWatch;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.client.ServerLocation;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.drafts.Findings;
import io.comfortcommit.cli.drafts.Push;
import io.comfortcommit.cli.drafts.Timeline;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.launcher.Launcher;
import io.comfortcommit.cli.terminal.Columns;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.QrCode;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.cli.trial.DeskCopy.Copied;
import io.comfortcommit.messages.draft.DraftStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The whole way, once, for a copy of somebody's repository. */
final class Trial {
    private static final Duration DRAFTING = Duration.ofSeconds(90);
    private static final Duration PUSHING = Duration.ofMinutes(5);
    /** The server expires the draft long before. */
    private static final Duration DECIDING = Duration.ofDays(30);

    private final Session session;
    private final Terminal terminal;
    private final boolean approves;
    private final Timing timing = new Timing(System::nanoTime);

    /** @param approves whether we approve in the author's place */
    Trial(Session session, Terminal terminal, boolean approves) {
        this.session = session;
        this.terminal = terminal;
        this.approves = approves;
    }

    /**
     * @return whether there was a change to try it with
     * @throws Failure where a step failed; everything is removed then too
     */
    boolean run(Path repository) {
        Desk source = new DeskReader(session.environment()).read(repository);
        try (Workshop workshop = Workshop.open()) {
            try {
                return run(source, workshop);
            } catch (RuntimeException failure) {
                workshop.awaitEndOfSignal();
                throw failure;
            }
        }
    }

    private boolean run(Desk source, Workshop workshop) {
        DeskCopy copy = new DeskCopy(source, workshop.folder("desk"), workshop.folder("remote.git"));
        if (!copy.hasChange()) {
            return false;
        }
        Path launcher = Launcher.path();
        Path folder = workshop.folder("server");
        long starting = timing.now();
        TrialServer child = TrialServer.start(launcher, folder, session.environment());
        workshop.before(child::stop);
        Copied copied = copy(copy);
        ServerLocation location = start(child, starting);
        try (Server server = new Server(location, terminal.language().tag())) {
            return run(source, copied, server, folder);
        } catch (Failure failure) {
            throw withServersWords(failure, child);
        }
    }

    private Copied copy(DeskCopy copy) {
        long began = timing.now();
        Copied copied;
        try (Progress progress = terminal.progress("try.copying")) {
            copied = copy.make();
        }
        tell(
                "copy",
                timing.record("copy", began),
                terminal.text(copied.committed() ? "try.copiedCommit" : "try.copiedChange", copied.branch()));
        return copied;
    }

    private ServerLocation start(TrialServer child, long began) {
        ServerLocation location;
        try (Progress progress = terminal.progress("try.starting")) {
            location = child.await();
        }
        tell("start", timing.record("start", began), terminal.text("try.started", location.url()));
        return location;
    }

    private boolean run(Desk source, Copied copied, Server server, Path folder) {
        Optional<Outcome.Captured> captured = capture(copied, server, folder);
        if (captured.isEmpty()) {
            return false;
        }
        String id = captured.get().draftId();
        Draft draft = draft(server, id);
        int version = approve(server, draft);
        Draft pushed = push(server, id, version);
        Verification.check(source.git(), copied, captured.get(), pushed);
        Draft whole = server.withTimeline(id).orElseThrow(() -> Failure.of(Problem.DRAFT_NOT_FOUND, id));
        tellResult(whole);
        return true;
    }

    private Optional<Outcome.Captured> capture(Copied copied, Server server, Path folder) {
        long began = timing.now();
        Desk desk = new DeskReader(session.environment()).read(copied.desk());
        // Only the folder of the installation's id is another; git's own configuration stays the author's.
        Map<String, String> apart = new HashMap<>(session.environment());
        apart.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        // What is committed already may have any lines its author likes.
        boolean markersAllowed = copied.committed();
        Outcome outcome = new Capture(apart, session.clock(), session.ids(), terminal, markersAllowed, false, false)
                .take(desk, () -> server);
        return switch (outcome) {
            case Outcome.NoChange nothing -> Optional.empty();
            case Outcome.CapturedBefore before -> Optional.empty();
            case Outcome.Captured captured -> {
                String draft = terminal.text("try.captured", captured.draftId());
                tell("capture", timing.record("capture", began), draft);
                yield Optional.of(captured);
            }
            case Outcome.Spooled spooled ->
                throw Objects.requireNonNullElseGet(
                        spooled.because(), () -> Failure.of(Problem.SERVER_UNREACHABLE, server.url()));
        };
    }

    private Draft draft(Server server, String id) {
        long began = timing.now();
        Draft draft;
        try (Progress progress = terminal.progress("capture.drafting")) {
            draft = new DraftWatch(server, DRAFTING).until(id, seen -> seen.status() != DraftStatus.CAPTURED);
        }
        tell("draft", timing.record("draft", began), draft.orEmpty("subject"));
        return draft;
    }

    /** @return the draft's version with which it was approved, or later */
    private int approve(Server server, Draft draft) {
        tellLink(server.approvalLink(draft.id()));
        long began = timing.now();
        int version;
        if (approves) {
            Findings findings = Findings.of(draft);
            if (!findings.none()) {
                throw findings.refusalOfTrial();
            }
            version = server.approve(draft.id(), draft.version(), null);
        } else {
            Draft decided;
            try (Progress progress = terminal.progress("try.waiting")) {
                decided = new DraftWatch(server, DECIDING)
                        .until(draft.id(), seen -> seen.status() != DraftStatus.DRAFTED);
            }
            if (decided.status().ended() && decided.status() != DraftStatus.PUSHED) {
                throw Failure.of(Problem.TRY_NOT_PUSHED, terminal.text("status." + decided.status()));
            }
            version = decided.version();
        }
        tell("approve", timing.record("approve", began), "");
        return version;
    }

    private void tellLink(String link) {
        terminal.object(Json.object().put("step", "link").put("url", link));
        if (approves) {
            return;
        }
        terminal.print("");
        terminal.say("try.link", link);
        if (terminal.interactive()) {
            terminal.print(terminal.lightOnDark(QrCode.of(link)));
        }
    }

    private Draft push(Server server, String id, int version) {
        long began = timing.now();
        Draft pushed;
        try (Progress progress = terminal.progress("approve.pushing")) {
            pushed = Push.await(new DraftWatch(server, PUSHING), id, version);
        }
        tell("push", timing.record("push", began), pushed.orEmpty("commitId"));
        return pushed;
    }

    // --- what is said

    private void tell(String step, long millis, String what) {
        terminal.object(Json.object().put("step", step).put("millis", millis).put("text", what));
        String name = Columns.padded(terminal.text("try.step." + step), 10);
        terminal.print(("  " + terminal.bold(name) + "%6.1f s  %s".formatted(millis / 1000.0, what)).stripTrailing());
    }

    private void tellResult(Draft draft) {
        terminal.print("");
        terminal.say("try.pushed", draft.orEmpty("commitId"), draft.branch(), draft.filesChanged());
        terminal.print("");
        terminal.print(draft.orEmpty("message")
                .lines()
                .map(line -> line.isEmpty() ? "" : "    " + terminal.bold(line))
                .collect(Collectors.joining("\n")));
        terminal.print("");
        Timeline.print(terminal, draft);
        ObjectNode millis = timing.json();
        terminal.print("");
        terminal.say("try.verified", "%.1f".formatted(millis.path("total").asLong() / 1000.0));
        ObjectNode line = Json.object()
                .put("draftId", draft.id())
                .put("commitId", draft.orEmpty("commitId"))
                .put("subject", draft.orEmpty("subject"))
                .put("filesChanged", draft.filesChanged())
                .put("branch", draft.branch())
                .put("message", draft.orEmpty("message"));
        line.set("timeline", draft.json().path("timeline"));
        line.set("millis", millis);
        terminal.object(line);
    }

    private Failure withServersWords(Failure failure, TrialServer child) {
        if (failure.exitCode() == ExitCode.REFUSED) {
            return failure;
        }
        String words = child.lastWords();
        return words.isEmpty() ? failure : failure.with(Terminal.SERVERS_WORDS, words);
    }
}
