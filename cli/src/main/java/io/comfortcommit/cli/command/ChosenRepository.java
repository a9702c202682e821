package io.comfortcommit.cli.command;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.desk.Remote;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which repository is meant: one by its id, or that of the work tree. */
public final class ChosenRepository {
    /** Scheme, user and host, whose case means nothing. */
    private static final Pattern HOST = Pattern.compile("^[a-zA-Z][a-zA-Z+.-]*://[^/]*");

    @Option(names = "--repository", paramLabel = "ID", descriptionKey = "option.repository")
    @Nullable
    String id;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path workTree = Path.of("");

    /**
     * @return with the names of the GraphQL type
     * @throws Failure {@link Problem#REPOSITORY_NOT_TRACKED}, {@link Problem#REPOSITORY_AMBIGUOUS}
     */
    public JsonNode find(Session session, Server server) {
        List<JsonNode> tracked = server.repositories();
        String asked = id;
        if (asked != null) {
            return tracked.stream()
                    .filter(each -> asked.equalsIgnoreCase(each.path("id").asString()))
                    .findFirst()
                    .orElseThrow(() -> Failure.of(Problem.REPOSITORY_NOT_TRACKED, asked));
        }
        String url =
                Remote.of(new DeskReader(session.environment()).read(workTree)).url();
        List<JsonNode> fitting = fitting(tracked, remote -> remote.equals(url));
        if (fitting.isEmpty()) {
            fitting = fitting(tracked, remote -> bare(remote).equals(bare(url)));
        }
        return switch (fitting.size()) {
            case 0 -> throw Failure.of(Problem.REPOSITORY_NOT_TRACKED, url);
            case 1 -> fitting.getFirst();
            default ->
                throw Failure.of(
                        Problem.REPOSITORY_AMBIGUOUS,
                        url,
                        fitting.stream().map(each -> each.path("id").asString()).collect(Collectors.joining(", ")));
        };
    }

    private static List<JsonNode> fitting(List<JsonNode> tracked, Predicate<String> remote) {
        return tracked.stream()
                .filter(each -> remote.test(each.path("remote").asString()))
                .toList();
    }

    /** Servers of git take all of those that are the same then, though they need not be: what is written alike goes before. */
    private static String bare(String url) {
        String path = url.replaceAll("/+$", "");
        String whole = path.endsWith(".git") ? path.substring(0, path.length() - ".git".length()) : path;
        Matcher host = HOST.matcher(whole);
        return host.find() ? host.group().toLowerCase(Locale.ROOT) + whole.substring(host.end()) : whole;
    }
}
