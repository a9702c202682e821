package io.comfortcommit.cli.members;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.desk.Remote;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which repository is meant: one by its id, or that of the work tree. */
final class Chosen {
    @Option(names = "--repository", paramLabel = "ID", descriptionKey = "members.repository")
    @Nullable
    String id;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path workTree = Path.of("");

    /**
     * @return with the names of the GraphQL type
     * @throws Failure {@link Problem#REPOSITORY_NOT_TRACKED}
     */
    JsonNode find(Session session, Server server) {
        String url = id == null
                ? Remote.of(new DeskReader(session.environment()).read(workTree))
                        .url()
                : "";
        return server.repositories().stream()
                .filter(each -> id == null
                        ? isSame(url, each.path("remote").asString())
                        : id.equalsIgnoreCase(each.path("id").asString()))
                .findFirst()
                .orElseThrow(() -> Failure.of(Problem.REPOSITORY_NOT_TRACKED, Objects.requireNonNullElse(id, url)));
    }

    /** Servers of git take both. */
    private static boolean isSame(String one, String other) {
        return bare(one).equals(bare(other));
    }

    private static String bare(String url) {
        String whole = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return whole.endsWith(".git") ? whole.substring(0, whole.length() - ".git".length()) : whole;
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
