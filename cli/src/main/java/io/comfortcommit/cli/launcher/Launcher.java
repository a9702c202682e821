package io.comfortcommit.cli.launcher;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the script is. */
public final class Launcher {
    /** Set by the script itself. */
    private static final String PROPERTY = "comfort.launcher";

    private Launcher() {}

    /** @throws Failure {@link Problem#NO_LAUNCHER} */
    public static Path path() {
        Path script = Path.of(System.getProperty(PROPERTY, ""));
        if (!script.isAbsolute() || !Files.isRegularFile(script)) {
            throw Failure.of(Problem.NO_LAUNCHER);
        }
        return script;
    }
}
