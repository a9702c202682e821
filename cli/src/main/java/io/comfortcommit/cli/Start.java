package io.comfortcommit.cli;

import io.comfortcommit.cli.capture.CaptureCommand;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.terminal.Language;
import io.comfortcommit.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The command line's main class. A plain capture, which hooks and watching start over and over, is begun without the
 * library that reads commands; all else goes there.
 */
public final class Start {
    private Start() {}

    public static void main(String[] arguments) {
        System.exit(run(
                System.getenv(),
                InstantSource.system(),
                RandomIds::next,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                arguments));
    }

    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command.
     *
     * @return its exit code, one of {@link ExitCode}
     */
    public static int run(
            Map<String, String> environment,
            InstantSource clock,
            Supplier<UUID> ids,
            PrintStream out,
            PrintStream err,
            String... arguments) {
        Language language = askedFor(arguments).map(Language::of).orElseGet(() -> Language.from(environment));
        Session session = new Session(environment, Terminal.of(out, err, language, environment), clock, ids);
        if (arguments.length > 0 && arguments[0].equals("capture")) {
            Optional<CaptureCommand> capture = CaptureCommand.plainly(session, arguments);
            if (capture.isPresent()) {
                return capture.get().call();
            }
        }
        return Comfort.run(session, out, err, arguments);
    }

    private static Optional<String> askedFor(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--lang=")) {
                return Optional.of(arguments[i].substring("--lang=".length()));
            }
            if (arguments[i].equals("--lang") && i + 1 < arguments.length) {
                return Optional.of(arguments[i + 1]);
            }
        }
        return Optional.empty();
    }
}
