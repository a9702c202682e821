package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Columns;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.messages.draft.DraftStatus;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command {@code show}. */
@Command(name = "show")
public final class ShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", descriptionKey = "parameter.id")
    String id = "";

    @Mixin
    OutputOptions output = new OutputOptions();

    public ShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::show);
    }

    private int show(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            Draft draft = server.withFiles(DraftFinder.find(server, id))
                    .orElseThrow(() -> Failure.of(Problem.DRAFT_NOT_FOUND, id));
            terminal.object(draft.json());
            if (!terminal.json()) {
                print(terminal, draft);
                printParts(terminal, server.split(draft.id()));
            }
        }
        return ExitCode.OK;
    }

    private static void print(Terminal terminal, Draft draft) {
        field(terminal, "show.draft", draft.id());
        field(terminal, "show.status", status(terminal, draft));
        field(terminal, "show.branch", draft.branch());
        field(terminal, "show.mode", terminal.text("mode." + draft.mode()));
        field(terminal, "show.commit", commit(terminal, draft));
        if (draft.status() == DraftStatus.PUSH_FAILED || draft.text("landing") != null) {
            field(terminal, "show.reason", draft.text("reason"));
            field(terminal, "show.pullRequest", Json.text(draft.json().path("pullRequest"), "url"));
            field(terminal, "show.advice", draft.text("advice"));
        }
        int unpushed = draft.json().path("unpushedCommits").asInt();
        if (unpushed > 0 && draft.status().open()) {
            field(terminal, "show.unpushed", terminal.text("show.unpushedCommits", unpushed));
        }
        String message = draft.text("message");
        if (message != null) {
            terminal.print("");
            terminal.print(terminal.bold(message).indent(2).stripTrailing());
        }
        Findings findings = Findings.of(draft);
        if (!findings.none() && draft.status().open()) {
            terminal.print("");
            terminal.say("show.secrets", findings.listed());
        }
        terminal.print("");
        draft.json().path("diff").path("files").forEach(file -> terminal.print(file(terminal, file)));
        terminal.say("show.summary", draft.filesChanged(), draft.insertions(), draft.deletions());
        if (draft.json().path("diff").path("truncated").asBoolean()) {
            terminal.say("show.truncated");
        }
    }

    /** What the change could be instead. */
    private static void printParts(Terminal terminal, List<JsonNode> parts) {
        if (parts.isEmpty()) {
            return;
        }
        terminal.print("");
        terminal.say("show.split", parts.size());
        for (JsonNode part : parts) {
            JsonNode cluster = part.path("cluster");
            terminal.print("  %s  %s"
                    .formatted(
                            String.valueOf(Json.text(part, "message"))
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                            terminal.faint("+" + cluster.path("insertions").asInt() + " −"
                                    + cluster.path("deletions").asInt())));
            cluster.path("files").forEach(file -> terminal.print(terminal.faint("    " + Json.text(file, "path"))));
        }
    }

    private static String status(Terminal terminal, Draft draft) {
        String failure = draft.text("failure");
        String text = draft.status() + " (" + terminal.text("status." + draft.status()) + ")";
        return failure == null ? text : text + ": " + failure;
    }

    private static @Nullable String commit(Terminal terminal, Draft draft) {
        String commit = draft.text("commitId");
        return commit == null ? null : terminal.text("show.commitOn", commit, draft.orEmpty("landedOn"));
    }

    private static void field(Terminal terminal, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            terminal.print(terminal.faint(Columns.padded(terminal.text(name), 10)) + value);
        }
    }

    private static String file(Terminal terminal, JsonNode file) {
        String before = Json.text(file, "oldPath");
        String after = Json.text(file, "newPath");
        String path = before == null || after == null || before.equals(after)
                ? (after == null ? String.valueOf(before) : after)
                : before + " → " + after;
        String size = file.path("binary").asBoolean()
                ? terminal.text("show.binary")
                : "+" + file.path("insertions").asInt() + " −"
                        + file.path("deletions").asInt();
        return "  %-8s  %-12s  %s"
                .formatted(String.valueOf(Json.text(file, "kind")).toLowerCase(Locale.ROOT), size, path);
    }
}
