package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.agent.AgentRounds.Step;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code push}: what the agent does, once. */
@Command(name = "push")
public final class PushCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", arity = "0..1", descriptionKey = "push.draft")
    String draft = "";

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Mixin
    OutputOptions output = new OutputOptions();

    public PushCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::push);
    }

    private int push(Terminal terminal) {
        AgentRounds rounds = new AgentRounds(
                new DeskReader(session.environment()).read(repository),
                session.clock(),
                session.ids(),
                terminal.interactive());
        String wanted = draft.toLowerCase(Locale.ROOT);
        List<String> fitting = rounds.open().stream()
                .filter(id -> id.startsWith(wanted) || id.endsWith(wanted))
                .toList();
        if (!wanted.isEmpty() && fitting.size() != 1) {
            throw fitting.isEmpty()
                    ? Failure.of(Problem.NOT_FOR_THIS_DESK, draft)
                    : Failure.of(Problem.DRAFT_AMBIGUOUS, draft, String.join(", ", fitting));
        }
        List<Step> steps;
        try (Server server = session.server(terminal);
                Progress progress = terminal.progress("push.running")) {
            steps = rounds.round(server, fitting::contains);
        }
        AgentLines lines = new AgentLines(terminal);
        steps.forEach(lines::tell);
        if (steps.isEmpty()) {
            terminal.say("push.nothing");
            terminal.object(AgentLines.status("NOTHING_APPROVED"));
        }
        return steps.stream().allMatch(Step.Pushed.class::isInstance) ? ExitCode.OK : ExitCode.FAILED;
    }
}
