package io.comfortcommit.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The standalone server as a process of its own, as {@code comfort up --json} runs it. */
public final class StandaloneProcess implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final URI url;
    private final String token;

    private StandaloneProcess(Process process, URI url, String token) {
        this.process = process;
        this.url = url;
        this.token = token;
    }

    /**
     * Starts and waits until it is ready.
     *
     * @param folder holds the data, the configuration and what the process says
     * @throws IllegalStateException with what it said, if it ends before it is ready
     */
    public static StandaloneProcess start(Path folder, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx384m");
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                "io.comfortcommit.standalone.Standalone",
                "--json",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString()));
        return start(new ProcessBuilder(command), folder);
    }

    /**
     * As somebody with a checkout starts it, with all that comes with it; builds it first where that is to be done.
     *
     * @param settings of the server, by their names
     */
    public static StandaloneProcess byLauncher(Path checkout, Path folder, Map<String, String> settings)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                checkout.resolve("comfort").toString(),
                "up",
                "--json",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString());
        builder.environment().put("SPRING_APPLICATION_JSON", JSON.writeValueAsString(settings));
        return start(builder, folder);
    }

    private static StandaloneProcess start(ProcessBuilder builder, Path folder) throws IOException {
        Path said = folder.resolve("said.log");
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("AXONIQ_UPDATE_CHECKER_DISABLED", "true");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()));
        Process process = builder.start();
        // However this JVM ends: what is left behind would disturb what is measured next.
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        process.onExit().thenRun(() -> forget(ending));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("the server ended before it was ready:\n" + Files.readString(said));
        }
        JsonNode ready = JSON.readTree(line);
        return new StandaloneProcess(
                process,
                URI.create(ready.required("url").asString()),
                ready.required("token").asString());
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs.
        }
    }

    public GatewayClient client() {
        return new GatewayClient(url, token);
    }

    public URI url() {
        return url;
    }

    /** Of the owner. */
    public String token() {
        return token;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for an end that comes by itself. */
    public boolean ends(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** SIGTERM; waits for the end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
