package io.comfortcommit.acceptance.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Within the server: ends it by SIGKILL where the armed point is reached. Called from woven code, hence public. */
public final class Armed {
    static final String FILE_PROPERTY = "crash.armed";

    private Armed() {}

    public static void reached(String point) {
        Path file = Path.of(System.getProperty(FILE_PROPERTY));
        try {
            if (!Files.readString(file).strip().equals(point)) {
                return;
            }
            Files.delete(file);
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            LockSupport.park();
        } catch (NoSuchFileException notArmed) {
            // Goes on.
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("can't end the process at " + point, e);
        }
    }
}
