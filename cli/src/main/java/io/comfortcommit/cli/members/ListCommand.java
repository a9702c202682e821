package io.comfortcommit.cli.members;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.ChosenRepository;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code members list}. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    ChosenRepository chosen = new ChosenRepository();

    @Option(names = "--all", descriptionKey = "members.all")
    boolean all;

    @Mixin
    OutputOptions output = new OutputOptions();

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::list);
    }

    private int list(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            List<JsonNode> repositories = all ? server.repositories() : List.of(chosen.find(session, server));
            if (repositories.isEmpty()) {
                terminal.say("members.no-repositories");
            }
            for (JsonNode repository : repositories) {
                List<JsonNode> members = server.members(repository.path("id").asString());
                terminal.say(
                        members.isEmpty() ? "members.none" : "members.of",
                        repository.path("remote").asString(),
                        repository.path("id").asString());
                members.forEach(member -> terminal.say(
                        "members.one",
                        member.path("user").asString(),
                        member.path("addedAt").asString()));
                terminal.object(object(repository, members));
            }
        }
        return ExitCode.OK;
    }

    static ObjectNode object(JsonNode repository, Iterable<JsonNode> members) {
        ObjectNode object = Json.object()
                .put("repositoryId", repository.path("id").asString())
                .put("remote", repository.path("remote").asString());
        var list = object.putArray("members");
        members.forEach(list::add);
        return object;
    }
}
