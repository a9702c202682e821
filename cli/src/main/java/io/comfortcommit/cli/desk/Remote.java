package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the desk's branch is pushed to.
 *
 * @param name as in {@code git remote}
 * @param url absolute, without credentials
 * @param branch short name there
 * @param defaultBranch short name, as far as the desk knows it
 */
public record Remote(String name, String url, String branch, String defaultBranch) {
    private static final int MOST_TIPS = 100;
    private static final Pattern WITH_USER = Pattern.compile("(https?://)([^/@]*)@(.*)", Pattern.CASE_INSENSITIVE);
    /** {@code host:path}, which a slash before the colon would make a path. */
    private static final Pattern SCP = Pattern.compile("[^/:]+:.*");

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    /**
     * As {@code git push} chooses.
     *
     * @throws Failure where there is no remote, or its URL holds a password
     */
    public static Remote of(Desk desk) {
        String branch = desk.onBranch();
        String name = name(desk).orElseThrow(() -> Failure.of(Problem.NO_REMOTE, branch));
        String url = desk.config()
                .pushUrl(name)
                .orElseGet(() ->
                        desk.git().must("remote", "get-url", "--push", name).text());
        return new Remote(
                name, cleaned(url, name, desk.root()), target(desk, branch), defaultBranch(desk, name, branch));
    }

    /** The name of the remote that the desk's branch is pushed to. */
    public static Optional<String> name(Desk desk) {
        String branch = desk.onBranch();
        List<String> remotes = desk.config().remotes();
        Optional<String> chosen = desk.config()
                .value("branch." + branch + ".pushremote")
                .or(() -> desk.config().value("remote.pushdefault"))
                .or(() -> desk.config().value("branch." + branch + ".remote"))
                .filter(remotes::contains);
        if (chosen.isPresent()) {
            return chosen;
        }
        return remotes.contains("origin") || remotes.size() != 1
                ? Optional.of("origin").filter(remotes::contains)
                : Optional.of(remotes.getFirst());
    }

    /** The same name, unless the user asked for the upstream's. */
    private static String target(Desk desk, String branch) {
        boolean upstream = desk.config()
                .value("push.default")
                .filter(value -> value.equals("upstream") || value.equals("tracking"))
                .isPresent();
        return desk.config()
                .value("branch." + branch + ".merge")
                .filter(merge -> upstream && merge.startsWith("refs/heads/"))
                .map(merge -> merge.substring("refs/heads/".length()))
                .orElse(branch);
    }

    private static String defaultBranch(Desk desk, String name, String branch) {
        String prefix = "refs/remotes/" + name + "/";
        String symbolic = desk.git().run("symbolic-ref", "-q", prefix + "HEAD").text();
        return symbolic.startsWith(prefix) ? symbolic.substring(prefix.length()) : branch;
    }

    /** Object ids that the remote is known to have: its branch of that name first, then newest first. */
    public static List<String> tips(Git git, String name, String branch) {
        String prefix = "refs/remotes/" + name + "/";
        List<String> tips = new ArrayList<>();
        List<String> lines = git.must(
                        "for-each-ref",
                        "--sort=-committerdate",
                        "--count=" + (MOST_TIPS + 1),
                        "--format=%(objectname) %(refname)",
                        prefix)
                .lines();
        for (String line : lines) {
            String[] fields = line.split(" ", 2);
            if (fields[1].equals(prefix + branch)) {
                tips.addFirst(fields[0]);
            } else if (!fields[1].equals(prefix + "HEAD")) {
                tips.add(fields[0]);
            }
        }
        return tips.stream().distinct().toList();
    }

    private static String cleaned(String url, String name, Path root) {
        if (!URL.matcher(url).matches()) {
            return SCP.matcher(url).matches()
                    ? url
                    : root.resolve(url).normalize().toString();
        }
        if (url.regionMatches(true, 0, "file://", 0, 7)) {
            return path(url);
        }
        Matcher user = WITH_USER.matcher(url);
        if (!user.matches()) {
            return url;
        }
        if (user.group(2).indexOf(':') >= 0) {
            throw Failure.of(Problem.REMOTE_HAS_PASSWORD, name);
        }
        return user.group(1) + user.group(3);
    }

    /** What git itself opens: it decodes what is encoded and takes the rest as it is. */
    private static String path(String url) {
        String path = url.substring("file://".length());
        try {
            String decoded = new URI(url).getPath();
            return decoded == null || decoded.isEmpty() ? path : decoded;
        } catch (URISyntaxException spacesOrLetters) {
            return path;
        }
    }
}
