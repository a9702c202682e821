package io.comfortcommit.cli.git;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the system's git in a folder. Its environment is clean of what a calling hook left, and settings of the user that
 * would run programs, write elsewhere or change what is written are switched off: hooks, the file system monitor, the
 * untracked cache, split indexes, signing, automatic maintenance, replaced objects.
 */
public final class Git {
    private static final List<String> SETTINGS = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.untrackedCache=false",
            "core.splitIndex=false",
            "commit.gpgSign=false",
            "gc.auto=0",
            "maintenance.auto=false",
            "i18n.commitEncoding=UTF-8",
            "i18n.logOutputEncoding=UTF-8",
            "color.ui=false");

    /** What the user says to git by the environment; everything else there is a hook's business. */
    private static final Set<String> KEPT = Set.of(
            "GIT_ASKPASS",
            "GIT_AUTHOR_EMAIL",
            "GIT_AUTHOR_NAME",
            "GIT_CEILING_DIRECTORIES",
            "GIT_COMMITTER_EMAIL",
            "GIT_COMMITTER_NAME",
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_NOSYSTEM",
            "GIT_CONFIG_SYSTEM",
            "GIT_DISCOVERY_ACROSS_FILESYSTEM",
            "GIT_EXEC_PATH",
            "GIT_LFS_SKIP_SMUDGE",
            "GIT_PROXY_COMMAND",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_SSH_VARIANT",
            "GIT_SSL_CAINFO",
            "GIT_SSL_CAPATH",
            "GIT_SSL_CERT",
            "GIT_SSL_KEY",
            "GIT_SSL_NO_VERIFY");

    /** Where the author's own settings hold, still: what must be read by a program. */
    private static final List<String> AUTHORS_SETTINGS = List.of(
            "gc.auto=0",
            "maintenance.auto=false",
            "i18n.commitEncoding=UTF-8",
            "i18n.logOutputEncoding=UTF-8",
            "color.ui=false");

    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> settings;
    private final @Nullable Duration limit;

    private Git(Path folder, Map<String, String> environment, List<String> settings, @Nullable Duration limit) {
        this.folder = folder;
        this.environment = environment;
        this.settings = settings;
        this.limit = limit;
    }

    /** @param environment of this process */
    public static Git in(Path folder, Map<String, String> environment) {
        Map<String, String> clean = new HashMap<>(environment);
        clean.keySet().removeIf(name -> name.startsWith("GIT_") && !KEPT.contains(name));
        clean.put("GIT_OPTIONAL_LOCKS", "0");
        clean.put("GIT_NO_REPLACE_OBJECTS", "1");
        clean.put("GIT_LITERAL_PATHSPECS", "1");
        clean.put("GIT_TERMINAL_PROMPT", "0");
        return new Git(folder, Map.copyOf(clean), SETTINGS, null);
    }

    public Path folder() {
        return folder;
    }

    public Git at(Path other) {
        return new Git(other, environment, settings, limit);
    }

    public Git with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Git(folder, Map.copyOf(more), settings, limit);
    }

    /** With the author's own settings: hooks run, and programs that sign or ask are as the author has them. */
    public Git asAuthor() {
        Map<String, String> less = new HashMap<>(environment);
        // What hooks run is to find nothing here that the author does not know.
        less.keySet().removeAll(Set.of("GIT_LITERAL_PATHSPECS", "GIT_NO_REPLACE_OBJECTS", "GIT_OPTIONAL_LOCKS"));
        return new Git(folder, Map.copyOf(less), AUTHORS_SETTINGS, limit);
    }

    /** @param setting {@code name=value} */
    public Git set(String setting) {
        List<String> more = new ArrayList<>(settings);
        more.add(setting);
        return new Git(folder, environment, List.copyOf(more), limit);
    }

    /** With the user's settings as they are. */
    public Git asConfigured() {
        return new Git(folder, environment, List.of(), limit);
    }

    /** Lets git ask the person for a password. */
    public Git mayAsk() {
        Map<String, String> more = new HashMap<>(environment);
        more.remove("GIT_TERMINAL_PROMPT");
        return new Git(folder, Map.copyOf(more), settings, limit);
    }

    /** That is ended, with all that it started, where it takes longer: it fails then, and says so on stderr. */
    public Git within(Duration time) {
        return new Git(folder, environment, settings, time);
    }

    /** Runs it, whatever its exit code. */
    public GitOutput run(String... arguments) {
        return feed(new byte[0], arguments);
    }

    /** Runs it with something on stdin, whatever its exit code. */
    public GitOutput feed(byte[] input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(input, out, List.of(arguments)).withOut(out);
    }

    /**
     * Stdout of a git that must succeed.
     *
     * @throws Failure {@link Problem#GIT_FAILED}
     */
    public GitOutput must(String... arguments) {
        return checked(run(arguments), arguments);
    }

    /** @throws Failure {@link Problem#GIT_FAILED} */
    public GitOutput mustFeed(byte[] input, String... arguments) {
        return checked(feed(input, arguments), arguments);
    }

    /**
     * Lets git write its stdout to a stream.
     *
     * @throws Failure {@link Problem#GIT_FAILED}
     */
    public void stream(byte[] input, OutputStream out, String... arguments) {
        Ended ended = run(input, out, List.of(arguments));
        checked(new GitOutput(ended.exit, new byte[0], ended.err), arguments);
    }

    public boolean succeeds(String... arguments) {
        return run(arguments).ok();
    }

    private static GitOutput checked(GitOutput output, String... arguments) {
        if (!output.ok()) {
            throw failed(output, arguments);
        }
        return output;
    }

    /** @param arguments the first names the command */
    public static Failure failed(GitOutput output, String... arguments) {
        return Failure.of(Problem.GIT_FAILED, "git " + arguments[0], lastWords(output.err()));
    }

    /** What it said, without progress and without a flood. */
    public static String lastWords(String said) {
        List<String> lines = said.lines()
                .map(line -> line.substring(line.lastIndexOf('\r') + 1).strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("hint:"))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    private Ended run(byte[] input, OutputStream out, List<String> arguments) {
        Process process = start(arguments);
        AtomicBoolean late = new AtomicBoolean();
        if (limit != null) {
            process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).exceptionally(timeout -> {
                late.set(true);
                end(process);
                return process;
            });
        }
        try {
            Reader err = new Reader(process.getErrorStream());
            Thread feeder = input.length == 0 ? null : feeder(process, input);
            if (feeder == null) {
                process.getOutputStream().close();
            }
            process.getInputStream().transferTo(out);
            int exit = process.waitFor();
            if (feeder != null) {
                feeder.join();
            }
            return new Ended(exit, late.get() ? err.text() + "\nno end within " + limit : err.text());
        } catch (IOException e) {
            process.destroy();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw Failure.of(e, Problem.UNEXPECTED, "interrupted");
        }
    }

    /** What it started holds its pipes open, and a remote helper would go on without it. */
    private static void end(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private Process start(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add("git");
        for (String setting : settings) {
            command.add("-c");
            command.add(setting);
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw Failure.of(e, Problem.GIT_MISSING);
        }
    }

    private static Thread feeder(Process process, byte[] input) {
        return Thread.ofPlatform().daemon().name("git-stdin").start(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException itHadEnough) {
                // Its exit code says whether that was right.
            }
        });
    }

    private record Ended(int exit, String err) {
        GitOutput withOut(ByteArrayOutputStream out) {
            return new GitOutput(exit, out.toByteArray(), err);
        }
    }

    /** Reads stderr beside stdout, so that neither pipe ever fills. */
    private static final class Reader {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread;

        Reader(InputStream stream) {
            thread = Thread.ofPlatform().daemon().name("git-stderr").start(() -> {
                try {
                    stream.transferTo(bytes);
                } catch (IOException closed) {
                    // What was read until then is what there is.
                }
            });
        }

        String text() throws InterruptedException {
            thread.join();
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
