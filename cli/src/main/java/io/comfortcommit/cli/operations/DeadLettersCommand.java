package io.comfortcommit.cli.operations;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Columns;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The command {@code dead-letters}, which only has further ones. */
@Command(name = "dead-letters")
public final class DeadLettersCommand implements Callable<Integer> {
    private static final List<String> FIELDS = List.of(
            "id", "projection", "event", "stream", "sequence", "parkedAt", "triedAt", "failures", "waiting", "cause");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the library that reads commands
    CommandSpec spec;

    @Mixin
    OutputOptions output = new OutputOptions();

    private DeadLettersCommand() {}

    public static CommandLine with(Session session) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand("list", new ListThem(session))
                .addSubcommand("show", new Show(session))
                .addSubcommand("retry", new Retry(session))
                .addSubcommand("discard", new Discard(session));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "list | show | retry | discard");
    }

    /** {@code dead-letters list}. */
    @Command(name = "list")
    static final class ListThem implements Callable<Integer> {
        private final Session session;

        @Option(names = "--projection", paramLabel = "NAME", descriptionKey = "dead-letters.projection")
        @Nullable
        String projection;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "100", descriptionKey = "dead-letters.limit")
        int limit;

        @Mixin
        OutputOptions output = new OutputOptions();

        ListThem(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return session.run(output, this::list);
        }

        private int list(Terminal terminal) {
            try (Server server = session.server(terminal)) {
                JsonNode found = server.deadLetters(projection, limit);
                for (JsonNode letter : found.path("deadLetters")) {
                    terminal.object(letter);
                    terminal.print(Columns.padded(String.valueOf(Json.text(letter, "id")), 38)
                            + Columns.padded(String.valueOf(Json.text(letter, "projection")), 10)
                            + Columns.padded(String.valueOf(Json.text(letter, "event")), 28)
                            + text(letter, "cause"));
                }
                long total = found.path("total").asLong();
                if (total == 0) {
                    terminal.say("dead-letters.none");
                } else if (total > found.path("deadLetters").size()) {
                    terminal.note("dead-letters.more", total);
                }
            }
            return ExitCode.OK;
        }
    }

    private static String text(JsonNode letter, String field) {
        JsonNode value = letter.path(field);
        return value.isNull() || value.isMissingNode() ? "" : value.asString();
    }

    /** What is done with one of them. */
    private abstract static class OfOne implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "ID", descriptionKey = "dead-letters.id")
        String id = "";

        @Mixin
        OutputOptions output = new OutputOptions();

        OfOne(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return session.run(output, terminal -> {
                try (Server server = session.server(terminal)) {
                    run(server, terminal);
                }
                return ExitCode.OK;
            });
        }

        abstract void run(Server server, Terminal terminal);

        void done(Terminal terminal, String text, String outcome) {
            terminal.say(text);
            terminal.object(Json.object().put("id", id).put("outcome", outcome));
        }
    }

    /** {@code dead-letters show}. */
    @Command(name = "show")
    static final class Show extends OfOne {
        Show(Session session) {
            super(session);
        }

        @Override
        void run(Server server, Terminal terminal) {
            JsonNode letter = server.deadLetter(id);
            terminal.object(letter);
            for (String field : FIELDS) {
                terminal.print((Columns.padded(terminal.text("dead-letters.field." + field), 14) + text(letter, field))
                        .strip());
            }
        }
    }

    /** {@code dead-letters retry}. */
    @Command(name = "retry")
    static final class Retry extends OfOne {
        Retry(Session session) {
            super(session);
        }

        @Override
        void run(Server server, Terminal terminal) {
            server.retryDeadLetter(id);
            done(terminal, "dead-letters.retried", "APPLIED");
        }
    }

    /** {@code dead-letters discard}. */
    @Command(name = "discard")
    static final class Discard extends OfOne {
        Discard(Session session) {
            super(session);
        }

        @Override
        void run(Server server, Terminal terminal) {
            server.discardDeadLetter(id);
            done(terminal, "dead-letters.discarded", "DISCARDED");
        }
    }
}
