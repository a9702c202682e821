package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how a work tree stands, with three git processes, and writes nothing. */
public final class DeskReader {
    /** Lines that the question for the places is answered by. */
    private static final int PLACES = 7;

    private static final String NO_COMMIT = "(initial)";
    private static final String DETACHED = "(detached)";
    private static final String OID = "# branch.oid ";
    private static final String HEAD = "# branch.head ";

    private final Map<String, String> environment;

    /** @param environment of this process */
    public DeskReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param path a folder in the work tree
     * @throws Failure where there is no work tree
     */
    public Desk read(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw Failure.of(Problem.NOT_A_REPOSITORY, path);
        }
        Git there = Git.in(folder, environment);
        List<String> places = places(there, path);
        Path root = Path.of(places.get(1));
        Git git = there.at(root);
        Status status = status(git);
        GitConfig config = GitConfig.read(git);
        if (config.value("extensions.objectformat")
                .filter(f -> !f.equals("sha1"))
                .isPresent()) {
            throw Failure.of(Problem.UNSUPPORTED_OBJECT_FORMAT);
        }
        return new Desk(
                git,
                root,
                folder.resolve(places.get(2)).normalize(),
                folder.resolve(places.get(3)).normalize(),
                folder.resolve(places.get(4)).normalize(),
                folder.resolve(places.get(5)).normalize(),
                places.get(6).equals("true"),
                status.branch,
                status.head,
                headTree(places, status.head),
                List.copyOf(status.changes),
                config);
    }

    /** Where HEAD has not moved between the two questions. */
    private static @Nullable String headTree(List<String> places, @Nullable String head) {
        boolean same = places.size() == PLACES + 2 && places.get(PLACES).equals(head);
        return same ? places.getLast() : null;
    }

    /** Where things are, and behind that what HEAD is, if there is a commit. */
    private static List<String> places(Git git, Path path) {
        GitOutput answer = git.run(
                "rev-parse",
                "--is-inside-work-tree",
                "--show-toplevel",
                "--git-dir",
                "--git-common-dir",
                "--git-path",
                "index",
                "--git-path",
                "objects",
                "--is-shallow-repository",
                "--revs-only",
                "HEAD",
                "HEAD^{tree}");
        List<String> lines = answer.lines();
        if (answer.ok() && lines.size() >= PLACES && lines.getFirst().equals("true")) {
            return lines;
        }
        if (answer.err().contains("safe.directory")) {
            throw Failure.of(Problem.UNSAFE_REPOSITORY, path);
        }
        boolean found = !lines.isEmpty() && lines.getFirst().equals("false");
        throw Failure.of(found ? Problem.NO_WORK_TREE : Problem.NOT_A_REPOSITORY, path);
    }

    private static Status status(Git git) {
        GitOutput answer = git.must(
                "status",
                "--porcelain=v2",
                "--branch",
                "-z",
                "--untracked-files=all",
                "--no-renames",
                "--no-ahead-behind",
                "--ignore-submodules=dirty");
        String branch = null;
        String head = null;
        List<Change> changes = new ArrayList<>();
        for (String part : answer.parts()) {
            if (part.startsWith(OID)) {
                head = part.endsWith(NO_COMMIT) ? null : part.substring(OID.length());
            } else if (part.startsWith(HEAD)) {
                branch = part.endsWith(DETACHED) ? null : utf8(part.substring(HEAD.length()));
            } else {
                Change.parse(part).ifPresent(changes::add);
            }
        }
        return new Status(branch, head, changes);
    }

    private static String utf8(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private record Status(@Nullable String branch, @Nullable String head, List<Change> changes) {}
}
