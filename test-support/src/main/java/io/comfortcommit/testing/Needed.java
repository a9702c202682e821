package io.comfortcommit.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Tools that a test needs and a machine may lack: there it is skipped and says why. Where {@code COMFORT_TEST_REQUIRE} is
 * {@code 1}, as in CI, it fails instead, so that nothing goes untested unseen.
 */
public final class Needed {
    private static final boolean REQUIRED = "1".equals(System.getenv("COMFORT_TEST_REQUIRE"));

    private Needed() {}

    /**
     * @param there whether the tool is
     * @param otherwise what is not tested without it, and how to get it
     */
    public static void check(boolean there, String otherwise) {
        check(there, otherwise, REQUIRED);
    }

    /**
     * @param name of a program that {@code PATH} leads to
     * @param otherwise what is not tested without it
     */
    public static void program(String name, String otherwise) {
        check(isInstalled(name), otherwise + ": " + name + " is not installed");
    }

    static void check(boolean there, String otherwise, boolean required) {
        if (required && !there) {
            throw new AssertionError(otherwise + " (COMFORT_TEST_REQUIRE=1)");
        }
        Assumptions.assumeTrue(there, otherwise);
    }

    private static boolean isInstalled(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
