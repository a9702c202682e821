package io.comfortcommit.cli.trial;

import io.comfortcommit.cli.client.ServerLocation;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The real server, as a child process with everything it keeps in a folder of its own. */
final class TrialServer {
    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 20;
    private static final int LAST_LINES = 12;

    private final Process process;
    private final Path log;
    private final Path errors;
    private final CompletableFuture<ServerLocation> ready;

    private TrialServer(Process process, Path log, Path errors) {
        this.process = process;
        this.log = log;
        this.errors = errors;
        this.ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("server-stdout").start(this::read);
    }

    /**
     * Starts it and returns at once.
     *
     * @param launcher the script
     * @param folder for all that it writes
     * @param environment of this process
     */
    static TrialServer start(Path launcher, Path folder, Map<String, String> environment) {
        Path data = folder.resolve("data");
        Path errors = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(
                        launcher.toString(), "up", "--json", "--port", "0", "--data", data.toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(errors.toFile());
        Map<String, String> own = builder.environment();
        own.clear();
        own.putAll(environment);
        own.keySet().removeIf(name -> name.startsWith("GIT_"));
        own.remove("COMFORT_URL");
        own.remove("COMFORT_TOKEN");
        // Nobody searches what there is for a minute.
        own.put("COMFORT_SEARCH_NODE_ENABLED", "false");
        own.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        own.put("XDG_DATA_HOME", folder.resolve("share").toString());
        try {
            return new TrialServer(builder.start(), data.resolve("logs").resolve("comfort.jsonl"), errors);
        } catch (IOException e) {
            throw Failure.of(e, Problem.NO_LAUNCHER);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    announce(Json.parse(line));
                }
            }
        } catch (IOException | JacksonException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("the server ended"));
    }

    private void announce(JsonNode line) {
        if (line.path("ready").asBoolean()) {
            String url = Objects.requireNonNullElse(Json.text(line, "url"), "");
            ready.complete(new ServerLocation(
                    URI.create(url.endsWith("/") ? url : url + "/"),
                    Objects.requireNonNullElse(Json.text(line, "token"), "")));
        }
    }

    /** @throws Failure {@link Problem#TRY_SERVER_FAILED}, with its last words */
    ServerLocation await() {
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Failure.of(e, Problem.TRY_SERVER_FAILED, lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(e, Problem.UNEXPECTED, "interrupted");
        }
    }

    /** What it wrote on stderr and what it logged as wrong, the last lines of it. */
    String lastWords() {
        List<String> words = new ArrayList<>(lines(errors));
        for (String line : lines(log)) {
            String wrong = wrong(line);
            if (wrong != null) {
                words.add(wrong);
            }
        }
        return String.join("\n", words.subList(Math.max(0, words.size() - LAST_LINES), words.size()));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String wrong(String line) {
        try {
            JsonNode entry = Json.parse(line);
            String level = Objects.requireNonNullElse(Json.text(entry, "lvl"), "");
            return level.equals("error") || level.equals("warn") ? level + " " + Json.text(entry, "msg") : null;
        } catch (JacksonException stillBeingWritten) {
            return null;
        }
    }

    /** Lets it end by itself; only where it does not, ends it and its children by force. */
    void stop() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
