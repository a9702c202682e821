package io.comfortcommit.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.git.Git;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A repository on disk, driven with git as its author would drive it. */
public final class GitRepository {
    private final Path root;
    private final Map<String, String> environment;

    public GitRepository(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    public Path root() {
        return root;
    }

    public GitRepository at(Path other) {
        return new GitRepository(other, environment);
    }

    // --- git

    /** Stdout of a git that must succeed, without its last line break. */
    public String git(String... arguments) {
        return gitWith(Map.of(), arguments);
    }

    public String gitWith(Map<String, String> variables, String... arguments) {
        Result result = run(variables, arguments);
        assertThat(result.exit)
                .as(String.join(" ", arguments) + "\n" + result.output)
                .isZero();
        return result.output.stripTrailing();
    }

    /** Exit code of a git that may fail. */
    public int tryGit(String... arguments) {
        return run(Map.of(), arguments).exit;
    }

    private record Result(int exit, String output) {}

    private Result run(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().putAll(variables);
            Path errors = Files.createTempFile("git", "err");
            builder.redirectError(errors.toFile());
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            String said = exit == 0 ? "" : Files.readString(errors);
            Files.delete(errors);
            return new Result(exit, output + said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Git as the command line runs it here. */
    public Git clean() {
        return Git.in(root, environment);
    }

    public String head() {
        return git("rev-parse", "HEAD");
    }

    public String tree(String revision) {
        return git("rev-parse", revision + "^{tree}");
    }

    public String commitAll(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return head();
    }

    /** The tree that {@code git add -A && git write-tree} would make, by an index of our own. */
    public String treeOfWorkTree() {
        try {
            Path index = root.resolve(git("rev-parse", "--git-path", "index"));
            Path copy = Files.createTempDirectory("index").resolve("index");
            if (Files.exists(index)) {
                Files.copy(index, copy);
            }
            Path objects = Files.createDirectory(copy.resolveSibling("objects"));
            Map<String, String> apart = Map.of(
                    "GIT_INDEX_FILE",
                    copy.toString(),
                    "GIT_OBJECT_DIRECTORY",
                    objects.toString(),
                    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                    "\""
                            + root.resolve(git("rev-parse", "--git-path", "objects"))
                                    .toString()
                                    .replace("\"", "\\\"") + "\"");
            gitWith(apart, "add", "-A");
            return gitWith(apart, "write-tree");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- files

    public Path write(String path, String content) {
        return write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public Path write(String path, byte[] content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String path) {
        return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    public void delete(String path) {
        try {
            Files.delete(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void link(String path, String target) {
        try {
            Files.createSymbolicLink(root.resolve(path), Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void executable(String path) {
        try {
            Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** git marks objects as used, whoever reads them. */
    private static String time(Path file, BasicFileAttributes attributes) {
        String path = file.toString();
        return path.contains("/objects/") || path.contains("sharedindex.") ? "" : " " + attributes.lastModifiedTime();
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every byte of it, by path; our own folder in the git folder left out. */
    public Map<String, String> everything() {
        Map<String, String> found = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.endsWith(".git/comfort") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String content = attributes.isSymbolicLink()
                            ? "link to " + Files.readSymbolicLink(file)
                            : digest(file) + " " + Files.getPosixFilePermissions(file) + time(file, attributes);
                    found.put(root.relativize(file).toString(), content);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
