package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.agent.AgentRecords;
import io.comfortcommit.cli.agent.OutgoingAnalysis;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.lane.Held;
import io.comfortcommit.cli.lane.Kept;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.lane.Waiting;
import io.comfortcommit.cli.terminal.Progress;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.LaneId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits in a repository, oldest first, and stops where the server can't take one for now. Killed at any moment
 * it loses nothing: a capture leaves the spool when the server has it, and the server knows its id.
 */
public final class Delivery {
    private static final String MISSING_OBJECTS = "MISSING_OBJECTS";
    /** How long another process may be sending before what waits is left to it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Captures of a lane that are remembered before those that came to their end are asked for. */
    private static final int MANY = 4;

    private final Git git;
    private final Snapshots snapshots;
    private final Supplier<Server> server;
    private final Terminal terminal;

    /**
     * @param git in the work tree's root
     * @param server fails where none can be reached now
     */
    public Delivery(Git git, Snapshots snapshots, Supplier<Server> server, Terminal terminal) {
        this.git = git;
        this.snapshots = snapshots;
        this.server = server;
        this.terminal = terminal;
    }

    public Delivered send() {
        Map<Waiting, String> sent = new LinkedHashMap<>();
        Map<Waiting, Failure> refused = new LinkedHashMap<>();
        Failure stopped = null;
        Optional<Held> turn = snapshots.sending(PATIENCE);
        if (turn.isPresent()) {
            try (Held held = turn.get()) {
                stopped = send(held, sent, refused);
            }
        }
        return new Delivered(sent, refused, stopped, snapshots.waiting().size());
    }

    private @Nullable Failure send(Held held, Map<Waiting, String> sent, Map<Waiting, Failure> refused) {
        for (Waiting waiting : snapshots.waiting()) {
            held.renew();
            try {
                // Where a process was killed in between, the server has it and only this note is left.
                String draftId = snapshots.draftOf(waiting).orElseGet(() -> send(waiting));
                snapshots.append(
                        waiting.lane(), new Kept(draftId, waiting.captureId(), waiting.snapshot(), waiting.base()));
                snapshots.sent(waiting);
                sent.put(waiting, draftId);
            } catch (Failure failure) {
                if (failure.passing() && isReadable(waiting)) {
                    return failure;
                }
                refused.put(waiting, failure);
                snapshots.drop(waiting);
            }
        }
        Set<LaneId> lanes = new LinkedHashSet<>();
        sent.keySet().forEach(waiting -> lanes.add(waiting.lane()));
        lanes.forEach(this::forgetEnded);
        return null;
    }

    /** Whether the snapshot can be bundled at all, another time. */
    private boolean isReadable(Waiting waiting) {
        return snapshots
                .writing(git, waiting.captureId(), Optional.empty())
                .succeeds("rev-list", "--count", waiting.snapshot());
    }

    private String send(Waiting waiting) {
        Optional<Kept> last = snapshots.last(waiting.lane());
        Git reading = snapshots.writing(git, waiting.captureId(), last);
        Server known = server.get();
        LfsObjects.upload(git, waiting);
        Negotiation negotiation;
        try (Progress progress = terminal.progress("capture.negotiating")) {
            negotiation = Negotiation.with(known, git, waiting, last);
        }
        try (Progress progress = terminal.progress("capture.sending")) {
            if (negotiation.byAgent()) {
                return tell(waiting, negotiation);
            }
            return upload(waiting, negotiation, reading);
        } catch (Failure failure) {
            if (!failure.code().equals(MISSING_OBJECTS)
                    || negotiation.prerequisites().isEmpty()) {
                throw failure;
            }
            return upload(waiting, negotiation.withoutPrerequisites(), reading);
        }
    }

    /** What is told of a capture whose objects stay here. */
    private String tell(Waiting waiting, Negotiation negotiation) {
        Path temporary = snapshots.temporaryFolder();
        try {
            Path analysis = new OutgoingAnalysis(git, snapshots, waiting).write(temporary);
            String draftId = server.get()
                    .captureAnalysis(waiting.order(negotiation.repositoryId()), analysis)
                    .draftId();
            new AgentRecords(snapshots).add(draftId, waiting);
            return draftId;
        } finally {
            Snapshots.remove(temporary);
        }
    }

    private String upload(Waiting waiting, Negotiation negotiation, Git reading) {
        Path temporary = snapshots.temporaryFolder();
        try {
            Path bundle = temporary.resolve("bundle");
            Bundle.write(reading, waiting.snapshot(), negotiation.prerequisites(), bundle);
            return server.get()
                    .capture(waiting.order(negotiation.repositoryId()), bundle)
                    .draftId();
        } finally {
            Snapshots.remove(temporary);
        }
    }

    /**
     * Forgets captures of a lane that no sync will ask for: those that ended without a push, and those that were pushed
     * before another one was. Where the server does not answer this, it is asked another time.
     */
    private void forgetEnded(LaneId lane) {
        List<Kept> kept = snapshots.of(lane);
        if (kept.size() <= MANY) {
            return;
        }
        Map<String, DraftStatus> statuses;
        try {
            statuses = server.get().statuses(kept.stream().map(Kept::draftId).toList());
        } catch (Failure another) {
            return;
        }
        Set<String> ended = new HashSet<>();
        boolean laterPushed = false;
        for (Kept capture : kept.reversed()) {
            DraftStatus status = statuses.get(capture.draftId());
            if (status == null || !status.ended()) {
                continue;
            }
            boolean pushed = status == DraftStatus.PUSHED;
            if (!pushed || laterPushed) {
                ended.add(capture.captureId());
            }
            laterPushed |= pushed;
        }
        snapshots.forget(lane, capture -> ended.contains(capture.captureId()));
    }
}
