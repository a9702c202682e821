package io.comfortcommit.sagas.activity;

import io.comfortcommit.messages.draft.DraftId;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What each open draft waits for; the sweeper's list. Written in the saga's transaction. */
public final class OpenDrafts {
    private final JdbcClient jdbc;

    OpenDrafts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param due when the awaited activity is to be done */
    public void await(DraftId draft, ActivityKind kind, int round, String traceId, Instant due) {
        jdbc.sql("INSERT INTO sagas.open_draft (draft_id, awaiting, round, trace_id, due_at)"
                        + " VALUES (:draft, :awaiting, :round, :trace, :due)"
                        + " ON CONFLICT (draft_id) DO UPDATE SET awaiting = :awaiting, round = :round,"
                        + " trace_id = :trace, due_at = :due")
                .param("draft", draft.value())
                .param("awaiting", kind.taskName())
                .param("round", round)
                .param("trace", traceId)
                .param("due", due.atOffset(ZoneOffset.UTC))
                .update();
    }

    public void close(DraftId draft) {
        jdbc.sql("DELETE FROM sagas.open_draft WHERE draft_id = ?")
                .param(draft.value())
                .update();
    }
}
