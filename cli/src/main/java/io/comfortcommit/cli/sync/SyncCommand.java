package io.comfortcommit.cli.sync;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.command.LazyServer;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.git.GitPath;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code sync}. */
@Command(name = "sync")
public final class SyncCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--repo", paramLabel = "PATH", descriptionKey = "option.repo")
    Path repository = Path.of("");

    @Option(names = "--undo", descriptionKey = "sync.undo")
    boolean undo;

    @Mixin
    OutputOptions output = new OutputOptions();

    public SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::sync);
    }

    private int sync(Terminal terminal) {
        Synced synced;
        try (LazyServer server = new LazyServer(session, terminal);
                Progress progress = terminal.progress("sync.running")) {
            Sync sync = new Sync(session.environment(), session.clock(), session.ids(), terminal.interactive());
            synced = undo ? sync.undo(repository) : sync.run(repository, server);
        }
        switch (synced) {
            case Synced.NothingCaptured nothing -> {
                terminal.say("sync.nothingCaptured");
                terminal.object(status("NOTHING_CAPTURED"));
            }
            case Synced.NothingPushed(String draft, String status) -> {
                terminal.say("sync.nothingPushed", Draft.shortId(draft), terminal.text("status." + status));
                terminal.object(status("NOTHING_PUSHED").put("draftId", draft).put("draftStatus", status));
            }
            case Synced.OnSideBranch(String draft, String commit, String landedOn) -> {
                terminal.say("sync.onSideBranch", Draft.shortId(draft), landedOn);
                terminal.object(status("ON_SIDE_BRANCH")
                        .put("draftId", draft)
                        .put("commitId", commit)
                        .put("landedOn", landedOn));
            }
            case Synced.UpToDate(String draft, String commit) -> {
                terminal.say("sync.upToDate", commit);
                terminal.object(status("UP_TO_DATE").put("draftId", draft).put("commitId", commit));
            }
            case Synced.Moved moved -> tell(terminal, moved);
            case Synced.Undone undone -> tell(terminal, undone);
        }
        return ExitCode.OK;
    }

    private static void tell(Terminal terminal, Synced.Moved moved) {
        terminal.say("sync.moved", moved.branch(), moved.to());
        moved.updated().forEach(path -> terminal.say("sync.updated", path));
        moved.submodules().forEach(path -> terminal.say("sync.submodule", path));
        moved.keptStaged().forEach(path -> terminal.say("sync.kept", path));
        if (moved.backup() != null) {
            terminal.say("sync.backup", moved.backup());
        }
        ObjectNode line = status("MOVED")
                .put("draftId", moved.draftId())
                .put("branch", moved.branch())
                .put("from", moved.from())
                .put("commitId", moved.to());
        line.set("filesUpdated", Json.texts(names(moved.updated())));
        line.set("submodules", Json.texts(names(moved.submodules())));
        line.set("stagedKept", Json.texts(names(moved.keptStaged())));
        terminal.object(line.put("backup", moved.backup()));
    }

    private static void tell(Terminal terminal, Synced.Undone undone) {
        terminal.say("sync.undone", undone.branch(), undone.from());
        undone.restored().forEach(path -> terminal.say("sync.restored", path));
        ObjectNode line = status("UNDONE")
                .put("branch", undone.branch())
                .put("from", undone.from())
                .put("commitId", undone.to());
        line.set("filesRestored", Json.texts(names(undone.restored())));
        terminal.object(line);
    }

    private static List<String> names(List<GitPath> paths) {
        return paths.stream().map(GitPath::toString).toList();
    }

    private static ObjectNode status(String status) {
        return Json.object().put("status", status);
    }
}
