package io.comfortcommit.repositories.lane;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The captures that were taken in, in their lanes. */
public final class Captures {
    private static final String COLUMNS = """
            SELECT draft_id, capture_id, repository_id, caller_id, lane_id, snapshot, base, branch, mode, author_name,
                   author_email, captured_at, client, files_changed, insertions, deletions, unpushed_commits, previous,
                   lane_position
            FROM repositories.capture
            """;

    private final JdbcClient jdbc;
    private final ErasedPeople erased;
    private final InstantSource clock;

    public Captures(JdbcClient jdbc, ErasedPeople erased, InstantSource clock) {
        this.jdbc = jdbc;
        this.erased = erased;
        this.clock = clock;
    }

    public Optional<Capture> find(DraftId draft) {
        return jdbc.sql(COLUMNS + "WHERE draft_id = ?")
                .param(draft.value())
                .query(Captures::capture)
                .optional();
    }

    /** The capture that a caller sent under this id before. */
    public Optional<Capture> find(UserId caller, CaptureId id) {
        return jdbc.sql(COLUMNS + "WHERE caller_id = ? AND capture_id = ?")
                .params(caller.value(), id.value())
                .query(Captures::capture)
                .optional();
    }

    /**
     * Puts a capture at the end of its lane. Captures of one lane line up at the lane's row.
     *
     * @return the capture as stored: an earlier one where its caller used the capture id before
     * @throws RefusedException {@link RefusedException.Reason#PERSON_ERASED}
     */
    public Taken append(DraftId draft, CaptureOrder order, ChangeSummary summary, int unpushedCommits) {
        return append(draft, order, summary, unpushedCommits, () -> {});
    }

    /**
     * As {@link #append(DraftId, CaptureOrder, ChangeSummary, int)}.
     *
     * @param beside writes what belongs to the capture, in its transaction; not asked where an earlier one is returned
     */
    public Taken append(
            DraftId draft, CaptureOrder order, ChangeSummary summary, int unpushedCommits, Runnable beside) {
        try {
            return erased.unlessErased(
                    order.caller(), () -> appendLocked(draft, order, summary, unpushedCommits, beside));
        } catch (DuplicateKeyException sameIdInAnotherLane) {
            return new Taken(find(order.caller(), order.captureId()).orElseThrow(() -> sameIdInAnotherLane), true);
        }
    }

