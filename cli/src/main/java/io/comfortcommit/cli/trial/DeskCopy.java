package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.desk.Author;
import io.comfortcommit.cli.desk.Change;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.Refusals;
import io.comfortcommit.cli.desk.Remote;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.git.GitPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a desk, and beside it a bare remote that has the branch as the author's remote has it. The author's
 * repository is only read: the copies borrow its objects.
 *
 * <p>Without an uncommitted change, the copy stands one commit back, with the newest commit's change staged.
 */
final class DeskCopy {
    /** What changes how git reads files; the rest of the configuration is about other places. */
    private static final Pattern COPIED = Pattern.compile("core\\.(autocrlf|eol|safecrlf|filemode|symlinks|ignorecase"
            + "|excludesfile|attributesfile|precomposeunicode|protectntfs|protecthfs|bigfilethreshold|sparsecheckout"
            + "|sparsecheckoutcone)|index\\.sparse|filter\\..*|lfs\\..*");

    private static final String REMOTE = "origin";

    private final Desk source;
    private final Author author;
    private final String branch;
    private final Path desk;
    private final Path remote;

    /**
     * @param source the author's
     * @param desk an empty folder for the copy
     * @param remote an empty folder for its remote
     * @throws Failure if the desk can't be captured
     */
    DeskCopy(Desk source, Path desk, Path remote) {
        Refusals.checkState(source);
        Refusals.checkLinks(source);
        this.source = source;
        this.author = Author.ofAnybody(source.git());
        this.branch = source.onBranch();
        this.desk = desk;
        this.remote = remote;
    }

    /**
     * @param stand object id of the commit that the copy stands on; null before the first one
     * @param remoteTip object id of the commit that the remote has; null if it is empty
     * @param committed whether the change is that of the newest commit
     */
    record Copied(
            Path desk,
            Path remote,
            String branch,
            @Nullable String stand,
            @Nullable String remoteTip,
            boolean committed) {}

    /** Whether there is an uncommitted change, or one in the newest commit. */
    boolean hasChange() {
        String head = source.head();
        return !source.changes().isEmpty() || (head != null && changesSomething(head));
    }

    Copied make() {
        boolean committed = source.changes().isEmpty();
        String head = source.head();
        String stand = committed && head != null ? parent(head) : head;
        String tip = stand == null ? null : remoteTip(stand);
        Git inRemote = init(remote, "--bare");
        Git inDesk = init(desk);
        if (stand != null && isPartOfHistory()) {
            stand = standIn(inRemote, stand);
            tip = stand;
            borrow(desk.resolve(".git"), remote.resolve("objects"));
        }
        if (tip != null) {
            inRemote.must("update-ref", "refs/heads/" + branch, tip);
            inDesk.must("update-ref", "refs/remotes/" + REMOTE + "/" + branch, tip);
        }
        if (stand != null) {
            inDesk.must("update-ref", "refs/heads/" + branch, stand);
        }
        new FileCopy(source.root(), desk).run(source.git());
        copySettings();
        copyIndex(inDesk);
        copyMovedSubmodules();
        return new Copied(desk, remote, branch, stand, tip, committed);
    }

    // --- where to stand

    private boolean changesSomething(String head) {
        String parent = parent(head);
        return parent == null
                ? !source.git().must("ls-tree", "-z", head).parts().isEmpty()
                : !tree(head).equals(tree(parent));
    }

    /** Of a merge, the first one. A shallow history ends where it ends. */
    private @Nullable String parent(String commit) {
        String[] ids =
                source.git().must("rev-list", "--parents", "-n1", commit).text().split(" ");
        return ids.length > 1 ? ids[1] : null;
    }

    private String tree(String commit) {
        return source.git().must("rev-parse", commit + "^{tree}").text();
    }

    /** Where the remote's branch and ours last agreed; without a remote branch, where we stand. */
    private String remoteTip(String stand) {
        String name = Remote.name(source).orElse(REMOTE);
        for (String ref : List.of("refs/remotes/" + name + "/" + branch, branch + "@{upstream}")) {
            GitOutput upstream = source.git().run("rev-parse", "-q", "--verify", ref + "^{commit}");
            if (upstream.ok()) {
                GitOutput common = source.git().run("merge-base", upstream.text(), stand);
                return common.ok() ? common.text() : stand;
            }
        }
        return stand;
    }

    /** A shallow or partial clone: its history can't be fetched from it. */
    private boolean isPartOfHistory() {
        return source.shallow()
                || source.config().all().keySet().stream()
                        .anyMatch(key -> key.equals("extensions.partialclone")
                                || (key.startsWith("remote.") && key.endsWith(".promisor")));
    }

