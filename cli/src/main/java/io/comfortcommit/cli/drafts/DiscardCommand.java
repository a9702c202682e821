package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code discard}. */
@Command(name = "discard")
public final class DiscardCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", descriptionKey = "parameter.id")
    String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", descriptionKey = "discard.reason")
    @Nullable
    String reason;

    @Mixin
    OutputOptions output = new OutputOptions();

    public DiscardCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::discard);
    }

    private int discard(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            String whole = DraftFinder.find(server, id);
            Draft draft = server.draft(whole).orElseThrow(() -> Failure.of(Problem.DRAFT_NOT_FOUND, id));
            try {
                int version = server.discard(whole, draft.version(), reason);
                terminal.say("discard.done", draft.shortId());
                terminal.object(Json.object()
                        .put("draftId", whole)
                        .put("status", "DISCARDED")
                        .put("version", version));
            } catch (Failure failure) {
                throw Stale.explained(failure, server, whole);
            }
        }
        return ExitCode.OK;
    }
}
