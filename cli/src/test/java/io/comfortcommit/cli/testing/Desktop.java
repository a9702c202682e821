package io.comfortcommit.cli.testing;

import io.comfortcommit.cli.Start;
import io.comfortcommit.cli.terminal.Json;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An author's machine: a home of its own, a remote, a clone of it, a server, and the command line. */
public final class Desktop implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final TestServer server;
    private final GitRepository remote;
    private final GitRepository work;
    private InstantSource clock = InstantSource.system();

    /** @param folder empty */
    public Desktop(Path folder) {
        this.folder = folder;
        try {
            Path home = Files.createDirectories(folder.resolve("home"));
            environment.put("PATH", System.getenv("PATH"));
            environment.put("HOME", home.toString());
            environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
            environment.put("GIT_CONFIG_NOSYSTEM", "1");
            environment.put("LC_ALL", "C.UTF-8");
            environment.put("COMFORT_LANG", "en");
            Files.writeString(
                    home.resolve(".gitconfig"),
                    "[user]\n\tname = Kim Jiwon\n\temail = jiwon@example.com\n[init]\n\tdefaultBranch = main\n"
                            + "[protocol \"file\"]\n\tallow = always\n");
            remote = new GitRepository(Files.createDirectories(folder.resolve("remote.git")), environment);
            remote.git("init", "-q", "--bare");
            work = new GitRepository(Files.createDirectories(folder.resolve("work")), environment);
            work.git("init", "-q");
            work.git("remote", "add", "origin", remote.root().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = new TestServer(folder.resolve("server"), Map.copyOf(environment));
        environment.put("COMFORT_URL", server.url());
        environment.put("COMFORT_TOKEN", TestServer.TOKEN);
    }

    /** With a first commit, pushed. */
    public static Desktop withHistory(Path folder) {
        Desktop desktop = new Desktop(folder);
        desktop.work.write("a.txt", "one\ntwo\nthree\nfour\nfive\n");
        desktop.work.write("b.txt", "b\n");
        desktop.work.write("dir/c.txt", "c\n");
        desktop.work.commitAll("feat: begin");
        desktop.work.git("push", "-q", "-u", "origin", "main");
        return desktop;
    }

    /** As {@code up} does: the server is found by the file that it leaves while it runs, and by nothing else. */
    public void startServer() {
        environment.remove("COMFORT_URL");
        environment.remove("COMFORT_TOKEN");
        if (configuration().resolve("stopped.json").toFile().delete()) {
            server.comeUp();
        }
        configure(
                "pairing.json",
                Json.object()
                        .put("url", server.url())
                        .put("token", TestServer.TOKEN)
                        .put("pid", 1));
    }

    /** As {@code up} does when it is ended. */
    public void stopServer() {
        environment.remove("COMFORT_URL");
        environment.remove("COMFORT_TOKEN");
        server.goDown();
        configure("stopped.json", Json.object().put("url", server.url()));
        configuration().resolve("pairing.json").toFile().delete();
    }

    /** After {@link #stopServer}. */
    public void stoppedFor(Duration duration) {
        try {
            Files.setLastModifiedTime(
                    configuration().resolve("stopped.json"),
                    FileTime.from(Instant.now().minus(duration)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path configuration() {
        return folder.resolve("home/config/comfort-commit");
    }

    private void configure(String file, JsonNode content) {
        try {
            Files.writeString(Files.createDirectories(configuration()).resolve(file), content.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it is that late. */
    public void at(Instant time) {
        clock(InstantSource.fixed(time));
    }

    public void clock(InstantSource other) {
        clock = other;
    }

    /** The command line in a process of its own. */
    public Process start(String... arguments) {
        return start(_ -> true, arguments);
    }

    /** @param present which of the class path is there */
    public Process start(Predicate<String> present, String... arguments) {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(present)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                "io.comfortcommit.cli.Start"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Of every process. */
    public Map<String, String> environment() {
        return environment;
    }

    public TestServer server() {
        return server;
    }

    public GitRepository remote() {
        return remote;
    }

    public GitRepository work() {
        return work;
    }

    /** Another clone of the remote. */
    public GitRepository colleague() {
        Path clone = folder.resolve("colleague");
        if (!Files.exists(clone)) {
            work.git("clone", "-q", remote.root().toString(), clone.toString());
        }
        GitRepository colleague = work.at(clone);
        colleague.git("pull", "-q", "--ff-only");
        return colleague;
    }

    /** How a command ended. */
    public record Ran(int exit, String out, String err) {
        public List<JsonNode> objects() {
            return out.lines().map(Json::parse).toList();
        }

        /** The last line of stdout. */
        public JsonNode json() {
            return objects().getLast();
        }

        public String errorCode() {
            return json().path("error").path("code").asString();
        }
    }

    public Ran comfort(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Start.run(
                environment,
                clock,
                UUID::randomUUID,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Captures the work tree. */
    public Ran capture() {
        return captureIn(work.root());
    }

    public Ran captureIn(Path repository) {
        return comfort("capture", "--json", "--repo", repository.toString());
    }

    /** Captures the work tree, which must succeed. @return the draft */
    public String captured() {
        Ran ran = capture();
        if (ran.exit != 0) {
            throw new AssertionError(ran);
        }
        return ran.json().path("draftId").asString();
    }

    public Ran sync() {
        return comfort("sync", "--json", "--repo", work.root().toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
