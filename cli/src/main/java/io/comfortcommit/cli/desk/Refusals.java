package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.git.GitPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When a desk is in no state to be captured. */
public final class Refusals {
    private static final int NAMED = 10;
    /** Operating systems take more, none takes less. */
    private static final int LONGEST_ARGUMENTS = 60_000;

    private static final Map<String, Problem> OPERATIONS = operations();

    private Refusals() {}

    private static Map<String, Problem> operations() {
        Map<String, Problem> files = new LinkedHashMap<>();
        files.put("rebase-merge", Problem.REBASE_IN_PROGRESS);
        files.put("rebase-apply", Problem.REBASE_IN_PROGRESS);
        files.put("CHERRY_PICK_HEAD", Problem.CHERRY_PICK_IN_PROGRESS);
        files.put("REVERT_HEAD", Problem.REVERT_IN_PROGRESS);
        files.put("MERGE_HEAD", Problem.MERGE_IN_PROGRESS);
        return files;
    }

    /**
     * In the middle of something, or nowhere.
     *
     * @throws Failure with the reason
     */
    public static void checkState(Desk desk) {
        OPERATIONS.forEach((file, problem) -> {
            if (Files.exists(desk.gitFolder().resolve(file))) {
                throw Failure.of(problem);
            }
        });
        if (Files.isDirectory(desk.commonFolder().resolve("reftable"))) {
            checkOperationRefs(desk);
        }
        checkSequence(desk);
        List<GitPath> unmerged = desk.changes().stream()
                .filter(change -> change.kind() == Change.Kind.UNMERGED)
                .map(Change::path)
                .toList();
        if (!unmerged.isEmpty()) {
            throw refused(Problem.UNMERGED_FILES, unmerged);
        }
        if (desk.branch() == null) {
            throw Failure.of(Problem.DETACHED_HEAD);
        }
    }

    /** Repositories with the reftable format keep these two as refs. */
    private static void checkOperationRefs(Desk desk) {
        OPERATIONS.forEach((name, problem) -> {
            if (name.endsWith("_HEAD") && desk.git().succeeds("rev-parse", "-q", "--verify", name)) {
                throw Failure.of(problem);
            }
        });
    }

    /** Between two commits of one cherry-pick or revert of several. */
    private static void checkSequence(Desk desk) {
        Path todo = desk.gitFolder().resolve("sequencer").resolve("todo");
        if (Files.exists(todo)) {
            throw Failure.of(isRevert(todo) ? Problem.REVERT_IN_PROGRESS : Problem.CHERRY_PICK_IN_PROGRESS);
        }
    }

