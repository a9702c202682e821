package io.comfortcommit.cli.search;

import io.comfortcommit.cli.client.Draft;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command {@code search}. */
@Command(name = "search")
public final class SearchCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int MOST = 50;
    private static final String AVAILABLE = "AVAILABLE";

    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "WORDS", descriptionKey = "search.words")
    List<String> words = List.of();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "10", descriptionKey = "search.limit")
    int limit;

    @Option(names = "--status", descriptionKey = "search.status")
    boolean status;

    @Option(names = "--reconcile", descriptionKey = "search.reconcile")
    boolean reconcile;

    @Option(names = "--dry-run", descriptionKey = "search.dry-run")
    boolean dryRun;

    @Mixin
    OutputOptions output = new OutputOptions();

    public SearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::search);
    }

    private int search(Terminal terminal) {
        long asked = Stream.of(!words.isEmpty(), status, reconcile)
                .filter(one -> one)
                .count();
        if (asked != 1 || (dryRun && !reconcile)) {
            throw Failure.of(Problem.SEARCH_FOR_WHAT);
        }
        try (Server server = session.server(terminal)) {
            if (status) {
                return tell(terminal, server.searchState());
            }
            return reconcile ? reconcile(server, terminal) : find(server, terminal);
        }
    }

    private int find(Server server, Terminal terminal) {
        JsonNode found = server.search(String.join(" ", words), Math.clamp(limit, 1, MOST));
        if (!AVAILABLE.equals(Json.text(found, "availability"))) {
            terminal.say("search.by-words-only");
        }
        JsonNode hits = found.path("hits");
        if (hits.isEmpty()) {
            terminal.say("search.none");
        }
        hits.forEach(hit -> {
            terminal.object(hit);
            Draft draft = Draft.of(hit.path("draft"));
            String commit = draft.orEmpty("commitId");
            terminal.print("%s  %-11s  %-10s  %s"
                    .formatted(
                            terminal.bold(draft.shortId()),
                            draft.status(),
                            commit.substring(0, Math.min(commit.length(), 10)),
                            draft.orEmpty("subject")));
        });
        return ExitCode.OK;
    }

    private int reconcile(Server server, Terminal terminal) {
        String id = UUID.randomUUID().toString();
        JsonNode state = server.reconcileSearch(id, dryRun);
        try (Progress progress = terminal.progress("search.reconciling")) {
            JsonNode work = state.path("reconciliation");
            while (work.isObject() && Json.text(work, "finishedAt") == null) {
                progress.reached(
                        work.path("compared").asInt(),
                        Math.max(1, work.path("total").asInt()));
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return ExitCode.FAILED;
                }
                state = server.searchState();
                work = state.path("reconciliation");
            }
        }
        return tell(terminal, state);
    }

    private static int tell(Terminal terminal, JsonNode state) {
        terminal.object(state);
        terminal.print(terminal.text(
                "search.state." + Json.text(state, "availability"),
                state.path("documents").asLong(),
                state.path("due").asLong()));
        JsonNode work = state.path("reconciliation");
        if (!work.isObject()) {
            return ExitCode.OK;
        }
        String failure = Json.text(work, "failure");
        terminal.print(
                failure != null
                        ? terminal.text("search.reconciliation.failed", failure)
                        : terminal.text(
                                work.path("dryRun").asBoolean()
                                        ? "search.reconciliation.dry"
                                        : "search.reconciliation.mended",
                                work.path("compared").asLong(),
                                work.path("missing").asLong(),
                                work.path("different").asLong(),
                                work.path("surplus").asLong()));
        return failure == null ? ExitCode.OK : ExitCode.FAILED;
    }
}
