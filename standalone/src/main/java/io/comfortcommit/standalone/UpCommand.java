package io.comfortcommit.standalone;

import io.comfortcommit.standalone.backup.DataCommand;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.up.Announcement;
import io.comfortcommit.standalone.up.PairingFile;
import io.comfortcommit.standalone.up.PairingLink;
import io.comfortcommit.standalone.up.UpOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The command {@code up}: starts the server, leaves the pairing file, says that it is ready, and runs until SIGTERM or
 * Ctrl-C. Exit codes: 0 for help, 1 when the start failed, 2 when the user must do something first; 143 and 130 after a
 * clean stop by signal.
 */
final class UpCommand {
    /** What the JDK reads when the first virtual thread begins. */
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
    /** Of virtual threads, however few processors there are. */
    private static final int FEWEST_CARRIERS = 16;

    private final Announcement announcement;
    private final Locale locale;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    private UpCommand(Locale locale, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.announcement = new Announcement(locale);
        this.locale = locale;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    static void main(String[] arguments) {
        // Axon's update checker calls home; nothing here does.
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        shareProcessors();
        List<String> options = Arrays.asList(arguments);
        if (!options.isEmpty() && options.getFirst().equals("up")) {
            options = options.subList(1, options.size());
        }
        int exit = new UpCommand(
                        Locale.getDefault(), System.getenv(), utf8(FileDescriptor.out), utf8(FileDescriptor.err))
                .run(options);
        if (exit != 0 || options.contains("--help") || options.contains("-h")) {
            System.exit(exit);
        }
    }

    /**
     * A virtual thread keeps its carrier until it blocks, and reading a pack blocks late: with a carrier for each of two
     * processors an approval stands in line behind pushes. With more of them the operating system takes turns among them.
     */
    private static void shareProcessors() {
        if (System.getProperty(CARRIERS) == null && Runtime.getRuntime().availableProcessors() < FEWEST_CARRIERS) {
            System.setProperty(CARRIERS, Integer.toString(FEWEST_CARRIERS));
        }
    }

    /** @return the exit code */
    static int dataCommand(String[] arguments) {
        return new DataCommand(arguments[0], System.getenv(), utf8(FileDescriptor.out), utf8(FileDescriptor.err))
                .run(Arrays.asList(arguments).subList(1, arguments.length));
    }

    private int run(List<String> arguments) {
        try {
            UpOptions options = UpOptions.parse(arguments, environment);
            if (options.help()) {
                out.println(announcement.help());
                return 0;
            }
            if (!options.json() && !options.quiet()) {
                err.println(announcement.starting());
            }
            serve(options, Standalone.start(options));
            return 0;
        } catch (CannotStartException e) {
            err.println(e.describe(locale));
            return 2;
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(UpCommand.class).error("The start failed.", e);
            err.println(announcement.failed("logs/comfort.jsonl"));
            return 1;
        }
    }

    private void serve(UpOptions options, Standalone server) {
        PairingFile pairing = PairingFile.in(environment);
        long pid = ProcessHandle.current().pid();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                pairing.stop(server.url(), pid);
                            } finally {
                                server.close();
                            }
                        },
                        "stop"));
        pairing.write(server.url(), server.token(), pid);
        if (options.json()) {
            out.println("{\"url\":\"" + server.url() + "\",\"token\":\"" + server.token() + "\",\"pid\":" + pid
                    + ",\"ready\":true}");
        } else if (!options.quiet()) {
            out.println(announcement.running(
                    server.url().toString(),
                    PairingLink.from(server.url(), server.token()).toString()));
        }
    }

    /** The terminal's encoding is UTF-8 wherever Korean can be shown at all. */
    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }
}
