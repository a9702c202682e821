package io.comfortcommit.cli;

import io.comfortcommit.cli.audit.AuditCommand;
import io.comfortcommit.cli.capture.CaptureCommand;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.drafts.ApproveCommand;
import io.comfortcommit.cli.drafts.DiscardCommand;
import io.comfortcommit.cli.drafts.DraftsCommand;
import io.comfortcommit.cli.drafts.RedraftCommand;
import io.comfortcommit.cli.drafts.ShowCommand;
import io.comfortcommit.cli.drafts.TimelineCommand;
import io.comfortcommit.cli.eval.EvalCommand;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.sync.SyncCommand;
import io.comfortcommit.cli.terminal.Language;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.cli.trial.TryCommand;
import io.comfortcommit.cli.up.UpCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command line's main class. */
@Command(name = "comfort")
public final class Comfort implements Callable<Integer> {
    private static final Map<String, Function<Session, Object>> COMMANDS = commands();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            descriptionKey = "option.help")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            descriptionKey = "option.version")
    boolean version;

    @Option(names = "--lang", paramLabel = "ko|en", descriptionKey = "option.lang")
    String language = "";

    private final CommandLine line;

    private Comfort(Session session, boolean colours, Optional<String> only) {
        this.line = new CommandLine(CommandSpec.forAnnotatedObject(this, CommandLine.defaultFactory()));
        line.getCommandSpec().version("comfort 0.1.0");
        COMMANDS.forEach((name, command) -> {
            if (only.isEmpty() || only.get().equals(name)) {
                line.addSubcommand(name, command.apply(session));
            }
        });
        line.setResourceBundle(session.terminal().language().help());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
    }

    private static Map<String, Function<Session, Object>> commands() {
        Map<String, Function<Session, Object>> commands = new LinkedHashMap<>();
        commands.put("try", TryCommand::new);
        commands.put("up", UpCommand::new);
        commands.put("capture", CaptureCommand::new);
        commands.put("drafts", DraftsCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("approve", ApproveCommand::new);
        commands.put("redraft", RedraftCommand::new);
        commands.put("discard", DiscardCommand::new);
        commands.put("timeline", TimelineCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("eval", EvalCommand::new);
        return commands;
    }

    public static void main(String[] arguments) {
        System.exit(run(
                System.getenv(),
                InstantSource.system(),
                UUID::randomUUID,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                arguments));
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
        Terminal terminal = Terminal.of(out, err, language, environment);
        Session session = new Session(environment, terminal, clock, ids);
        // Looking into all commands for the help of one would take as long as many a command itself.
        Optional<String> only = arguments.length > 0 && COMMANDS.containsKey(arguments[0])
                ? Optional.of(arguments[0])
                : Optional.empty();
        return new Comfort(session, terminal.colours(), only)
                .line
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
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

    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    /** Without a command: the help. */
    @Override
    public Integer call() {
        line.usage(line.getOut());
        return ExitCode.OK;
    }
}
