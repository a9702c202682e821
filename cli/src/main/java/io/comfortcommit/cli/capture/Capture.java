package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.desk.Author;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.Refusals;
import io.comfortcommit.cli.desk.Remote;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.lane.Kept;
import io.comfortcommit.cli.lane.Lane;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.lane.Waiting;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Takes the change of a desk and brings it to the server. It is on this disk before it is sent, so that nothing is lost
 * where the server can't be reached or this process is killed.
 */
public final class Capture {
    private static final String CLIENT = "comfort-cli/0.1.0";

    /** In git's configuration: {@code agent} where this machine shall make the commits. */
    private static final String PUSH = "comfort.push";

    private static final String AGENT = "agent";

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Terminal terminal;
    private final boolean markersAllowed;
    private final boolean automatic;
    private final boolean agentWanted;

    /**
     * @param environment of this process
     * @param ids for the capture, and for installation and work tree where they have none yet
     * @param markersAllowed whether conflict markers are meant to be there
     * @param automatic nobody asked for it: what was captured before is not captured again, which would replace its draft
     * @param agentWanted whether this machine shall make the commit, also where the server could
     */
    public Capture(
            Map<String, String> environment,
            InstantSource clock,
            Supplier<UUID> ids,
            Terminal terminal,
            boolean markersAllowed,
            boolean automatic,
            boolean agentWanted) {
        this.environment = environment;
        this.clock = clock;
        this.ids = ids;
        this.terminal = terminal;
        this.markersAllowed = markersAllowed;
        this.automatic = automatic;
        this.agentWanted = agentWanted;
    }

    /**
     * @param server asked for only when there is something to send
     * @throws Failure if the desk can't be captured, or the server will never take it
     */
    public Outcome take(Desk desk, Supplier<Server> server) {
        Refusals.checkState(desk);
        if (desk.changes().isEmpty()) {
            return new Outcome.NoChange();
        }
        Refusals.checkLinks(desk);
        Snapshots snapshots = new Snapshots(desk, clock);
        String captureId = snapshots.nextId(ids.get());
        Path objects = snapshots.objectsOf(captureId);
        boolean kept = false;
        try {
            Optional<Waiting> taken = take(desk, snapshots, captureId);
            if (taken.isEmpty()) {
                return new Outcome.NoChange();
            }
            Waiting waiting = taken.get();
            if (automatic && isCapturedAlready(desk.git(), snapshots, waiting)) {
                return new Outcome.CapturedBefore();
            }
            checkKnown(server);
            snapshots.spool(waiting);
            kept = true;
            return outcome(waiting, new Delivery(desk.git(), snapshots, server, terminal).send(), snapshots);
        } finally {
            if (!kept) {
                Snapshots.remove(objects);
            }
        }
    }

    /** Without a server to ever send it to there is no reason to keep a capture. One that was stopped may come back. */
    private static void checkKnown(Supplier<Server> server) {
        try {
            var _ = server.get();
        } catch (Failure failure) {
            if (!failure.code().equals(Problem.SERVER_STOPPED.name())) {
                throw failure;
            }
        }
    }

    private static Outcome outcome(Waiting waiting, Delivered delivered, Snapshots snapshots) {
        Failure refusal = delivered.refused().get(waiting);
        if (refusal != null) {
            throw refusal;
        }
        Optional<String> draftId =
                Optional.ofNullable(delivered.sent().get(waiting)).or(() -> snapshots.draftOf(waiting));
        return draftId.<Outcome>map(id -> new Outcome.Captured(waiting, id))
                .orElseGet(() -> new Outcome.Spooled(waiting, delivered.waiting(), delivered.stopped()));
    }

    private Optional<Waiting> take(Desk desk, Snapshots snapshots, String captureId) {
        Path temporary = snapshots.temporaryFolder();
        try (Progress progress = terminal.progress("capture.snapshot")) {
            Author author = Author.of(desk.git());
            Git git = snapshots.writing(desk.git(), captureId, Optional.empty());
            return new SnapshotTaker(markersAllowed)
                    .take(desk, author, git, temporary.resolve("index"), clock.instant())
                    .map(snapshot -> waiting(desk, author, git, captureId, snapshot));
        } finally {
            Snapshots.remove(temporary);
        }
    }

    private Waiting waiting(Desk desk, Author author, Git git, String captureId, Snapshot snapshot) {
        Remote remote = Remote.of(desk);
        return new Waiting(
                captureId,
                Lane.of(desk, environment, ids),
                snapshot.commit(),
                snapshot.tree(),
                desk.head(),
                remote.branch(),
                snapshot.mode(),
                author,
                snapshot.takenAt().toString(),
                CLIENT,
                new Waiting.Upstream(remote.name(), remote.url(), remote.defaultBranch()),
                LfsObjects.in(desk, git, snapshot),
                agentWanted || isAgent(desk));
    }

    private static boolean isAgent(Desk desk) {
        return desk.config().value(PUSH).filter(AGENT::equalsIgnoreCase).isPresent();
    }

    private static boolean isCapturedAlready(Git git, Snapshots snapshots, Waiting now) {
        Optional<Waiting> waits = snapshots.waiting().reversed().stream()
                .filter(waiting -> waiting.lane().equals(now.lane()))
                .findFirst();
        if (waits.isPresent()) {
            return waits.get().tree().equals(now.tree())
                    && Objects.equals(waits.get().base(), now.base());
        }
        Optional<Kept> last = snapshots.last(now.lane());
        if (last.isEmpty() || !Objects.equals(last.get().base(), now.base())) {
            return false;
        }
        GitOutput tree = snapshots
                .writing(git, last.get().captureId(), Optional.empty())
                .run("rev-parse", last.get().snapshot() + "^{tree}");
        return tree.ok() && tree.text().equals(now.tree());
    }
}
