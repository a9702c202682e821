package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.agent.AgentRounds.Step;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.DeskReader;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code agent}: waits for approvals, until it is ended. */
@Command(name = "agent")
public final class AgentCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "agent.repo")
    List<Path> repositories = new ArrayList<>();

    @Mixin
    OutputOptions output = new OutputOptions();

    public AgentCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::wait);
    }

    private int wait(Terminal terminal) {
        List<AgentRounds> desks = new ArrayList<>();
        for (Path path : repositories.isEmpty() ? List.of(Path.of("")) : repositories) {
            Desk desk = new DeskReader(session.environment()).read(path);
            desks.add(new AgentRounds(desk, session.clock(), session.ids(), false));
            terminal.say("agent.waits", desk.root());
        }
        terminal.object(AgentLines.status("WAITING"));
        AgentLines lines = new AgentLines(terminal);
        Duration pause = PAUSE;
        try (Server server = session.server(terminal)) {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    boolean waits = false;
                    for (AgentRounds desk : desks) {
                        for (Step step : desk.round(server, _ -> true)) {
                            lines.tell(step);
                            waits |= step instanceof Step.Waits;
                        }
                    }
                    pause = waits ? longer(pause) : PAUSE;
                } catch (Failure failure) {
                    if (failure.exitCode() != ExitCode.UNREACHABLE) {
                        throw failure;
                    }
                    // It comes back; what is approved waits.
                    lines.away(failure);
                    pause = longer(pause);
                }
                sleep(pause);
            }
        }
        return ExitCode.OK;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(e, Problem.UNEXPECTED, "interrupted");
        }
    }
}
