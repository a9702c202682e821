package io.comfortcommit.cli.drafting;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.ChosenRepository;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code drafting}. What is not named stays as it was chosen before. */
@Command(name = "drafting")
public final class DraftingCommand implements Callable<Integer> {
    private final Session session;

    /** As they are written on a command line. */
    enum Language {
        EN,
        KO,
        SERVER;

        String inSchema() {
            return this == SERVER ? "INSTALLATION" : name();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As they are written on a command line. */
    enum Switch {
        ON,
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--language", paramLabel = "ko|en|server", descriptionKey = "drafting.language")
    @Nullable
    Language language;

    @Option(names = "--gitmoji", paramLabel = "on|off", descriptionKey = "drafting.gitmoji")
    @Nullable
    Switch gitmoji;

    @Mixin
    ChosenRepository chosen = new ChosenRepository();

    @Mixin
    OutputOptions output = new OutputOptions();

    public DraftingCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::run);
    }

    private int run(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            JsonNode repository = chosen.find(session, server);
            JsonNode drafting = language == null && gitmoji == null
                    ? repository.path("drafting")
                    : server.setDrafting(changes(repository.path("id").asString()));
            show(terminal, repository, drafting);
        }
        return ExitCode.OK;
    }

    private ObjectNode changes(String repository) {
        ObjectNode changes = Json.object().put("repositoryId", repository);
        if (language != null) {
            changes.put("language", language.inSchema());
        }
        if (gitmoji != null) {
            changes.put("gitmoji", gitmoji == Switch.ON);
        }
        return changes;
    }

    private static void show(Terminal terminal, JsonNode repository, JsonNode drafting) {
        terminal.say(
                "drafting.of",
                repository.path("remote").asString(),
                repository.path("id").asString());
        terminal.say("drafting.in." + drafting.path("language").asString());
        terminal.say(drafting.path("gitmoji").asBoolean() ? "drafting.gitmoji" : "drafting.no-gitmoji");
        terminal.object(Json.object()
                .put("repositoryId", repository.path("id").asString())
                .put("remote", repository.path("remote").asString())
                .put("language", drafting.path("language").asString())
                .put("gitmoji", drafting.path("gitmoji").asBoolean()));
    }
}
