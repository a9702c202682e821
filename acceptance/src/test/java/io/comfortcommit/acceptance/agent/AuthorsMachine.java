package io.comfortcommit.acceptance.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.cli.Start;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A desk with the command line, git settings and hooks of its own. */
final class AuthorsMachine {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Desk desk;
    private final GatewayClient client;
    private final Map<String, String> environment = new HashMap<>();
    private InstantSource clock = InstantSource.system();

    /**
     * @param folder that the remote lies in
     * @param client for what the phone does
     */
    AuthorsMachine(Path folder, String url, String token, GatewayClient client) throws IOException {
        this(folder, Desk.in(folder), url, token, client);
    }

    private AuthorsMachine(Path folder, Desk desk, String url, String token, GatewayClient client) {
        this.folder = folder;
        this.desk = desk;
        this.client = client;
        environment.putAll(Map.of(
                "PATH",
                System.getenv("PATH"),
                "HOME",
                folder.toString(),
                "XDG_CONFIG_HOME",
                folder.resolve("config").toString(),
                "GIT_CONFIG_NOSYSTEM",
                "1",
                "COMFORT_URL",
                url,
                "COMFORT_TOKEN",
                token,
                "COMFORT_LANG",
                "en"));
    }

    /** The same person at another clone of the same remote. */
    AuthorsMachine at(Desk other) {
        return new AuthorsMachine(
                folder,
                other,
                environment.getOrDefault("COMFORT_URL", ""),
                environment.getOrDefault("COMFORT_TOKEN", ""),
                client);
    }

    /** @param value null for a variable that is not there */
    void set(String variable, @Nullable String value) {
        if (value == null) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }
    }

    String environment(String variable) {
        return environment.getOrDefault(variable, "");
    }

    /** Has time pass by a millisecond whenever somebody looks, from the beginning of a second on. */
    void isFast() {
        long begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        AtomicLong looks = new AtomicLong();
        clock = () -> Instant.ofEpochMilli(begin + looks.getAndIncrement());
    }

    /** Has so much more time gone by. */
    void later(Duration by) {
        InstantSource before = clock;
        clock = () -> before.instant().plus(by);
    }

    Desk desk() {
        return desk;
    }

    Path folder() {
        return folder;
    }

    /** @param exit its exit code */
    record Ran(int exit, List<JsonNode> lines, String err) {
        JsonNode last() {
            assertThat(lines).as(err).isNotEmpty();
            return lines.getLast();
        }
    }

    Ran comfort(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Start.run(
                environment,
                clock,
                UUID::randomUUID,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                withPlace(arguments).toArray(String[]::new));
        return new Ran(
                exit,
                out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList(),
                err.toString(StandardCharsets.UTF_8));
    }

    /** As a process of its own. Its id lies in {@code agent.pid} before it does anything. */
    Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ > '" + folder.resolve("agent.pid") + "'; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.comfortcommit.cli.Start"));
        command.addAll(withPlace(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("agent.err").toFile()));
        return builder.start();
    }

    private List<String> withPlace(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (List.of("capture", "push", "agent", "spool").contains(arguments[0])) {
            all.addAll(List.of("--repo", desk.work().toString()));
        }
        all.add("--json");
        return all;
    }

    /** @return the draft's id */
    UUID captured() {
        Ran ran = comfort("capture", "--wait");
        assertThat(ran.exit()).as(ran.lines() + ran.err()).isZero();
        return UUID.fromString(ran.last().required("draftId").asString());
    }

    /** On the phone; until the agent may claim it. */
    void approve(UUID draft) throws Exception {
        JsonNode findings = client.findings(draft);
        long version = findings.isEmpty() ? client.draft(draft).path("version").asLong() : client.clearFindings(draft);
        JsonNode approved = client.approve(draft, version);
        assertThat(approved.path("errors").isMissingNode())
                .as(approved.toString())
                .isTrue();
    }

    /** Pushes as soon as the server has handed the draft over. */
    Ran push(UUID draft) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> comfort("push", draft.toString()),
                        ran -> !ran.last().path("status").asString().equals("LATER")
                                && !ran.last().path("status").asString().equals("NOTHING_APPROVED"));
    }

    JsonNode ended(UUID draft, String status) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> client.draft(draft),
                        found -> found.path("status").asString().equals(status));
    }

    void hook(Path hooks, String name, String script) throws IOException {
        Files.createDirectories(hooks);
        Path file = hooks.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A hook of the author's. */
    void hook(String name, String script) throws IOException {
        hook(desk.work().resolve(".git/hooks"), name, script);
    }

    @Nullable
    String message(String commit) {
        return desk.remoteGit("log", "-1", "--format=%B", commit);
    }
}
