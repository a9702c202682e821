package io.comfortcommit.standalone.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running postmaster behind a guard: a shell in a session of its own (so that Ctrl-C in the terminal reaches the
 * application alone, which then stops things in order), which ends the postmaster as soon as the pipe from this JVM
 * closes, however the JVM ended.
 */
final class ServerProcess {
    private static final String GUARD = """
            trap '' INT TERM HUP
            exec 3<&0 </dev/null
            "$@" 3<&- &
            server=$!
            { while read -r _; do :; done; kill -INT "$server"; } <&3 3<&- &
            watch=$!
            exec 3<&-
            wait "$server"
            code=$?
            kill -KILL "$watch" 2>/dev/null
            exit "$code"
            """;

    private final Process guard;
    private final ClusterProcesses processes;

    private ServerProcess(Process guard, ClusterProcesses processes) {
        this.guard = guard;
        this.processes = processes;
    }

    /**
     * @param command the postmaster's
     * @param log what it prints is appended here
     */
    static ServerProcess start(List<String> command, Path cluster, Path log) throws IOException {
        ProcessBuilder builder = guarded(command).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ServerProcess(builder.start(), new ClusterProcesses(cluster));
    }

    /** The command behind a guard, which ends with the command's exit code. */
    static ProcessBuilder guarded(List<String> command) {
        List<String> guarded = new ArrayList<>(List.of("setsid", "sh", "-c", GUARD, "postgres-guard"));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded).redirectErrorStream(true);
        bareEnvironment(builder.environment());
        return builder;
    }

    /** A PGOPTIONS or PGDATA of the user's must not change what our server does. */
    private static void bareEnvironment(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
    }

    boolean isAlive() {
        return guard.isAlive();
    }

    /** Completes when the server has ended, for whatever reason. */
    CompletableFuture<Process> ended() {
        return guard.onExit();
    }

    /** Fast shutdown: open transactions are rolled back, a checkpoint is written; waits for it. */
    void stop() throws IOException, InterruptedException {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            // The guard has ended already; leftovers are looked for below.
        }
        guard.waitFor(60, TimeUnit.SECONDS);
        processes.stopLeftovers();
    }
}
