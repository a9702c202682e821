package io.comfortcommit.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code ./comfort capture} of nine changed files takes of its author's machine, beside git doing the least by hand. */
final class CaptureCost {
    private static final int FILES = 300;
    private static final int CHANGED = 9;
    private static final int WARM_UP = 3;
    private static final int MEASURED = 15;

    /** A copy of the index, a tree, a commit and a bundle of it: what any capture must do, without sending it. */
    private static final String BY_HAND = """
            cp -p .git/index .git/by-hand && export GIT_INDEX_FILE=.git/by-hand && git add -A &&
            commit=$(git commit-tree -p HEAD -m x "$(git write-tree)") && git update-ref refs/by-hand "$commit" &&
            git bundle create -q .git/by-hand.bundle HEAD..refs/by-hand
            """;

    private CaptureCost() {}

    /** @param seconds from start to end @param cpu seconds, user and system, of the process and its children */
    record Cost(List<Double> seconds, List<Double> cpu) {}

    record Result(Cost capture, Cost byHand) {
        double cpuRatio() {
            return Figures.median(capture.cpu) / Figures.median(byHand.cpu);
        }
    }

    static Result run(Path checkout, Path folder) throws Exception {
        Path work = repository(folder);
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString());
        Process server = start(
                work,
                environment,
                checkout.resolve("comfort").toString(),
                "up",
                "--json",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString());
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            if (out.readLine() == null) {
                throw new IllegalStateException("the server did not start; see " + folder.resolve("said.log"));
            }
            Cost capture = new Cost(new ArrayList<>(), new ArrayList<>());
            Cost byHand = new Cost(new ArrayList<>(), new ArrayList<>());
            for (int round = 0; round < WARM_UP + MEASURED; round++) {
                change(work, round);
                boolean counts = round >= WARM_UP;
                measure(work, environment, byHand, counts, "sh", "-c", BY_HAND);
                measure(
                        work,
                        environment,
                        capture,
                        counts,
                        checkout.resolve("comfort").toString(),
                        "capture",
                        "--json");
            }
            return new Result(capture, byHand);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static void measure(
            Path work, Map<String, String> environment, Cost cost, boolean counts, String... command) throws Exception {
        List<String> timed =
                new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%U %S'; time \"$@\" >/dev/null 2>&1", "-"));
        timed.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(timed).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
        if (counts) {
            String[] times = said.split(" ");
            cost.seconds.add((System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1));
            cost.cpu.add(Double.parseDouble(times[0]) + Double.parseDouble(times[1]));
        }
    }

    private static Path repository(Path folder) throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        for (int number = 0; number < FILES; number++) {
            Path file = work.resolve("src/d" + number % 20 + "/File" + number + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, ("// a line of file " + number + "\n").repeat(80));
        }
        String script = """
                git init -q --bare ../remote.git && git init -q && git config user.name Author &&
                git config user.email author@example.org && git config commit.gpgsign false && git add -A &&
                git commit -q -m 'feat: begin' && git remote add origin "$PWD/../remote.git" && git push -q origin HEAD
                """;
        if (start(work, Map.of(), "sh", "-c", script).waitFor() != 0) {
            throw new IllegalStateException("the repository can't be made; see " + work.resolveSibling("said.log"));
        }
        return work;
    }

    private static void change(Path work, int round) throws IOException {
        for (int number = 0; number < CHANGED; number++) {
            Path file = work.resolve("src/d" + number + "/File" + number + ".java");
            Files.writeString(file, "// round " + round + "\n" + Files.readString(file));
        }
    }

    private static Process start(Path folder, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolveSibling("said.log").toFile()))
                .start();
    }
}
