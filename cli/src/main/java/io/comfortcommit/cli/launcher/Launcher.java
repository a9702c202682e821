package io.comfortcommit.cli.launcher;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The script. */
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

    /**
     * Has it run one of the commands that are the server's own, with this process's input and output.
     *
     * @return its exit code
     */
    public static int run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(path().toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-launched"));
            return process.waitFor();
        } catch (IOException e) {
            throw Failure.of(e, Problem.NO_LAUNCHER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(e, Problem.UNEXPECTED, "interrupted");
        }
    }
}
