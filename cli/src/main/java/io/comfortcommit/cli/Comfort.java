package io.comfortcommit.cli;

import io.comfortcommit.cli.access.DevicesCommand;
import io.comfortcommit.cli.access.KeysCommand;
import io.comfortcommit.cli.agent.AgentCommand;
import io.comfortcommit.cli.agent.PushCommand;
import io.comfortcommit.cli.audit.AuditCommand;
import io.comfortcommit.cli.capture.CaptureCommand;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.drafting.DraftingCommand;
import io.comfortcommit.cli.drafts.ApproveCommand;
import io.comfortcommit.cli.drafts.DiscardCommand;
import io.comfortcommit.cli.drafts.DraftsCommand;
import io.comfortcommit.cli.drafts.RedraftCommand;
import io.comfortcommit.cli.drafts.ShowCommand;
import io.comfortcommit.cli.drafts.TimelineCommand;
import io.comfortcommit.cli.eval.EvalCommand;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.hook.HookCommand;
import io.comfortcommit.cli.members.MembersCommand;
import io.comfortcommit.cli.notification.NotifyCommand;
import io.comfortcommit.cli.operations.DeadLettersCommand;
import io.comfortcommit.cli.operations.ProjectionsCommand;
import io.comfortcommit.cli.operations.ReplayCommand;
import io.comfortcommit.cli.pair.PairCommand;
import io.comfortcommit.cli.privacy.EraseCommand;
import io.comfortcommit.cli.proof.CheckpointCommand;
import io.comfortcommit.cli.proof.VerifyCommand;
import io.comfortcommit.cli.search.SearchCommand;
import io.comfortcommit.cli.spool.SpoolCommand;
import io.comfortcommit.cli.sync.SyncCommand;
import io.comfortcommit.cli.trial.TryCommand;
import io.comfortcommit.cli.up.BackupCommand;
import io.comfortcommit.cli.up.RestoreCommand;
import io.comfortcommit.cli.up.UpCommand;
import io.comfortcommit.cli.watch.WatchCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command line: all commands, with their options and their help. */
@Command(name = "comfort")
final class Comfort implements Callable<Integer> {
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
        commands.put("search", SearchCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("projections", ProjectionsCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("dead-letters", DeadLettersCommand::with);
        commands.put("verify", VerifyCommand::new);
        commands.put("checkpoint", CheckpointCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("watch", WatchCommand::new);
        commands.put("hook", HookCommand::with);
        commands.put("spool", SpoolCommand::with);
        commands.put("pair", PairCommand::new);
        commands.put("devices", DevicesCommand::new);
        commands.put("members", MembersCommand::with);
        commands.put("drafting", DraftingCommand::new);
        commands.put("notify", NotifyCommand::new);
        commands.put("keys", KeysCommand::with);
        commands.put("erase", EraseCommand::new);
        commands.put("agent", AgentCommand::new);
        commands.put("push", PushCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("eval", EvalCommand::new);
        return commands;
    }

    /** @return exit code */
    static int run(Session session, PrintStream out, PrintStream err, String... arguments) {
        // Looking into all commands for the help of one would take as long as many a command itself.
        Optional<String> only = arguments.length > 0 && COMMANDS.containsKey(arguments[0])
                ? Optional.of(arguments[0])
                : Optional.empty();
        return new Comfort(session, session.terminal().colours(), only)
                .line
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** Without a command: the help. */
    @Override
    public Integer call() {
        line.usage(line.getOut());
        return ExitCode.OK;
    }
}
