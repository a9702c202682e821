package io.comfortcommit.cli.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A path in a repository: bytes, as git has them. In most repositories they are UTF-8, in some old ones not.
 *
 * @param raw each char is one byte
 */
public record GitPath(String raw) implements Comparable<GitPath> {
    public static GitPath of(String text) {
        return new GitPath(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** The parts of an output that ends each with NUL. */
    static List<String> split(byte[] output) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < output.length; i++) {
            if (output[i] == 0) {
                parts.add(new String(output, start, i - start, StandardCharsets.ISO_8859_1));
                start = i + 1;
            }
        }
        return parts;
    }

    /** For git's options that read paths which end with NUL. */
    public static byte[] join(Collection<GitPath> paths) {
        StringBuilder all = new StringBuilder();
        for (GitPath path : paths) {
            all.append(path.raw).append('\0');
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The path as Java can open it; empty where its name is not UTF-8. */
    public Optional<Path> under(Path root) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
            return Optional.of(root.resolve(name));
        } catch (CharacterCodingException | InvalidPathException otherLetters) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(GitPath other) {
        return raw.compareTo(other.raw);
    }

    /** For people. */
    @Override
    public String toString() {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
