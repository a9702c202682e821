package io.comfortcommit.standalone.search;

import io.comfortcommit.queryside.search.SearchServer;
import io.comfortcommit.standalone.data.PrivateFiles;
import io.comfortcommit.standalone.logging.Logs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM with one OpenSearch node. It takes the port that it likes and the token that it is told on its input, and ends when that
 * is closed, however this process ended. When it ends by itself it is started again, later each time.
 */
final class SearchNode implements SearchServer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchNode.class);
    private static final String MAIN = "io.comfortcommit.searchnode.SearchNode";
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    /** What ran so long has not failed to start. */
    private static final Duration SOUND = Duration.ofMinutes(5);

    private static final int STOPPING_SECONDS = 15;
    private static final int TOKEN_BYTES = 32;

    private final SearchNodeProperties properties;
    private final Logger log;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile @Nullable Place place;
    private @Nullable Thread keeper;
    /** Of the process that runs, or of one that never answered: what is masked once is looked for in every line of a log. */
    private @Nullable String token;

    /** @param log for what it says */
    SearchNode(SearchNodeProperties properties, Logger log) {
        this.properties = properties;
        this.log = log;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    /** Returns at once. */
    synchronized void start() {
        if (keeper == null && closing.getCount() > 0) {
            keeper = Thread.ofPlatform().daemon().name("search-node").start(this::keep);
        }
    }

    private void keep() {
        Duration delay = properties.retryDelay();
        while (closing.getCount() > 0) {
            long started = System.nanoTime();
            try {
                run();
            } catch (IOException e) {
                LOG.warn("OpenSearch can't be started: {}", e.getClass().getSimpleName());
            } finally {
                place = null;
            }
            if (Duration.ofNanos(System.nanoTime() - started).compareTo(SOUND) > 0) {
                delay = properties.retryDelay();
            }
            try {
                if (closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            Duration doubled = delay.multipliedBy(2);
            delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        }
    }

    private void run() throws IOException {
        Process child = launch();
        process = child;
        try {
            if (closing.getCount() == 0) {
                return;
            }
            String bearer = token == null ? token() : token;
            token = bearer;
            Thread.ofVirtual().name("search-node-log").start(() -> copyLog(child));
            child.getOutputStream().write((bearer + "\n").getBytes(StandardCharsets.UTF_8));
            child.getOutputStream().flush();
            // The rest of its output is nothing that anybody wrote on purpose.
            try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
                String port = output.readLine();
                if (port != null) {
                    place = new Place(
                            URI.create("http://127.0.0.1:" + Integer.parseInt(port.strip())), "Bearer " + bearer);
                    token = null;
                    LOG.info("OpenSearch answers, process {}", child.pid());
                    while (output.readLine() != null) {
                        continue;
                    }
                }
            } catch (NumberFormatException e) {
                LOG.warn("OpenSearch said something else than its port");
            }
        } finally {
            place = null;
            end(child);
            process = null;
        }
        if (closing.getCount() > 0) {
            LOG.warn(
                    "OpenSearch has ended with exit code {}, it is started again; what it said is in logs/search-node.jsonl",
                    child.exitValue());
        }
    }

    private Process launch() throws IOException {
        Path folder = properties.folder();
        PrivateFiles.folder(folder);
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>();
        Path nice = Path.of("/usr/bin/nice");
        if (Files.isExecutable(nice)) {
            // Whatever else is to be done goes before.
            command.addAll(List.of(nice.toString(), "-n", "5"));
        }
        long heap = properties.heap().toMegabytes();
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-modules=jdk.incubator.vector",
                "-Djava.io.tmpdir=" + temporary,
                "-Dlog4j2.disable.jmx=true",
                "-cp",
                Files.readString(properties.classPath()).strip(),
                MAIN,
                folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        bareEnvironment(builder.environment());
        return builder.start();
    }

    /** Options in JDK_JAVA_OPTIONS are the user's for us, and no secret of ours is its business. */
    private static void bareEnvironment(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("MALLOC_ARENA_MAX", "2");
    }

    private void copyLog(Process child) {
        try (BufferedReader lines = child.errorReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith("ERROR") || line.startsWith("FATAL")) {
                    log.error(line);
                } else {
                    log.info(line);
                }
                line = lines.readLine();
            }
        } catch (IOException | UncheckedIOException e) {
            log.debug("it ended", e);
        }
    }

    /** A new one with each process that answered; masked in every log. */
    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Logs.hide(token);
        return token;
    }

    /** Lets it end, and makes it if it won't. */
    private static void end(Process child) {
        try {
            child.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("it has ended already", e);
        }
        try {
            if (!child.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** For tests: the process that runs now. */
    Optional<ProcessHandle> process() {
        Process running = process;
        return running == null ? Optional.empty() : Optional.of(running.toHandle());
    }

    /** Waits until it has ended. */
    @Override
    public void close() {
        closing.countDown();
        place = null;
        Process running = process;
        if (running != null) {
            end(running);
        }
        Thread keeping;
        synchronized (this) {
            keeping = keeper;
        }
        if (keeping != null) {
            try {
                keeping.join(Duration.ofSeconds(STOPPING_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
