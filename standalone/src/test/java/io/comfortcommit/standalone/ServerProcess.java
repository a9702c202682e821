package io.comfortcommit.standalone;

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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code up} as a process of its own, as its user has it. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Path complaints;
    private @Nullable JsonNode ready;

    private ServerProcess(Process process, Path complaints) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.complaints = complaints;
    }

    /** @param home stands for the user's configuration folder, and takes what goes to stderr */
    static ServerProcess launch(Path home, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName(),
                "up"));
        command.addAll(List.of(options));
        Path complaints = Files.createTempFile(home, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), complaints);
    }

    /** Waits for the line that says so. */
    ServerProcess awaitReady() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IllegalStateException("the server ended: " + complaints());
        }
        ready = new JsonMapper().readTree(line);
        return this;
    }

    URI url() {
        return URI.create(said().path("url").asString());
    }

    String token() {
        return said().path("token").asString();
    }

    private JsonNode said() {
        if (ready == null) {
            throw new IllegalStateException("not ready yet");
        }
        return ready;
    }

    Process process() {
        return process;
    }

    /** What came on stdout since. Waits for the end of the process. */
    String restOfOutput() {
        return String.join("\n", output.lines().toList());
    }

    String complaints() throws IOException {
        return Files.readString(complaints);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