    private Taken appendLocked(
            DraftId draft, CaptureOrder order, ChangeSummary summary, int unpushedCommits, Runnable beside) {
        UUID repository = order.repositoryId().value();
        UUID lane = order.lane().value();
        jdbc.sql("INSERT INTO repositories.lane (repository_id, lane_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(repository, lane)
                .update();
        Head head = jdbc.sql(
                        "SELECT head, length FROM repositories.lane WHERE repository_id = ? AND lane_id = ? FOR UPDATE")
                .params(repository, lane)
                .query((row, n) -> new Head(row.getObject(1, UUID.class), row.getLong(2)))
                .single();
        Optional<Capture> before = find(order.caller(), order.captureId());
        if (before.isPresent()) {
            return new Taken(before.get(), true);
        }
        DraftId previous = head.draft() == null ? null : new DraftId(head.draft());
        Capture capture = new Capture(draft, order, summary, unpushedCommits, previous, head.length() + 1);
        insert(capture);
        beside.run();
        jdbc.sql("UPDATE repositories.lane SET head = ?, length = ? WHERE repository_id = ? AND lane_id = ?")
                .params(draft.value(), capture.position(), repository, lane)
                .update();
        return new Taken(capture, false);
    }

    private void insert(Capture capture) {
        CaptureOrder order = capture.order();
        jdbc.sql("""
                        INSERT INTO repositories.capture (draft_id, capture_id, repository_id, caller_id, lane_id,
                            snapshot, base, branch, mode, author_name, author_email, captured_at, client,
                            files_changed, insertions, deletions, unpushed_commits, previous, lane_position, taken_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(capture.draftId().value())
                .param(order.captureId().value())
                .param(order.repositoryId().value())
                .param(order.caller().value())
                .param(order.lane().value())
                .param(order.snapshot())
                .param(order.base())
                .param(order.branch())
                .param(order.mode().name())
                .param(order.author().name())
                .param(order.author().email())
                .param(Timestamp.from(order.capturedAt()))
                .param(order.client())
                .param(capture.summary().filesChanged())
                .param(capture.summary().insertions())
                .param(capture.summary().deletions())
                .param(capture.unpushedCommits())
                .param(capture.previous() == null ? null : capture.previous().value())
                .param(capture.position())
                .param(Timestamp.from(clock.instant()))
                .update();
    }

    /** Says that a draft ended without a push. Again, or for an unknown draft, it changes nothing. */
    public void settle(DraftId draft) {
        jdbc.sql("UPDATE repositories.capture SET settled_at = ? WHERE draft_id = ? AND settled_at IS NULL")
                .params(Timestamp.from(clock.instant()), draft.value())
                .update();
    }

    /** Earlier drafts of the lane, newest first. */
    public List<Predecessor> predecessors(Capture capture) {
        return predecessors(capture, "", Integer.MAX_VALUE);
    }

    /** Earlier drafts of the lane that neither landed nor are settled, newest first. */
    public List<DraftId> unsettledPredecessors(Capture capture) {
        return predecessors(capture, "AND c.settled_at IS NULL AND p.draft_id IS NULL", Integer.MAX_VALUE).stream()
                .map(Predecessor::draftId)
                .toList();
    }

    /** The newest earlier draft of the lane that landed. */
    public Optional<Predecessor> lastLanded(Capture capture) {
        return predecessors(capture, "AND p.draft_id IS NOT NULL", 1).stream().findFirst();
    }

    /** The newest draft of a lane that landed, for a capture that is still to be appended. */
    public Optional<Predecessor> lastLanded(CaptureOrder order) {
        return predecessors(order, Long.MAX_VALUE, "AND p.draft_id IS NOT NULL", 1).stream()
                .findFirst();
    }

    private List<Predecessor> predecessors(Capture capture, String condition, int most) {
        return capture.previous() == null
                ? List.of()
                : predecessors(capture.order(), capture.position(), condition, most);
    }

    private List<Predecessor> predecessors(CaptureOrder order, long before, String condition, int most) {
        return jdbc.sql("""
                        SELECT c.draft_id, c.snapshot, c.settled_at IS NOT NULL, p.commit_id
                        FROM repositories.capture c
                        LEFT JOIN repositories.publication p ON p.draft_id = c.draft_id
                        WHERE c.repository_id = ? AND c.lane_id = ? AND c.lane_position < ?
                        """ + condition + " ORDER BY c.lane_position DESC LIMIT ?")
                .params(order.repositoryId().value(), order.lane().value(), before, most)
                .query((row, n) -> new Predecessor(
                        new DraftId(row.getObject(1, UUID.class)),
                        ObjectId.fromString(row.getString(2)),
                        row.getBoolean(3),
                        objectId(row.getString(4))))
                .list();
    }

    private static @Nullable ObjectId objectId(@Nullable String name) {
        return name == null ? null : ObjectId.fromString(name);
    }

    private static Capture capture(ResultSet row, int n) throws SQLException {
        UUID previous = row.getObject("previous", UUID.class);
        CaptureOrder order = new CaptureOrder(
                new CaptureId(row.getObject("capture_id", UUID.class)),
                new RepositoryId(row.getObject("repository_id", UUID.class)),
                new UserId(row.getObject("caller_id", UUID.class)),
                new LaneId(row.getObject("lane_id", UUID.class)),
                row.getString("snapshot"),
                row.getString("base"),
                row.getString("branch"),
                CaptureMode.valueOf(row.getString("mode")),
                new GitAuthor(row.getString("author_name"), row.getString("author_email")),
                row.getTimestamp("captured_at").toInstant(),
                row.getString("client"));
        return new Capture(
                new DraftId(row.getObject("draft_id", UUID.class)),
                order,
                new ChangeSummary(row.getInt("files_changed"), row.getInt("insertions"), row.getInt("deletions")),
                row.getInt("unpushed_commits"),
                previous == null ? null : new DraftId(previous),
                row.getLong("lane_position"));
    }

    private record Head(@Nullable UUID draft, long length) {}
}
