package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.client.Accepted;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.desk.Author;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.desk.Refusals;
import io.comfortcommit.cli.desk.Remote;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.lane.Kept;
import io.comfortcommit.cli.lane.Lane;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.LaneId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Takes the change of a desk and brings it to the server. */
public final class Capture {
    private static final String CLIENT = "comfort-cli/0.1.0";
    private static final String MISSING_OBJECTS = "MISSING_OBJECTS";
    /** Captures of a lane that are remembered before those that came to their end are asked for. */
    private static final int MANY = 4;

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Terminal terminal;
    private final boolean markersAllowed;

    /**
     * @param environment of this process
     * @param ids for the capture, and for installation and work tree where they have none yet
     * @param markersAllowed whether conflict markers are meant to be there
     */
    public Capture(
            Map<String, String> environment,
            InstantSource clock,
            Supplier<UUID> ids,
            Terminal terminal,
            boolean markersAllowed) {
        this.environment = environment;
        this.clock = clock;
        this.ids = ids;
        this.terminal = terminal;
        this.markersAllowed = markersAllowed;
    }

    /**
     * @param server asked for only when there is something to send
     * @return empty if nothing differs from HEAD
     * @throws Failure if the desk can't be captured, or the server does not take it
     */
    public Optional<Captured> take(Desk desk, Supplier<Server> server) {
        Refusals.checkState(desk);
        if (desk.changes().isEmpty()) {
            return Optional.empty();
        }
        Refusals.checkLinks(desk);
        Snapshots snapshots = new Snapshots(desk, clock);
        String captureId = ids.get().toString();
        Path objects = snapshots.objectsOf(captureId);
        Path temporary = snapshots.temporaryFolder();
        boolean taken = false;
        try {
            Optional<Captured> captured = take(desk, server, snapshots, captureId, objects, temporary);
            taken = captured.isPresent();
            return captured;
        } finally {
            Snapshots.remove(temporary);
            if (!taken) {
                Snapshots.remove(objects);
            }
        }
    }

    private Optional<Captured> take(
            Desk desk, Supplier<Server> server, Snapshots snapshots, String captureId, Path objects, Path temporary) {
        Instant now = clock.instant();
        Author author = Author.of(desk.git());
        History history = History.near(desk.git(), desk.head());
        Optional<Snapshot> snapshot;
        try (Progress progress = terminal.progress("capture.snapshot")) {
            snapshot = new SnapshotTaker(markersAllowed)
                    .take(
                            desk,
                            author,
                            history.tree(),
                            snapshots.writing(desk.git(), objects),
                            temporary.resolve("index"),
                            now);
        }
        if (snapshot.isEmpty()) {
            return Optional.empty();
        }
        Remote remote = Remote.of(desk);
        LaneId lane = Lane.of(desk, environment, ids);
        Optional<Kept> last = snapshots.last(lane);
        Git reading = snapshots.writing(desk.git(), objects, last);
        LfsObjects.upload(desk, remote, reading, snapshot.get());
        Order order = new Order(captureId, lane, desk, remote, author, snapshot.get());
        Accepted accepted = send(server.get(), order, history, last, reading, temporary.resolve("bundle"));
        snapshots.append(
                lane, new Kept(accepted.draftId(), captureId, snapshot.get().commit(), desk.head()));
        return Optional.of(new Captured(
                accepted, snapshot.get(), remote.branch(), desk.changes().size()));
    }

    private Accepted send(Server server, Order order, History history, Optional<Kept> last, Git reading, Path bundle) {
        Negotiation negotiation;
        try (Progress progress = terminal.progress("capture.negotiating")) {
            negotiation = Negotiation.with(server, order.desk, order.remote, history, last);
        }
        try (Progress progress = terminal.progress("capture.sending")) {
            try {
                return send(server, order, negotiation, reading, bundle);
            } catch (Failure failure) {
                if (!failure.code().equals(MISSING_OBJECTS)
                        || negotiation.prerequisites().isEmpty()) {
                    throw failure;
                }
                return send(server, order, negotiation.withoutPrerequisites(), reading, bundle);
            }
        }
    }

    private static Accepted send(Server server, Order order, Negotiation negotiation, Git reading, Path bundle) {
        Bundle.write(reading, order.snapshot.commit(), negotiation.prerequisites(), bundle);
        return server.capture(order.json(negotiation.repositoryId()), bundle);
    }

    /** What is said of the bundle. */
    private record Order(String captureId, LaneId lane, Desk desk, Remote remote, Author author, Snapshot snapshot) {
        ObjectNode json(String repositoryId) {
            ObjectNode json = Json.object()
                    .put("captureId", captureId)
                    .put("repositoryId", repositoryId)
                    .put("lane", lane.toString())
                    .put("snapshot", snapshot.commit())
                    .put("base", desk.head())
                    .put("branch", remote.branch())
                    .put("mode", snapshot.mode().name());
            json.putObject("author").put("name", author.name()).put("email", author.email());
            return json.put("capturedAt", snapshot.takenAt().toString()).put("client", CLIENT);
        }
    }

    /**
     * Forgets captures of the desk's lane that no sync will ask for: those that ended without a push, and those that were
     * pushed before another one was.
     */
    public void forgetEnded(Desk desk, Server server) {
        Snapshots snapshots = new Snapshots(desk, clock);
        LaneId lane = Lane.of(desk, environment, ids);
        List<Kept> kept = snapshots.of(lane);
        if (kept.size() <= MANY) {
            return;
        }
        Set<String> ended = new HashSet<>();
        boolean laterPushed = false;
        for (Kept capture : kept.reversed()) {
            Optional<DraftStatus> status = server.draft(capture.draftId()).map(draft -> draft.status());
            if (status.isEmpty() || !status.get().ended()) {
                continue;
            }
            boolean pushed = status.get() == DraftStatus.PUSHED;
            if (!pushed || laterPushed) {
                ended.add(capture.captureId());
            }
            laterPushed |= pushed;
        }
        snapshots.forget(lane, capture -> ended.contains(capture.captureId()));
    }
}
