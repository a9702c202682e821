package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code timeline}. */
@Command(name = "timeline")
public final class TimelineCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", descriptionKey = "parameter.id")
    String id = "";

    @Mixin
    OutputOptions output = new OutputOptions();

    public TimelineCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::list);
    }

    private int list(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            Draft draft = server.withTimeline(DraftFinder.find(server, id))
                    .orElseThrow(() -> Failure.of(Problem.DRAFT_NOT_FOUND, id));
            draft.json().path("timeline").forEach(terminal::object);
            Timeline.print(terminal, draft);
        }
        return ExitCode.OK;
    }
}
