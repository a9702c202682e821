package io.comfortcommit.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How long {@code ./comfort up} takes until it is ready, and what the idle server holds in memory. */
final class StartAndMemory {
    private static final int WARM_STARTS = 5;
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private StartAndMemory() {}

    /**
     * @param cold seconds of the first start, on a new data folder
     * @param warm seconds of those after
     * @param jvm MiB, proportional set size of the idle JVM
     * @param database MiB, proportional set size of all idle PostgreSQL processes
     */
    record Result(double cold, List<Double> warm, double jvm, double database) {}

    static Result run(Path checkout, Path folder) throws Exception {
        List<Double> seconds = new ArrayList<>();
        double jvm = 0;
        double database = 0;
        for (int start = 0; start <= WARM_STARTS; start++) {
            long began = System.nanoTime();
            Process server = up(checkout, folder);
            try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
                if (out.readLine() == null) {
                    throw new IllegalStateException("the server did not start; see " + folder.resolve("said.log"));
                }
                seconds.add((System.nanoTime() - began) / 1e9);
                if (start == WARM_STARTS) {
                    Thread.sleep(SETTLE);
                    jvm = proportionalSetSize(server.pid());
                    long postmaster = Long.parseLong(
                            Files.readAllLines(postmasterFile(folder)).getFirst());
                    database = proportionalSetSize(postmaster)
                            + ProcessHandle.of(postmaster).stream()
                                    .flatMap(ProcessHandle::descendants)
                                    .mapToDouble(child -> proportionalSetSize(child.pid()))
                                    .sum();
                }
            } finally {
                server.destroy();
                server.waitFor();
            }
        }
        return new Result(seconds.getFirst(), seconds.subList(1, seconds.size()), jvm, database);
    }

    private static Process up(Path checkout, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                checkout.resolve("comfort").toString(),
                "up",
                "--json",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("said.log").toFile()))
                .start();
    }

    private static Path postmasterFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** MiB; the kernel's own sum over all mappings, shared pages by share (proc(5), smaps_rollup). */
    static double proportionalSetSize(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        } catch (IOException e) {
            throw new IllegalStateException("process " + pid + " ended while it was measured", e);
        }
    }
}
