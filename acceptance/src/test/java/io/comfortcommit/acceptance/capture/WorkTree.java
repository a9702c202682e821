package io.comfortcommit.acceptance.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A work tree on disk, driven with git as its author would drive it. */
record WorkTree(Path root, Map<String, String> environment) {
    /** What we keep in the git folder of a work tree. */
    private static final Pattern OURS = Pattern.compile("/\\.git(/worktrees/[^/]+)?/comfort$");

    String git(String... arguments) {
        return gitWith(Map.of(), arguments);
    }

    String gitWith(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(variables);
        try {
            Path errors = Files.createTempFile("git", "err");
            Process process = builder.redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + "\n" + Files.readString(errors));
            }
            Files.delete(errors);
            return output.stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What {@code git add -A && git write-tree} make here, by an index and objects of their own; where something is staged,
     * {@code git write-tree} alone.
     */
    String expectedTree(Path apart) throws IOException {
        boolean staged = !git("diff", "--cached", "--name-only", "--no-ext-diff", "--ita-invisible-in-index")
                .isEmpty();
        Path index = apart.resolve("index");
        Files.deleteIfExists(index);
        // With its time, by which git tells which files it must look into; Java would cut it off at the microsecond.
        gitWith(
                Map.of("GIT_DIR", root.resolve(git("rev-parse", "--git-dir")).toString()),
                "-c",
                "alias.copy=!cp -p",
                "copy",
                root.resolve(git("rev-parse", "--git-path", "index")).toString(),
                index.toString());
        Map<String, String> variables = Map.of(
                "GIT_INDEX_FILE",
                index.toString(),
                "GIT_OBJECT_DIRECTORY",
                Files.createDirectories(apart.resolve("objects")).toString(),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                root.resolve(git("rev-parse", "--git-path", "objects")).toString());
        if (!staged) {
            gitWith(
                    variables,
                    "-c",
                    "advice.addEmbeddedRepo=false",
                    "-c",
                    "core.safecrlf=false",
                    "add",
                    "-A",
                    "--sparse");
        }
        return gitWith(variables, "write-tree");
    }

    /** Every byte of the work tree and of its git folder, ours left out, by path. */
    Map<String, String> everything() throws IOException {
        Map<String, String> found = new TreeMap<>();
        walk(root, found);
        Path common = root.resolve(git("rev-parse", "--git-common-dir")).normalize();
        if (!common.startsWith(root)) {
            walk(common, found);
        }
        return found;
    }

    private static void walk(Path from, Map<String, String> found) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (OURS.matcher(folder.toString()).find()) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                found.put(folder + "/", "");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                found.put(file.toString(), content(file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String content(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return "link to " + Files.readSymbolicLink(file);
        }
        if (file.toString().contains("/objects/")) {
            // Named by their content; git marks them as used whoever reads them.
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)))
                    + Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                    + attributes.lastModifiedTime();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
