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
import io.comfortcommit.messages.draft.RedraftState;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code redraft}: waits for the message, since it is there to be read. */
@Command(name = "redraft")
public final class RedraftCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "parameter.id")
    String id = "";

    @Parameters(index = "1", paramLabel = "INSTRUCTION", descriptionKey = "redraft.instruction")
    String instruction = "";

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "120", descriptionKey = "option.timeout")
    int timeout;

    @Mixin
    OutputOptions output = new OutputOptions();

    public RedraftCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::redraft);
    }

    private int redraft(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            String whole = DraftFinder.find(server, id);
            Draft before = server.draft(whole).orElseThrow(() -> Failure.of(Problem.DRAFT_NOT_FOUND, id));
            try {
                int unused = server.redraft(whole, before.version(), instruction);
            } catch (Failure failure) {
                throw Stale.explained(failure, server, whole);
            }
            Draft after;
            try (Progress progress = terminal.progress("redraft.writing")) {
                after = new DraftWatch(server, Duration.ofSeconds(timeout)).until(whole, seen -> isOver(before, seen));
            }
            if (after.status() != DraftStatus.DRAFTED) {
                throw Failure.of(Problem.ENDED_OTHERWISE, after.status()).with("draftId", whole);
            }
            tell(terminal, after, after.version() > before.version());
        }
        return ExitCode.OK;
    }

    /** What is read may lag behind what was asked, so that an earlier failure can still be seen. */
    private static boolean isOver(Draft before, Draft seen) {
        boolean failed = RedraftState.FAILED.name().equals(seen.text("redraft"))
                && !seen.orEmpty("updatedAt").equals(before.orEmpty("updatedAt"));
        return failed || seen.version() > before.version() || seen.status() != DraftStatus.DRAFTED;
    }

    private static void tell(Terminal terminal, Draft draft, boolean written) {
        if (written) {
            terminal.say("redraft.done", draft.orEmpty("message").indent(2).stripTrailing(), draft.shortId());
        } else {
            terminal.say("redraft.failed", draft.shortId());
        }
        ObjectNode json = Json.object()
                .put("draftId", draft.id())
                .put("status", draft.status().name())
                .put("version", draft.version())
                .put("written", written)
                .put("message", draft.orEmpty("message"));
        terminal.object(json);
    }
}
