package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.DraftWatch;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.messages.draft.DraftStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command {@code approve}. */
@Command(name = "approve")
public final class ApproveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", descriptionKey = "parameter.id")
    String id = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "M",
            descriptionKey = "approve.message")
    @Nullable
    String message;

    @Option(names = "--expect-version", paramLabel = "N", descriptionKey = "approve.version")
    @Nullable
    Integer version;

    @Option(names = "--not-a-secret", paramLabel = "PLACE", descriptionKey = "approve.notASecret")
    List<String> noSecrets = List.of();

    @Option(names = "--split", descriptionKey = "approve.split")
    boolean split;

    @Option(names = "--wait", descriptionKey = "approve.wait")
    boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "120", descriptionKey = "option.timeout")
    int timeout;

    @Mixin
    OutputOptions output = new OutputOptions();

    public ApproveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::approve);
    }

    private int approve(Terminal terminal) {
        if (split && message != null) {
            throw Failure.of(Problem.SPLIT_HAS_ITS_MESSAGES);
        }
        try (Server server = session.server(terminal)) {
            String whole = DraftFinder.find(server, id);
            int approved = approve(server, whole);
            if (wait) {
                Draft pushed;
                try (Progress progress = terminal.progress("approve.pushing")) {
                    pushed = Push.await(new DraftWatch(server, Duration.ofSeconds(timeout)), whole, approved);
                }
                terminal.say("approve.pushed", pushed.orEmpty("commitId"), pushed.orEmpty("landedOn"));
                tellSideBranch(terminal, pushed);
                terminal.object(Push.json(pushed));
            } else {
                terminal.say("approve.done", Draft.shortId(whole));
                terminal.object(Json.object()
                        .put("draftId", whole)
                        .put("status", DraftStatus.APPROVED.name())
                        .put("version", approved));
            }
        }
        return ExitCode.OK;
    }

    private int approve(Server server, String whole) {
        Draft draft = server.draft(whole).orElseThrow(() -> Failure.of(Problem.DRAFT_NOT_FOUND, id));
        int expected = version != null ? version : draft.version();
        try {
            // What is said about secrets is one more thing that the author sees change.
            if (expected == draft.version() && Findings.of(draft).clear(server, noSecrets)) {
                expected++;
            }
            return split ? approveSplit(server, whole, expected) : server.approve(whole, expected, message);
        } catch (Failure failure) {
            throw explained(failure, server, whole);
        }
    }

    private static int approveSplit(Server server, String whole, int expected) {
        List<String> messages = server.split(whole).stream()
                .map(part -> String.valueOf(Json.text(part, "message")))
                .toList();
        if (messages.size() < 2) {
            throw Failure.of(Problem.NOTHING_TO_SPLIT, Draft.shortId(whole));
        }
        return server.approveSplit(whole, expected, messages);
    }

    private static Failure explained(Failure failure, Server server, String whole) {
        if (failure.code().equals(Problem.SECRETS_FOUND.name())) {
            return server.draft(whole).map(Findings::of).map(Findings::refusal).orElse(failure);
        }
        return Stale.explained(failure, server, whole);
    }

    private static void tellSideBranch(Terminal terminal, Draft pushed) {
        if ("SIDE_BRANCH".equals(pushed.text("landing"))) {
            JsonNode request = pushed.json().path("pullRequest");
            String url = Json.text(request, "url");
            if (url != null) {
                terminal.say("approve.pullRequest", pushed.branch(), pushed.orEmpty("reason"), url);
            } else if (Json.text(request, "trouble") != null) {
                // The server's advice ends with why none could be opened.
                terminal.say("approve.noPullRequest", pushed.orEmpty("advice"));
            } else {
                terminal.say("approve.beside", pushed.branch(), pushed.orEmpty("reason"));
            }
        } else if (pushed.json().path("rebased").asBoolean()) {
            terminal.say("approve.rebased");
        }
    }
}
