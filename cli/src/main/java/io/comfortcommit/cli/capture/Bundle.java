package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.git.Git;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A git bundle, version 2 (gitformat-bundle), made by hand: {@code git bundle} can neither name a commit that has no ref
 * nor take the ref's name from us.
 */
final class Bundle {
    private static final String REF = "refs/comfort/capture";

    private Bundle() {}

    /**
     * @param git that reads the snapshot and the prerequisites
     * @param prerequisites commits that the receiver has, with all that they lead to
     */
    static void write(Git git, String snapshot, Collection<String> prerequisites, Path file) {
        StringBuilder header = new StringBuilder("# v2 git bundle\n");
        StringBuilder revisions = new StringBuilder(snapshot).append('\n');
        for (String commit : prerequisites) {
            header.append('-').append(commit).append(" \n");
            revisions.append('^').append(commit).append('\n');
        }
        header.append(snapshot).append(' ').append(REF).append("\n\n");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
            git.stream(
                    revisions.toString().getBytes(StandardCharsets.US_ASCII),
                    out,
                    "pack-objects",
                    "--revs",
                    "--thin",
                    "--stdout",
                    "--delta-base-offset",
                    "--depth=50",
                    "-q");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
