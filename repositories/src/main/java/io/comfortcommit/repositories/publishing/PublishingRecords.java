package io.comfortcommit.repositories.publishing;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.repositories.PublishOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was tried and what became of it. Each write is a transaction of its own, durable when the method returns. */
final class PublishingRecords {
    /**
     * A push that was about to be made; whether it was, only the remote knows.
     *
     * @param objectId the last commit of it
     * @param commits all of it, first to last
     * @param expectedTip what the ref was expected to hold; null where it was expected not to exist
     */
    record Attempt(
            int number,
            String objectId,
            List<String> commits,
            String targetRef,
            @Nullable String expectedTip,
            String tree,
            boolean rebased,
            @Nullable String reason) {}

    private final JdbcClient jdbc;

    PublishingRecords(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    Optional<PublishOutcome.Landed> publication(DraftId draft) {
        return Optional.ofNullable(publications(List.of(draft)).get(draft));
    }

    Map<DraftId, PublishOutcome.Landed> publications(Collection<DraftId> drafts) {
        Map<DraftId, PublishOutcome.Landed> found = new HashMap<>();
        jdbc.sql("""
                        SELECT draft_id, commit_id, commits, landing, branch, rebased, attempts, reason
                        FROM repositories.publication WHERE draft_id = ANY (?)""")
                .param(drafts.stream().map(DraftId::value).toArray(UUID[]::new))
                .query((ResultSet row) -> {
                    found.put(new DraftId(row.getObject("draft_id", UUID.class)), landed(row));
                });
        return found;
    }

    private static PublishOutcome.Landed landed(ResultSet row) throws SQLException {
        return new PublishOutcome.Landed(
                row.getString("commit_id"),
                commits(row, "commit_id"),
                Landing.valueOf(row.getString("landing")),
                row.getString("branch"),
                row.getBoolean("rebased"),
                row.getInt("attempts"),
                row.getString("reason"),
                null);
    }

    /** Null for one, which stands beside it. */
    private static @Nullable String severalOf(List<String> commits) {
        return commits.size() > 1 ? String.join(" ", commits) : null;
    }

    private static List<String> commits(ResultSet row, String only) throws SQLException {
        String several = row.getString("commits");
        return several == null ? List.of(row.getString(only)) : List.of(several.split(" ", -1));
    }

    void record(DraftId draft, PublishOutcome.Landed landed, Instant at) {
        jdbc.sql("""
                        INSERT INTO repositories.publication
                            (draft_id, commit_id, commits, landing, branch, rebased, attempts, reason, at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(draft.value())
                .param(landed.commitId())
                .param(severalOf(landed.commits()))
                .param(landed.landing().name())
                .param(landed.branch())
                .param(landed.rebased())
                .param(landed.attempts())
                .param(landed.reason())
                .param(at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** In the order in which they were made. */
    List<Attempt> attempts(DraftId draft) {
        return jdbc.sql("""
                        SELECT number, object_id, commits, target_ref, expected_tip, tree, rebased, reason
                        FROM repositories.push_attempt WHERE draft_id = ? ORDER BY number""")
                .param(draft.value())
                .query((row, n) -> new Attempt(
                        row.getInt("number"),
                        row.getString("object_id"),
                        commits(row, "object_id"),
                        row.getString("target_ref"),
                        row.getString("expected_tip"),
                        row.getString("tree"),
                        row.getBoolean("rebased"),
                        row.getString("reason")))
                .list();
    }

    void store(DraftId draft, Attempt attempt, Instant at) {
        jdbc.sql("""
                        INSERT INTO repositories.push_attempt
                            (draft_id, number, object_id, commits, target_ref, expected_tip, tree, rebased, reason, at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(draft.value())
                .param(attempt.number())
                .param(attempt.objectId())
                .param(severalOf(attempt.commits()))
                .param(attempt.targetRef())
                .param(attempt.expectedTip())
                .param(attempt.tree())
                .param(attempt.rebased())
                .param(attempt.reason())
                .param(at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