    /** A commit with the same files and no history. */
    private String standIn(Git git, String commit) {
        String subject = source.git().must("log", "-1", "--format=%s", commit).text();
        String standIn = git.with("GIT_AUTHOR_NAME", author.name())
                .with("GIT_AUTHOR_EMAIL", author.email())
                .with("GIT_COMMITTER_NAME", author.name())
                .with("GIT_COMMITTER_EMAIL", author.email())
                .must("commit-tree", tree(commit), "-m", subject)
                .text();
        GitOutput objects = git.must("rev-list", "--objects", "--missing=print", standIn);
        if (objects.lines().stream().anyMatch(line -> line.startsWith("?"))) {
            throw Failure.of(Problem.TRY_OBJECTS_MISSING);
        }
        return standIn;
    }

    // --- the copies

    private Git init(Path folder, String... options) {
        Git git = source.git().at(folder);
        String[] command = new String[options.length + 3];
        command[0] = "init";
        command[1] = "-q";
        command[2] = "--template=";
        System.arraycopy(options, 0, command, 3, options.length);
        git.must(command);
        git.must("symbolic-ref", "HEAD", "refs/heads/" + branch);
        borrow(options.length == 0 ? folder.resolve(".git") : folder, source.objects());
        return git;
    }

    private static void borrow(Path gitFolder, Path objects) {
        try {
            Path info = Files.createDirectories(gitFolder.resolve("objects").resolve("info"));
            Path alternates = info.resolve("alternates");
            String before = Files.exists(alternates) ? Files.readString(alternates) : "";
            Files.writeString(alternates, before + objects.toRealPath() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copySettings() {
        StringBuilder config = new StringBuilder("\n");
        source.config().all().forEach((key, value) -> {
            if (COPIED.matcher(key).matches()) {
                set(config, key, value);
            }
        });
        set(config, "user.name", author.name());
        set(config, "user.email", author.email());
        set(config, "remote." + REMOTE + ".url", remote.toString());
        set(config, "remote." + REMOTE + ".fetch", "+refs/heads/*:refs/remotes/" + REMOTE + "/*");
        Path git = desk.resolve(".git");
        try {
            Path file = git.resolve("config");
            Files.writeString(file, Files.readString(file) + config);
            Path info = Files.createDirectories(git.resolve("info"));
            copyIfThere(source.commonFolder().resolve("info").resolve("exclude"), info);
            copyIfThere(source.commonFolder().resolve("info").resolve("attributes"), info);
            copyIfThere(source.gitFolder().resolve("info").resolve("sparse-checkout"), info);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param key {@code section.name} or {@code section.subsection.name} */
    private static void set(StringBuilder config, String key, String value) {
        int first = key.indexOf('.');
        int last = key.lastIndexOf('.');
        String subsection = first == last ? "" : " \"" + escaped(key.substring(first + 1, last)) + "\"";
        config.append('[').append(key, 0, first).append(subsection).append("]\n\t");
        config.append(key, last + 1, key.length()).append(" = \"");
        config.append(escaped(value).replace("\n", "\\n")).append("\"\n");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static void copyIfThere(Path file, Path folder) throws IOException {
        if (Files.isRegularFile(file)) {
            Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void copyIndex(Git inDesk) {
        try {
            Path git = desk.resolve(".git");
            if (Files.exists(source.index())) {
                Files.copy(source.index(), git.resolve("index"), StandardCopyOption.COPY_ATTRIBUTES);
            }
            // A split index names its other half.
            try (DirectoryStream<Path> halves = Files.newDirectoryStream(source.gitFolder(), "sharedindex.*")) {
                for (Path half : halves) {
                    copyIfThere(half, git);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The copied files are other files: looks into each. Its exit code tells that some have changed.
        inDesk.run("update-index", "-q", "--refresh");
    }

    /** Submodules that stand on another commit than the index says. */
    private void copyMovedSubmodules() {
        for (Change change : source.changes()) {
            Optional<Path> folder = change.path().under(source.root());
            if (!change.submodule()
                    || folder.isEmpty()
                    || !Files.exists(folder.get().resolve(".git"))) {
                continue;
            }
            Git there = source.git().at(folder.get());
            GitOutput commit = there.run("rev-parse", "-q", "--verify", "HEAD");
            if (commit.ok()) {
                copySubmodule(there, folder.get(), commit.text(), change.path());
            }
        }
    }

    private void copySubmodule(Git there, Path folder, String commit, GitPath path) {
        Path copy = path.under(desk).orElseThrow();
        Path objects =
                folder.resolve(there.must("rev-parse", "--git-path", "objects").text());
        Git git = source.git().at(copy);
        git.must("init", "-q", "--template=");
        borrow(copy.resolve(".git"), objects);
        git.must("update-ref", "--no-deref", "HEAD", commit);
        // That its remote has it was seen at the author's desk.
        git.must("update-ref", "refs/remotes/" + REMOTE + "/" + branch, commit);
    }
}
