package io.comfortcommit.sagas.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "threads have a niceness of their own on Linux only")
class NicenessTest {
    /** Of proc(5)'s stat, counted after the name, which may have blanks. */
    private static final int NICE = 16;

    @Test
    void aThreadOfTheBackgroundIsNiceAndSoAreThoseThatItStarts() {
        int before = niceness();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            CompletableFuture<Integer> started = CompletableFuture.supplyAsync(
                    () -> {
                        Niceness.ofBackground();
                        return CompletableFuture.supplyAsync(NicenessTest::niceness, threads)
                                .join();
                    },
                    threads);
            assertThat(started.join()).isGreaterThan(before);
            assertThat(CompletableFuture.supplyAsync(NicenessTest::niceness, threads)
                            .join())
                    .as("of a thread that is none of the background")
                    .isEqualTo(before);
        }
        assertThat(niceness()).isEqualTo(before);
    }

    @Test
    void aVirtualThreadLeavesItsCarrierAsItIs() throws InterruptedException {
        Thread.ofVirtual().start(Niceness::ofBackground).join();
        assertThat(CompletableFuture.supplyAsync(
                                NicenessTest::niceness,
                                task -> Thread.ofVirtual().start(task))
                        .join())
                .isEqualTo(niceness());
    }

    private static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
