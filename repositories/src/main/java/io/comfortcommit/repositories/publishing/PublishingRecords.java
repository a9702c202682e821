package io.comfortcommit.repositories.publishing;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.lane.Capture;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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
            @Nullable String reason) {
        /** Where it went is not known any more, as its author was erased. */
        boolean isErased() {
            return targetRef.equals(ERASED_REF);
        }
    }

    /** As {@code erasePerson.sql} has it. */
    private static final String ERASED_REF = "refs/heads/" + Capture.ERASED_BRANCH;

    /** The draft's author as they are when the row is written: an erasure waits for it, or it for an erasure. */
    private static final String OF_THE_AUTHOR = """
            FROM (SELECT branch = '%s' AS erased FROM repositories.capture WHERE draft_id = :draft FOR SHARE) author
            """.formatted(Capture.ERASED_BRANCH);

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
                        SELECT :draft, :commit, :commits, :landing, CASE WHEN erased THEN :erased ELSE :branch END,
                               :rebased, :attempts, CASE WHEN NOT erased THEN :reason END, :at
                        """ + OF_THE_AUTHOR)
                .param("draft", draft.value())
                .param("commit", landed.commitId())
                .param("commits", severalOf(landed.commits()), Types.VARCHAR)
                .param("landing", landed.landing().name())
                .param("erased", Capture.ERASED_BRANCH)
                .param("branch", landed.branch())
                .param("rebased", landed.rebased())
                .param("attempts", landed.attempts())
                .param("reason", landed.reason(), Types.VARCHAR)
                .param("at", at.atOffset(ZoneOffset.UTC))
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
                        SELECT :draft, :number, :object, :commits, CASE WHEN erased THEN :erased ELSE :target END,
                               :expected, :tree, :rebased, CASE WHEN NOT erased THEN :reason END, :at
                        """ + OF_THE_AUTHOR)
                .param("draft", draft.value())
                .param("number", attempt.number())
                .param("object", attempt.objectId())
                .param("commits", severalOf(attempt.commits()), Types.VARCHAR)
                .param("erased", ERASED_REF)
                .param("target", attempt.targetRef())
                .param("expected", attempt.expectedTip(), Types.VARCHAR)
                .param("tree", attempt.tree())
                .param("rebased", attempt.rebased())
                .param("reason", attempt.reason(), Types.VARCHAR)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
