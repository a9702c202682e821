package io.comfortcommit.cli.proof;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that somebody kept. */
final class Kept {
    private Kept() {}

    static List<SignedCheckpoint> checkpoints(Path file) {
        try {
            return SignedCheckpoint.all(text(file));
        } catch (IllegalArgumentException e) {
            throw Failure.of(e, Problem.NOT_A_CHECKPOINT, file, String.valueOf(e.getMessage()));
        }
    }

    static TrustedKeys keys(Path file) {
        return keys(text(file), file.toString());
    }

    /** @param name where the text comes from */
    static TrustedKeys keys(String text, String name) {
        try {
            TrustedKeys keys = TrustedKeys.of(text);
            if (keys.keys().isEmpty()) {
                throw new IllegalArgumentException("there is none");
            }
            return keys;
        } catch (IllegalArgumentException e) {
            throw Failure.of(e, Problem.NOT_A_KEY, name, String.valueOf(e.getMessage()));
        }
    }

    /** To be closed. */
    static Stream<String> lines(Path file) {
        try {
            return Files.lines(file);
        } catch (IOException e) {
            throw Failure.of(e, Problem.FILE_UNREADABLE, file);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.of(e, Problem.FILE_UNREADABLE, file);
        }
    }
}
