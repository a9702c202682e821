package io.comfortcommit.queryside.projection;

import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.RetryDeadLetter;
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
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.config.Configuration;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what the projections could not apply, and does with it what an operator says. */
@Component
class DeadLetters {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONDITIONS =
            " WHERE (CAST(:projection AS text) IS NULL OR processing_group = :projection)"
                    + " AND (CAST(:id AS text) IS NULL OR dead_letter_id = :id)";

    private final JdbcClient jdbc;
    private final Configuration axon;

    DeadLetters(DataSource dataSource, Configuration axon) {
        this.jdbc = JdbcClient.create(dataSource);
        this.axon = axon;
    }

    @QueryHandler
    FoundDeadLetters handle(FindDeadLetters query) {
        long total = jdbc.sql("SELECT count(*) FROM query.dead_letter" + CONDITIONS)
                .param("projection", query.projection())
                .param("id", query.id())
                .query(Long.class)
                .single();
        return new FoundDeadLetters(
                jdbc.sql("SELECT l.*, (SELECT count(*) FROM query.dead_letter b"
                                + " WHERE b.processing_group = l.processing_group"
                                + " AND b.sequence_identifier = l.sequence_identifier"
                                + " AND b.sequence_index > l.sequence_index) AS waiting FROM query.dead_letter l"
                                + CONDITIONS + " ORDER BY enqueued_at, dead_letter_id LIMIT :first")
                        .param("projection", query.projection())
                        .param("id", query.id())
                        .param("first", Math.clamp(query.first(), 1, FindDeadLetters.MOST))
                        .query((row, _) -> view(row))
                        .list(),
                total);
    }

    @CommandHandler
    ProjectionAnswer handle(RetryDeadLetter command) {
        Optional<String> first = jdbc.sql("""
                        SELECT f.event_identifier FROM query.dead_letter f JOIN query.dead_letter l
                            ON l.processing_group = f.processing_group AND l.sequence_identifier = f.sequence_identifier
                        WHERE l.processing_group = :projection AND l.dead_letter_id = :id
                        ORDER BY f.sequence_index LIMIT 1""")
                .param("projection", command.projection())
                .param("id", command.letterId())
                .query(String.class)
                .optional();
        if (first.isEmpty()) {
            return ProjectionAnswer.of(Outcome.UNKNOWN_DEAD_LETTER);
        }
        axon.eventProcessingConfiguration()
                .sequencedDeadLetterProcessor(command.projection())
                .ifPresent(letters -> {
                    var _ = letters.process(
                            letter -> letter.message().getIdentifier().equals(first.get()));
                });
        return ProjectionAnswer.of(
                isParked(command.projection(), command.letterId()) ? Outcome.STILL_PARKED : Outcome.DONE);
    }

    @CommandHandler
    ProjectionAnswer handle(DiscardDeadLetter command) {
        int discarded = jdbc.sql("DELETE FROM query.dead_letter"
                        + " WHERE processing_group = :projection AND dead_letter_id = :id")
                .param("projection", command.projection())
                .param("id", command.letterId())
                .update();
        return ProjectionAnswer.of(discarded > 0 ? Outcome.DONE : Outcome.UNKNOWN_DEAD_LETTER);
    }

    private boolean isParked(String projection, String id) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM query.dead_letter"
                        + " WHERE processing_group = :projection AND dead_letter_id = :id)")
                .param("projection", projection)
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
