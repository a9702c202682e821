package io.comfortcommit.repositories.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "threads are made nicer on Linux only")
class BackgroundThreadsTest {
    private static final int NICEST = 19;

    /** Also of the git that receives a push here. */
    @Test
    void aTalkInTheBackgroundAndItsProcessesAreNicerAndNobodyElse() throws Exception {
        int here = nice(Files.readString(Path.of("/proc/thread-self/stat")));
        int nicer = Math.min(NICEST, here + BackgroundThreads.NICER);

        assertThat(Limited.callInBackground(
                        Duration.ofMinutes(1), () -> nice(Files.readString(Path.of("/proc/thread-self/stat")))))
                .isEqualTo(nicer);
        assertThat(Limited.callInBackground(Duration.ofMinutes(1), () -> nice(said("cat", "/proc/self/stat"))))
                .isEqualTo(nicer);
        assertThat(nice(Files.readString(Path.of("/proc/thread-self/stat")))).isEqualTo(here);
        assertThat(nice(said("cat", "/proc/self/stat"))).isEqualTo(here);
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The nineteenth field of proc_pid_stat(5); the second is a name in parentheses, with whatever in it. */
    private static int nice(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
