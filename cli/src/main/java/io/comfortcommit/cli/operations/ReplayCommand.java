package io.comfortcommit.cli.operations;

import io.comfortcommit.cli.audit.Moment;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code replay}: begins rebuilds and watches them to their end. Ending the command ends no rebuild. */
@Command(name = "replay")
public final class ReplayCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "NAME", descriptionKey = "replay.name")
    @Nullable
    String name;

    @Option(names = "--all", descriptionKey = "replay.all")
    boolean all;

    @Option(names = "--until", paramLabel = "TIME", descriptionKey = "replay.until")
    @Nullable
    String until;

    @Option(names = "--dry-run", descriptionKey = "replay.dry-run")
    boolean dryRun;

    @Option(names = "--pause", descriptionKey = "replay.pause")
    boolean pause;

    @Option(names = "--resume", descriptionKey = "replay.resume")
    boolean resume;

    @Option(names = "--cancel", descriptionKey = "replay.cancel")
    boolean cancel;

    @Mixin
    OutputOptions output = new OutputOptions();

    public ReplayCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::replay);
    }

    private int replay(Terminal terminal) {
        List<String> changes = Stream.of(pause ? "pause" : "", resume ? "resume" : "", cancel ? "cancel" : "")
                .filter(change -> !change.isEmpty())
                .toList();
        boolean starting = changes.isEmpty();
        if ((name == null) != all || changes.size() > 1 || !starting && (dryRun || until != null)) {
            throw Failure.of(Problem.REPLAY_OF_WHAT);
        }
        try (Server server = session.server(terminal)) {
            List<String> names = all
                    ? server.projections().stream()
                            .map(projection -> String.valueOf(Json.text(projection, "name")))
                            .toList()
                    : List.of(String.valueOf(name));
            String moment = until == null
                    ? null
                    : Moment.of(until, session.clock(), ZoneId.systemDefault()).toString();
            List<String> taken = new ArrayList<>();
            for (String each : names) {
                try {
                    if (starting) {
                        server.startRebuild(each, UUID.randomUUID(), moment, dryRun);
                    } else {
                        server.changeRebuild(each, changes.getFirst());
                    }
                    taken.add(each);
                } catch (Failure refusal) {
                    if (!all || refusal.exitCode() == ExitCode.UNREACHABLE) {
                        throw refusal;
                    }
                    tell(terminal, each, refusal);
                }
            }
            boolean watched = starting || resume;
            int exit = taken.size() == names.size() ? ExitCode.OK : ExitCode.REFUSED;
            for (String each : taken) {
                JsonNode rebuild = watched ? watch(server, each, terminal) : rebuild(server, each);
                terminal.object(rebuild);
                terminal.print(each + ": " + Rebuilds.line(terminal, rebuild));
                if (Rebuilds.state(rebuild).equals("FAILED")) {
                    exit = ExitCode.FAILED;
                }
            }
            return exit;
        }
    }

    /** What the server refuses for one projection is nothing to the others. */
    private static void tell(Terminal terminal, String name, Failure refusal) {
        ObjectNode line = Json.object().put("projection", name);
        line.set("error", terminal.described(refusal));
        terminal.object(line);
        terminal.print(name + ": " + terminal.sentence(refusal));
    }

    private static JsonNode watch(Server server, String name, Terminal terminal) {
        try (Progress progress = terminal.progress("replay.progress", name)) {
            JsonNode rebuild = rebuild(server, name);
            while (!Rebuilds.isOver(rebuild)) {
                progress.reached(Rebuilds.percent(rebuild), 100);
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return rebuild;
                }
                rebuild = rebuild(server, name);
            }
            return rebuild;
        }
    }

    private static JsonNode rebuild(Server server, String name) {
        Optional<JsonNode> rebuild = server.projections().stream()
                .filter(projection -> name.equals(Json.text(projection, "name")))
                .map(projection -> projection.path("rebuild"))
                .filter(JsonNode::isObject)
                .findFirst();
        return rebuild.orElseThrow(() -> Failure.of(Problem.NO_SUCH_PROJECTION, name));
    }
}
