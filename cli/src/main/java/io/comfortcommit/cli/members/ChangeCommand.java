package io.comfortcommit.cli.members;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.ChosenRepository;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands {@code members add} and {@code members remove}. */
@Command
final class ChangeCommand implements Callable<Integer> {
    private final Session session;
    private final boolean adds;

    @Parameters(paramLabel = "PERSON", descriptionKey = "members.person")
    String person = "";

    @Mixin
    ChosenRepository chosen = new ChosenRepository();

    @Mixin
    OutputOptions output = new OutputOptions();

    private ChangeCommand(Session session, boolean adds) {
        this.session = session;
        this.adds = adds;
    }

    static ChangeCommand adding(Session session) {
        return new ChangeCommand(session, true);
    }

    static ChangeCommand removing(Session session) {
        return new ChangeCommand(session, false);
    }

    @Override
    public Integer call() {
        return session.run(output, this::change);
    }

    private int change(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            JsonNode repository = chosen.find(session, server);
            String id = repository.path("id").asString();
            List<JsonNode> members = adds ? server.addMember(id, person) : server.removeMember(id, person);
            terminal.say(
                    adds ? "members.added" : "members.removed",
                    person,
                    repository.path("remote").asString());
            terminal.object(ListCommand.object(repository, members).put("status", adds ? "ADDED" : "REMOVED"));
        }
        return ExitCode.OK;
    }
}
