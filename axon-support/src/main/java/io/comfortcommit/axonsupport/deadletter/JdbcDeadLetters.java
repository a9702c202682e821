package io.comfortcommit.axonsupport.deadletter;

import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionQuery.FindDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code <schema>.dead_letter} of one side as operators see it, and what they do with it. */
public final class JdbcDeadLetters {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONDITIONS = " WHERE (CAST(:group AS text) IS NULL OR processing_group = :group)"
            + " AND (CAST(:id AS text) IS NULL OR dead_letter_id = :id)";

    private final JdbcClient jdbc;
    private final String table;

    public JdbcDeadLetters(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.table = schema + ".dead_letter";
    }

    /**
     * The oldest first.
     *
     * @param group null for those of all
     * @param id null for all
     * @param first at most so many
     */
    public FoundDeadLetters find(@Nullable String group, @Nullable String id, int first) {
        long total = jdbc.sql("SELECT count(*) FROM " + table + CONDITIONS)
                .param("group", group)
                .param("id", id)
                .query(Long.class)
                .single();
        return new FoundDeadLetters(
                jdbc.sql("SELECT l.*, (SELECT count(*) FROM " + table + " b"
                                + " WHERE b.processing_group = l.processing_group"
                                + " AND b.sequence_identifier = l.sequence_identifier"
                                + " AND b.sequence_index > l.sequence_index) AS waiting FROM " + table + " l"
                                + CONDITIONS + " ORDER BY enqueued_at, dead_letter_id LIMIT :first")
                        .param("group", group)
                        .param("id", id)
                        .param("first", Math.clamp(first, 1, FindDeadLetters.MOST))
                        .query((row, _) -> view(row))
                        .list(),
                total);
    }

    /** Tries a letter and those of its stream before it. */
    public ProjectionAnswer retry(
            String group, String id, Optional<SequencedDeadLetterProcessor<EventMessage<?>>> letters) {
        Optional<String> first = jdbc.sql("SELECT f.event_identifier FROM " + table + " f JOIN " + table + " l"
                        + " ON l.processing_group = f.processing_group AND l.sequence_identifier = f.sequence_identifier"
                        + " WHERE l.processing_group = :group AND l.dead_letter_id = :id"
                        + " ORDER BY f.sequence_index LIMIT 1")
                .param("group", group)
                .param("id", id)
                .query(String.class)
                .optional();
        if (first.isEmpty()) {
            return ProjectionAnswer.of(Outcome.UNKNOWN_DEAD_LETTER);
        }
        letters.ifPresent(processor -> {
            var _ = processor.process(letter -> letter.message().getIdentifier().equals(first.get()));
        });
        return ProjectionAnswer.of(isParked(group, id) ? Outcome.STILL_PARKED : Outcome.DONE);
    }

    /** Gives a letter up. */
    public ProjectionAnswer discard(String group, String id) {
        int discarded = jdbc.sql("DELETE FROM " + table + " WHERE processing_group = :group AND dead_letter_id = :id")
                .param("group", group)
                .param("id", id)
                .update();
        return ProjectionAnswer.of(discarded > 0 ? Outcome.DONE : Outcome.UNKNOWN_DEAD_LETTER);
    }

    private boolean isParked(String group, String id) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM " + table
                        + " WHERE processing_group = :group AND dead_letter_id = :id)")
                .param("group", group)
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static DeadLetterView view(ResultSet row) throws SQLException {
        Instant parked = Instant.parse(row.getString("enqueued_at"));
        String tried = row.getString("last_touched");
        return new DeadLetterView(
                row.getString("dead_letter_id"),
                row.getString("processing_group"),
                Objects.requireNonNullElse(row.getString("aggregate_identifier"), ""),
                row.getLong("sequence_number"),
                row.getString("payload_type"),
                parked,
                tried == null ? parked : Instant.parse(tried),
                cause(row.getString("cause_type"), row.getString("cause_message")),
                failures(row.getBytes("diagnostics")),
                row.getLong("waiting"));
    }

    private static @Nullable String cause(@Nullable String type, @Nullable String message) {
        if (type == null) {
            return null;
        }
        return Stream.of(type.substring(type.lastIndexOf('.') + 1), message)
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(": "));
    }

    private static int failures(byte @Nullable [] diagnostics) {
        if (diagnostics == null) {
            return 0;
        }
        JsonNode failures =
                JSON.readTree(new String(diagnostics, StandardCharsets.UTF_8)).findValue(ParkingPolicy.FAILURES);
        return failures == null ? 0 : failures.asInt(0);
    }
}
