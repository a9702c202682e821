package io.comfortcommit.repositories;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real git, in one folder, with nobody's configuration. */
record Git(Path folder) {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_AUTHOR_NAME", "Author",
            "GIT_AUTHOR_EMAIL", "author@example.org",
            "GIT_COMMITTER_NAME", "Author",
            "GIT_COMMITTER_EMAIL", "author@example.org",
            "GIT_AUTHOR_DATE", "2026-11-01T10:00:00Z",
            "GIT_COMMITTER_DATE", "2026-11-01T10:00:00Z");

    /** Standard output, stripped. */
    String run(String... arguments) {
        return new String(feed(new byte[0], arguments), StandardCharsets.UTF_8).strip();
    }

    /** @return standard output of a git that reads {@code input} */
    byte[] feed(byte[] input, String... arguments) {
        try {
            Path errors = Files.createTempFile("git", ".err");
            ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                            .toList())
                    .directory(folder.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(ENVIRONMENT);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            }
            byte[] output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("git " + List.of(arguments) + ": " + Files.readString(errors));
            }
            Files.delete(errors);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Git write(String file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    Git write(String file, byte[] bytes) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.resolve("..").normalize());
            Files.write(path, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits all of the work tree. @return the commit */
    String commit(String message) {
        run("add", "-A");
        run("commit", "--quiet", "--allow-empty", "-m", message);
        return head();
    }

    String head() {
        return run("rev-parse", "HEAD");
    }

    /** An object of any content, whether or not git would ever write it. @return its id */
    String object(String type, byte[] content) {
        return new String(
                        feed(content, "hash-object", "-t", type, "--literally", "-w", "--stdin"),
                        StandardCharsets.US_ASCII)
                .strip();
    }

    /** A commit of a tree. @return its id */
    String commitTree(String tree, String... parents) {
        String[] arguments = Stream.concat(
                        Stream.of("commit-tree", "-m", "capture", tree),
                        Stream.of(parents).flatMap(parent -> Stream.of("-p", parent)))
                .toArray(String[]::new);
        return run(arguments);
    }

    /** The work tree as a commit on HEAD, as a capture has it. @return its id */
    String snapshot() {
        run("add", "-A");
        return commitTree(run("write-tree"), head());
    }

    /** @param without prerequisites: commits that are left out, with all below them */
    byte[] bundle(String snapshot, String... without) {
        run("update-ref", "refs/comfort/capture", snapshot);
        String[] arguments = Stream.concat(
                        Stream.of("bundle", "create", "--quiet", "-", "refs/comfort/capture"),
                        Stream.of(without).map(commit -> "^" + commit))
                .toArray(String[]::new);
        return feed(new byte[0], arguments);
    }
}