    private static boolean isRevert(Path todo) {
        try {
            return new String(Files.readAllBytes(todo), StandardCharsets.ISO_8859_1).startsWith("revert");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Links to repositories that others could not follow.
     *
     * @throws Failure with the reason
     */
    public static void checkLinks(Desk desk) {
        boolean fromIndex = desk.anythingStaged();
        List<Change> links = desk.changes().stream()
                .filter(change ->
                        fromIndex ? change.stagedSubmodule() : change.nestedRepository() || change.submodule())
                .toList();
        if (links.isEmpty()) {
            return;
        }
        Set<String> declared = declaredSubmodules(desk, fromIndex);
        List<GitPath> nested = links.stream()
                .filter(link -> (fromIndex ? link.newInIndex() : link.nestedRepository()))
                .map(Change::path)
                .filter(path -> !declared.contains(withoutSlash(path)))
                .toList();
        if (!nested.isEmpty()) {
            throw refused(Problem.NESTED_REPOSITORY, nested);
        }
        List<GitPath> unpushed = new ArrayList<>();
        for (Change link : links) {
            if (isUnpushed(desk, link, fromIndex)) {
                unpushed.add(link.path());
            }
        }
        if (!unpushed.isEmpty()) {
            throw refused(Problem.SUBMODULE_NOT_PUSHED, unpushed);
        }
    }

    private static String withoutSlash(GitPath path) {
        String raw = path.raw();
        return raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    }

    /** Paths as in {@code .gitmodules}, each char one byte. */
    private static Set<String> declaredSubmodules(Desk desk, boolean fromIndex) {
        String[] source = fromIndex ? new String[] {"--blob", ":.gitmodules"} : new String[] {"-f", ".gitmodules"};
        GitOutput output =
                desk.git().run("config", "-z", source[0], source[1], "--get-regexp", "^submodule\\..*\\.path$");
        Set<String> paths = new HashSet<>();
        for (String entry : output.parts()) {
            paths.add(entry.substring(entry.indexOf('\n') + 1));
        }
        return paths;
    }

    /** As {@code git push --recurse-submodules=check} has it: no branch that the submodule's remote has leads to it. */
    private static boolean isUnpushed(Desk desk, Change link, boolean fromIndex) {
        Optional<Path> folder = new GitPath(withoutSlash(link.path())).under(desk.root());
        if (folder.isEmpty() || !Files.exists(folder.get().resolve(".git"))) {
            return false;
        }
        Git there = desk.git().at(folder.get());
        String commit = link.indexId();
        if (!fromIndex) {
            GitOutput head = there.run("rev-parse", "-q", "--verify", "HEAD");
            if (!head.ok()) {
                return true;
            }
            commit = head.text();
        }
        if (!there.succeeds("cat-file", "-e", commit)) {
            return false;
        }
        return !there.must("rev-list", "-n1", commit, "--not", "--remotes")
                .text()
                .isEmpty();
    }

    /**
     * Files in which a merge left its marks, unless the commit they stand on has them too.
     *
     * @param snapshot git with the index that is to be captured
     * @throws Failure with the files
     */
    public static void checkConflictMarkers(Desk desk, Git snapshot) {
        boolean fromIndex = desk.anythingStaged();
        List<GitPath> candidates = desk.changes().stream()
                .filter(change -> !fromIndex || change.staged())
                .filter(change -> change.leavesAFile(fromIndex))
                .map(Change::path)
                .toList();
        List<GitPath> marked = new ArrayList<>();
        for (List<GitPath> some : chunks(candidates)) {
            marked.addAll(withMarkers(snapshot, "--cached", some));
        }
        String head = desk.head();
        if (head != null && !marked.isEmpty()) {
            Set<String> before = new HashSet<>();
            for (List<GitPath> some : chunks(marked)) {
                withMarkers(snapshot, head, some)
                        .forEach(path -> before.add(path.raw().substring(head.length() + 1)));
            }
            marked.removeIf(path -> before.contains(path.raw()));
        }
        if (!marked.isEmpty()) {
            throw refused(Problem.CONFLICT_MARKERS, marked);
        }
    }

    private static List<GitPath> withMarkers(Git git, String where, List<GitPath> paths) {
        List<String> arguments =
                new ArrayList<>(List.of("grep", "-l", "-z", "-I", "-E", "--no-recurse-submodules", "--all-match"));
        for (String marker : List.of("^<{7} ", "^={7}\r?$", "^>{7} ")) {
            arguments.add("-e");
            arguments.add(marker);
        }
        arguments.add(where);
        arguments.add("--");
        paths.forEach(path -> arguments.add(path.toString()));
        GitOutput found = git.run(arguments.toArray(String[]::new));
        // 1 says that there is none
        if (found.exit() > 1) {
            throw Git.failed(found, "grep");
        }
        return found.paths();
    }

    private static List<List<GitPath>> chunks(List<GitPath> paths) {
        List<List<GitPath>> chunks = new ArrayList<>();
        List<GitPath> current = new ArrayList<>();
        int length = 0;
        for (GitPath path : paths) {
            if (length + path.raw().length() > LONGEST_ARGUMENTS) {
                chunks.add(current);
                current = new ArrayList<>();
                length = 0;
            }
            current.add(path);
            length += path.raw().length() + 1;
        }
        if (!current.isEmpty()) {
            chunks.add(current);
        }
        return chunks;
    }

    private static Failure refused(Problem problem, List<GitPath> paths) {
        return Failure.of(problem, named(paths))
                .with("files", paths.stream().map(GitPath::toString).toList());
    }

    /** The first few, for a sentence. */
    public static String named(List<GitPath> paths) {
        String first = String.join(
                ", ", paths.stream().limit(NAMED).map(GitPath::toString).toList());
        return paths.size() > NAMED ? first + " … (" + paths.size() + ")" : first;
    }
}
