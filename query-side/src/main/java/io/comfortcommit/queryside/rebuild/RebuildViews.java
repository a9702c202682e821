package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.messages.projection.RebuildView;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rebuilds as they are shown. */
@Component
class RebuildViews {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final List<ReadModel> models;
    private final Copies copies;

    RebuildViews(DataSource dataSource, List<ReadModel> models, Copies copies) {
        this.jdbc = JdbcClient.create(dataSource);
        this.models = List.copyOf(models);
        this.copies = copies;
    }

    Optional<RebuildView> newest(String projection) {
        return jdbc.sql("""
                        SELECT r.*, p.position, p.events FROM query.rebuild r
                        JOIN (SELECT rebuild_id, min(position) AS position, sum(events) AS events
                            FROM query.rebuild_part GROUP BY rebuild_id) p ON p.rebuild_id = r.id
                        WHERE projection = :projection ORDER BY started_at DESC, id DESC LIMIT 1""")
                .param("projection", projection)
                .query((row, _) -> view(row))
                .optional();
    }

    private RebuildView view(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String projection = row.getString("projection");
        State state = State.valueOf(row.getString("state"));
        Instant now = there(row, "updated_at");
        long events = row.getLong("events");
        long position = row.getLong("position");
        long target = row.getLong("target");
        double seconds = Duration.between(there(row, "running_since"), now).toNanos() / 1e9;
        double rate = seconds > 0 ? (events - row.getLong("running_events")) / seconds : 0;
        boolean estimable = state == State.RUNNING && rate > 0 && target >= position;
        String differences = row.getString("differences");
        return new RebuildView(
                id,
                projection,
                state,
                row.getBoolean("dry_run"),
                instant(row, "until"),
                row.getString("started_by"),
                there(row, "started_at"),
                instant(row, "finished_at"),
                position,
                target,
                events,
                rate,
                estimable ? (long) Math.ceil((target - position) / rate) : null,
                differences == null ? null : JSON.readValue(differences, new TypeReference<List<TableDifference>>() {}),
                row.getString("failure"),
                row.getBoolean("copied") ? tables(id, projection) : List.of());
    }

    private List<String> tables(UUID id, String projection) {
        ModelCopy copy = copies.of(id);
        return models.stream()
                .filter(model -> model.projection().equals(projection))
                .flatMap(model -> model.tables().stream())
                .map(table -> copy.table(table.name()))
                .toList();
    }

    private static Instant there(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
