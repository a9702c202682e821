package io.comfortcommit.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A work tree with a bare remote beside it, and captures of it made with nothing but git. */
public final class Desk {
    private final Path work;
    private final Path remote;

    private Desk(Path work, Path remote) {
        this.work = work;
        this.remote = remote;
    }

    /** A desk with one pushed commit on {@code main}. */
    public static Desk in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path remote = folder.resolve("remote.git");
        Path work = folder.resolve("desk");
        git(folder, "init", "-q", "--bare", "-b", "main", remote.toString());
        git(folder, "init", "-q", "-b", "main", work.toString());
        Desk desk = new Desk(work, remote);
        desk.git("config", "user.name", "Author");
        desk.git("config", "user.email", "author@example.com");
        desk.git("remote", "add", "origin", remote.toString());
        desk.write("README.md", "first\n");
        desk.git("add", "-A");
        desk.git("commit", "-qm", "docs: begin");
        desk.git("push", "-q", "origin", "main");
        return desk;
    }

    /** A colleague's clone of the same remote. */
    public Desk colleague(String name) throws IOException {
        return clone(name);
    }

    /**
     * Another clone of the same remote.
     *
     * @param options of {@code git clone}
     */
    public Desk clone(String name, String... options) {
        Path clone = work.resolveSibling(name);
        List<String> command = new ArrayList<>(List.of("clone", "-q"));
        command.addAll(List.of(options));
        // A plain path would be copied as it is, whatever the options say.
        command.addAll(List.of("file://" + remote, clone.toString()));
        git(remote, command.toArray(String[]::new));
        Desk desk = new Desk(clone, remote);
        desk.git("config", "user.name", name);
        desk.git("config", "user.email", name + "@example.com");
        return desk;
    }

    public Path work() {
        return work;
    }

    public Path remote() {
        return remote;
    }

    public void write(String path, String content) throws IOException {
        Path file = work.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Commits everything and pushes it, onto whatever the remote has by then. */
    public void commitAndPush(String message) {
        git("add", "-A");
        git("commit", "-qm", message);
        git("pull", "-q", "--rebase", "origin", "main");
        git("push", "-q", "origin", "HEAD:main");
    }

    public String git(String... arguments) {
        return git(work, arguments);
    }

    public String remoteGit(String... arguments) {
        return git(remote, arguments);
    }

    /** Commits on the remote's branch, newest first. */
    public List<String> remoteLog() {
        return remoteGit("log", "--format=%H", "main").lines().toList();
    }

    /**
     * @param base the commit the desk stands on; null before the first
     * @param tree what {@code git write-tree} says of the whole work tree
     */
    public record Capture(
            UUID captureId,
            UUID lane,
            String snapshot,
            @Nullable String base,
            String tree,
            Instant capturedAt,
            byte[] bundle) {
        /** The same of another desk: it supersedes none of this one's. */
        public Capture ofLane(UUID another) {
            return new Capture(captureId, another, snapshot, base, tree, capturedAt, bundle);
        }

        public Map<String, Object> order(String repositoryId) {
            Map<String, Object> order = new HashMap<>(Map.of(
                    "captureId",
                    captureId.toString(),
                    "repositoryId",
                    repositoryId,
                    "lane",
                    lane.toString(),
                    "snapshot",
                    snapshot,
                    "branch",
                    "main",
                    "mode",
                    "WORK_TREE",
                    "author",
                    Map.of("name", "Author", "email", "author@example.com"),
                    "capturedAt",
                    capturedAt.toString(),
                    "client",
                    "acceptance/1"));
            order.put("base", base);
            return order;
        }
    }

    /** Captures the work tree; the bundle leaves out what the base's history holds. */
    public Capture capture() throws IOException {
        Path index = Files.createTempFile("acceptance", ".index");
        Path bundle = Files.createTempFile("acceptance", ".bundle");
        try {
            Files.copy(work.resolve(".git/index"), index, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Map<String, String> environment = Map.of("GIT_INDEX_FILE", index.toString());
            run(work, environment, "git", "add", "-A");
            String tree = run(work, environment, "git", "write-tree");
            String base = git("rev-parse", "HEAD");
            String snapshot = run(work, environment, "git", "commit-tree", tree, "-p", base, "-m", "capture");
            git("update-ref", "refs/comfort/capture", snapshot);
            git("bundle", "create", "-q", bundle.toString(), "refs/comfort/capture", "^" + base);
            git("update-ref", "-d", "refs/comfort/capture");
            return new Capture(
                    UUID.randomUUID(),
                    UUID.nameUUIDFromBytes(work.toString().getBytes(StandardCharsets.UTF_8)),
                    snapshot,
                    base,
                    tree,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    Files.readAllBytes(bundle));
        } finally {
            Files.delete(index);
            Files.delete(bundle);
        }
    }

    private static String git(Path folder, String... arguments) {
        return run(
                folder,
                Map.of(),
                Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private static String run(Path folder, Map<String, String> environment, String... command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().putAll(environment);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + said);
            }
            return said;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(String.join(" ", command) + " did not run", e);
        }
    }
}
