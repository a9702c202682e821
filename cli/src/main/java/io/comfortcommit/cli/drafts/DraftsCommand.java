package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.messages.draft.DraftStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code drafts}. */
@Command(name = "drafts")
public final class DraftsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Session session;

    @Option(names = "--status", split = ",", paramLabel = "STATUS", descriptionKey = "drafts.status")
    List<DraftStatus> statuses = List.of();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", descriptionKey = "drafts.limit")
    int limit;

    @Mixin
    OutputOptions output = new OutputOptions();

    public DraftsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::list);
    }

    private int list(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            List<Draft> drafts = server.drafts(
                            statuses.stream().map(DraftStatus::name).toList(), Math.clamp(limit, 1, 100), null)
                    .drafts();
            drafts.forEach(draft -> terminal.object(draft.json()));
            if (drafts.isEmpty()) {
                terminal.say("drafts.none");
            }
            int branch = drafts.stream()
                    .mapToInt(draft -> draft.branch().length())
                    .max()
                    .orElse(0);
            drafts.forEach(draft -> terminal.print(line(terminal, draft, branch)));
        }
        return ExitCode.OK;
    }

    private static String line(Terminal terminal, Draft draft, int branchWidth) {
        return "%s  %-11s  %s  %s  %s"
                .formatted(
                        terminal.bold(draft.shortId()),
                        draft.status(),
                        TIME.format(Instant.parse(draft.orEmpty("capturedAt"))),
                        draft.branch() + " ".repeat(branchWidth - draft.branch().length()),
                        draft.orEmpty("subject"));
    }
}
