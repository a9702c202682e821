package io.comfortcommit.standalone.postgres;

import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The server processes on a cluster, as {@code /proc} shows them. Every PostgreSQL process stands in its cluster's folder
 * and runs a program named postgres; a pid in {@code postmaster.pid} alone proves nothing, since pids are used again.
 */
final class ClusterProcesses {
    private static final Path PROC = Path.of("/proc");
    /** postmaster.pid has seconds and the kernel counts from the boot, so that the two differ by a little. */
    private static final Duration SAME_START = Duration.ofSeconds(10);

    private final Path cluster;

    /** @param cluster the data folder, without links in its path */
    ClusterProcesses(Path cluster) {
        this.cluster = cluster;
    }

    /**
     * Ends whatever a killed predecessor left running on this cluster, gently at first, and clears away its pid file.
     * The caller must hold the data folder's lock, so that nothing ended here is anybody's living database.
     */
    void stopLeftovers() throws IOException, InterruptedException {
        Path pidFile = cluster.resolve("postmaster.pid");
        OptionalLong postmaster = postmaster(pidFile);
        if (postmaster.isPresent()) {
            long pid = postmaster.getAsLong();
            BooleanSupplier gone = () -> !works(pid);
            if (!(signalAndAwait("INT", List.of(pid), gone, 30) || signalAndAwait("QUIT", List.of(pid), gone, 15))) {
                signalAndAwait("KILL", List.of(pid), gone, 10);
            }
        }
        // Backends notice within moments that their postmaster died, but until then they keep its shared memory in use.
        if (!await(() -> all().isEmpty(), 10) && !signalAndAwait("QUIT", all(), () -> all().isEmpty(), 10)) {
            signalAndAwait("KILL", all(), () -> all().isEmpty(), 10);
        }
        Files.deleteIfExists(pidFile);
    }

    static void signal(String name, List<Long> pids) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\"", "kill"));
        pids.forEach(pid -> command.add(pid.toString()));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    static boolean await(BooleanSupplier condition, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private static boolean signalAndAwait(String name, List<Long> pids, BooleanSupplier gone, int seconds)
            throws IOException, InterruptedException {
        if (!pids.isEmpty()) {
            signal(name, pids);
        }
        return await(gone, seconds);
    }

    /**
     * @return the postmaster that wrote the file, if it still runs
     * @throws CannotStartException when it runs but belongs to somebody whose processes we can't see into
     */
    private OptionalLong postmaster(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return OptionalLong.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 3) {
            return OptionalLong.empty();
        }
        long pid = Long.parseLong(lines.get(0).strip());
        if (works(pid)) {
            return OptionalLong.of(pid);
        }
        Path entry = PROC.resolve(Long.toString(pid));
        if (Files.exists(entry) && !canSeeInto(entry)) {
            Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
            boolean same = ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .filter(start -> Duration.between(start, started).abs().compareTo(SAME_START) <= 0)
                    .isPresent();
            if (same) {
                throw new CannotStartException(Refusal.POSTGRES_OF_SOMEBODY_ELSE, pid);
            }
        }
        return OptionalLong.empty();
    }

    List<Long> all() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (works(pid)) {
                    pids.add(pid);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the list of processes can't be read", e);
        }
        return pids;
    }

    private boolean works(long pid) {
        Path entry = PROC.resolve(Long.toString(pid));
        try {
            Path program = Files.readSymbolicLink(entry.resolve("exe"));
            return Files.readSymbolicLink(entry.resolve("cwd")).equals(cluster)
                    && program.getFileName().toString().startsWith("postgres");
        } catch (IOException e) {
            return false; // it ended meanwhile, or is a kernel thread or somebody else's
        }
    }

    private static boolean canSeeInto(Path entry) {
        try {
            Files.readSymbolicLink(entry.resolve("cwd"));
            return true;
        } catch (IOException e) {
            return !Files.exists(entry);
        }
    }
}
