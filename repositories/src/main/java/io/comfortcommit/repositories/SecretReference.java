package io.comfortcommit.repositories;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a secret is, so that settings need not hold it: {@code file:/path} or {@code env:NAME}. It is read each time it is
 * used, so that one that was changed works at once, and nothing keeps it.
 */
public final class SecretReference {
    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";
    private static final long LARGEST = 1 << 20;

    private final String reference;

    private SecretReference(String reference) {
        this.reference = reference;
    }

    /** @throws IllegalArgumentException if it is no reference; the text is not repeated, since it may be the secret itself */
    public static SecretReference of(String text) {
        if (text.startsWith(ENVIRONMENT) && text.length() > ENVIRONMENT.length()) {
            return new SecretReference(text);
        }
        if (text.startsWith(FILE)) {
            try {
                if (Path.of(text.substring(FILE.length())).isAbsolute()) {
                    return new SecretReference(text);
                }
            } catch (InvalidPathException e) {
                // said below, without the text
            }
        }
        throw new IllegalArgumentException(
                "a secret is given as file:/absolute/path or env:NAME, not as the secret itself");
    }

    /** @throws IOException if there is nothing; its message names no secret */
    public byte[] bytes() throws IOException {
        if (reference.startsWith(ENVIRONMENT)) {
            String name = reference.substring(ENVIRONMENT.length());
            String value = System.getenv(name);
            if (value == null || value.isEmpty()) {
                throw new IOException("the environment has no variable " + name);
            }
            return value.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(reference.substring(FILE.length()));
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("the file " + file + " is too large for a secret");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("the file " + file + " can't be read", e);
        }
    }

    /** For tokens and passphrases: without the line's end that most files have. */
    public String line() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8).strip();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretReference that && reference.equals(that.reference);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reference);
    }

    /** Where the secret is, never what it is. */
    @Override
    public String toString() {
        return reference;
    }
}
