package io.comfortcommit.cli.eval;

import io.comfortcommit.analysis.evaluation.Evaluation;
import io.comfortcommit.analysis.evaluation.Report;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code eval}. Reads the repository in this process and changes nothing in it; needs no server. */
@Command(name = "eval")
public final class EvalCommand implements Callable<Integer> {
    static {
        // JGit logs; nobody here listens, and nobody must be told so on stderr.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Option(names = "--last", paramLabel = "N", defaultValue = "0", descriptionKey = "eval.last")
    int last;

    @Option(names = "--drafts-only", descriptionKey = "eval.drafts-only")
    boolean draftsOnly;

    @Mixin
    OutputOptions output = new OutputOptions();

    public EvalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::evaluate);
    }

    private int evaluate(Terminal terminal) {
        try (Repository history = open()) {
            var head = history.resolve(Constants.HEAD);
            if (head == null) {
                throw Failure.of(Problem.NO_COMMITS, repository.toAbsolutePath());
            }
            Report report;
            try (Progress progress = terminal.progress("eval.walking")) {
                report = Evaluation.of(history, head, Math.max(0, last), !draftsOnly, progress::reached);
            }
            terminal.object(ReportJson.of(report));
            ReportTable.print(terminal, report);
            return ExitCode.OK;
        } catch (IOException e) {
            throw Failure.of(e, Problem.HISTORY_UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private Repository open() throws IOException {
        File folder = repository.toAbsolutePath().normalize().toFile();
        FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder);
        if (builder.getGitDir() == null) {
            throw Failure.of(Problem.NOT_A_REPOSITORY, folder);
        }
        return builder.setMustExist(true).build();
    }
}
