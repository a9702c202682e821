package io.comfortcommit.repositories.agent;

import io.comfortcommit.analysis.exchange.Analysis;
import io.comfortcommit.analysis.exchange.AnalysisJson;
import io.comfortcommit.analysis.exchange.BadAnalysisException;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.AgentMode.Claim;
import io.comfortcommit.repositories.AgentMode.Seal;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of drafts that are left to agents. All that tells of the change is sealed for its author. */
public final class AgentDrafts {
    /** For a fetch, the author's hooks and a push; an agent that needs longer claims again. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Seal seal;
    private final InstantSource clock;

    public AgentDrafts(JdbcClient jdbc, Seal seal, InstantSource clock) {
        this.jdbc = jdbc;
        this.seal = seal;
        this.clock = clock;
    }

    /** For {@link #add}. Sealing may need a connection of its own, so it is done before a transaction takes one. */
    public String sealed(UserId author, Analysis analysis) {
        return seal.seal(author, zipped(AnalysisJson.write(analysis)));
    }

    /** Again changes nothing. */
    public void add(DraftId draft, String sealed) {
        jdbc.sql("INSERT INTO repositories.agent_draft (draft_id, analysis) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(draft.value(), sealed)
                .update();
    }

    public boolean has(DraftId draft) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM repositories.agent_draft WHERE draft_id = ?)")
                .param(draft.value())
                .query(Boolean.class)
                .single();
    }

    /**
     * Empty where the draft is not left to an agent.
     *
     * @throws RefusedException {@link Reason#UNKNOWN_DRAFT} where what was sent is forgotten, or its author was erased
     */
    public Optional<Analysis> analysis(DraftId draft) {
        return jdbc.sql("SELECT coalesce(analysis, '') FROM repositories.agent_draft WHERE draft_id = ?")
                .param(draft.value())
                .query(String.class)
                .optional()
                .map(this::opened);
    }

    private Analysis opened(String sealed) {
        byte[] zipped = sealed.isEmpty() ? null : seal.open(sealed).orElse(null);
        if (zipped == null) {
            throw new RefusedException(Reason.UNKNOWN_DRAFT, "What was sent of this draft is not kept any more.");
        }
        try {
            return AnalysisJson.read(unzipped(zipped));
        } catch (BadAnalysisException e) {
            throw new IllegalStateException("an analysis that was taken in can't be read", e);
        }
    }

    // --- waiting for its agent

    /** Again changes nothing, as long as the round is the same. */
    public void handOver(PublishOrder order, UserId author, int round) {
        jdbc.sql("""
                        UPDATE repositories.agent_draft
                        SET round = :round, message = :message, approved_at = :approved, waits = true,
                            claimed_by = NULL, claimed_until = NULL
                        WHERE draft_id = :draft AND (round IS NULL OR round < :round)
                        """)
                .param("round", round)
                .param("message", seal.seal(author, order.message().getBytes(StandardCharsets.UTF_8)))
                .param("approved", Timestamp.from(order.approvedAt()))
                .param("draft", order.draftId().value())
                .update();
    }

    /** @return false if an agent is at it right now; a round that is over can always be taken back */
    public boolean takeBack(DraftId draft, int round) {
        Timestamp now = now();
        int taken = jdbc.sql("""
                        UPDATE repositories.agent_draft SET waits = false
                        WHERE draft_id = ? AND round = ? AND (claimed_until IS NULL OR claimed_until < ?)
                        """).params(draft.value(), round, now).update();
        return taken == 1
                || !jdbc.sql("""
                        SELECT EXISTS (SELECT FROM repositories.agent_draft
                        WHERE draft_id = ? AND round = ? AND waits AND claimed_until >= ?)
                        """)
                        .params(draft.value(), round, now)
                        .query(Boolean.class)
                        .single();
    }

    /** One statement, so that of two agents one has it. */
    public Claim claim(DraftId draft, UUID agent) {
        Instant until = clock.instant().plus(CLAIM);
        Optional<Waiting> claimed = jdbc.sql("""
                        UPDATE repositories.agent_draft SET claimed_by = :agent, claimed_until = :until
                        WHERE draft_id = :draft AND waits
                          AND (claimed_by = :agent OR claimed_until IS NULL OR claimed_until < :now)
                        RETURNING round, message, approved_at
                        """)
                .param("agent", agent)
                .param("until", Timestamp.from(until))
                .param("draft", draft.value())
                .param("now", now())
                .query((row, n) -> new Waiting(
                        row.getInt(1), row.getString(2), row.getTimestamp(3).toInstant()))
                .optional();
        if (claimed.isEmpty()) {
            throw refused(draft);
        }
        byte[] message = seal.open(claimed.get().message()).orElseThrow(AgentDrafts::notClaimed);
        return new Claim(
                draft,
                claimed.get().round(),
                new String(message, StandardCharsets.UTF_8),
                claimed.get().approvedAt(),
                until);
    }

    private record Waiting(int round, String message, Instant approvedAt) {}

    private RefusedException refused(DraftId draft) {
        boolean waits = jdbc.sql("SELECT waits FROM repositories.agent_draft WHERE draft_id = ?")
                .param(draft.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
        return waits
                ? new RefusedException(
                        Reason.CLAIMED, "Another agent is pushing this draft; look again in some minutes.")
                : notClaimed();
    }

    public int claimed(DraftId draft, UUID agent) {
        return jdbc.sql("SELECT round FROM repositories.agent_draft WHERE draft_id = ? AND claimed_by = ?")
                .params(draft.value(), agent)
                .query(Integer.class)
                .optional()
                .orElseThrow(AgentDrafts::notClaimed);
    }

    /** What was sent and approved goes; who had claimed it stays, so that a late report is still known. */
    public void forget(DraftId draft) {
        jdbc.sql(
                        "UPDATE repositories.agent_draft SET analysis = NULL, message = NULL, waits = false WHERE draft_id = ?")
                .param(draft.value())
                .update();
    }

    private static RefusedException notClaimed() {
        return new RefusedException(Reason.NOT_CLAIMED, "This draft does not wait for an agent, or not for this one.");
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static byte[] zipped(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] unzipped(byte[] zipped) {
        try (GZIPInputStream unzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return unzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
