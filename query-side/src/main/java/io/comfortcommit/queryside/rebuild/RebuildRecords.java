package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.axonsupport.JdbcProcessorStores;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.RebuildView.State;
import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import io.comfortcommit.queryside.projection.Positions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of rebuilds. One process works on one at a time, by a lease that each step renews; whoever lost it finds
 * out at the next step, and nothing of that step stays.
 */
@Component
class RebuildRecords {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final RowMapper<Rebuild> REBUILD = (row, _) -> {
        OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
        return new Rebuild(
                row.getObject("id", UUID.class),
                row.getString("projection"),
                State.valueOf(row.getString("state")),
                row.getBoolean("dry_run"),
                until == null ? null : until.toInstant(),
                row.getBoolean("copied"));
    };

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Serializer serializer;
    private final Clock clock;
    private final String node;

    RebuildRecords(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Serializer serializer,
            Clock clock,
            JdbcProcessorStores stores) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.serializer = serializer;
        this.clock = clock;
        this.node = stores.node();
    }

    /** How far a part of a copy is. */
    record Part(int number, @Nullable TrackingToken token) {}

    /** @return false if another one of the projection is unfinished; true also if it was started before */
    boolean start(StartRebuild asked, int parts) {
        try {
            return Boolean.TRUE.equals(transaction.execute(_ -> {
                int added = jdbc.sql("""
                                INSERT INTO query.rebuild (id, projection, state, dry_run, until, started_by, started_at,
                                    running_since, running_events, updated_at, target, copied)
                                VALUES (:id, :projection, 'RUNNING', :dryRun, :until, :by, :now, :now, 0, :now, -1, false)
                                ON CONFLICT (id) DO NOTHING""")
                        .param("id", asked.rebuildId())
                        .param("projection", asked.projection())
                        .param("dryRun", asked.dryRun())
                        .param(
                                "until",
                                asked.until() == null ? null : asked.until().atOffset(ZoneOffset.UTC))
                        .param("by", asked.by())
                        .param("now", now())
                        .update();
                for (int part = 0; part < parts && added > 0; part++) {
                    jdbc.sql("INSERT INTO query.rebuild_part (rebuild_id, part, position, events)"
                                    + " VALUES (:id, :part, -1, 0)")
                            .param("id", asked.rebuildId())
                            .param("part", part)
                            .update();
                }
                return true;
            }));
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    Optional<Rebuild> newest(String projection) {
        return jdbc.sql("SELECT * FROM query.rebuild WHERE projection = :projection"
                        + " ORDER BY started_at DESC, id DESC LIMIT 1")
                .param("projection", projection)
                .query(REBUILD)
                .optional();
    }

    /** @return false if it is in none of the states */
    boolean move(UUID id, State to, State... from) {
        return jdbc.sql("""
                        UPDATE query.rebuild SET state = :to, updated_at = :now, owner = NULL, leased_until = NULL,
                            failure = NULL,
                            finished_at = CASE WHEN :to = 'CANCELLED' THEN :now END,
                            running_since = CASE WHEN :to = 'RUNNING' THEN :now ELSE running_since END,
                            running_events = CASE WHEN :to = 'RUNNING'
                                THEN (SELECT coalesce(sum(events), 0) FROM query.rebuild_part WHERE rebuild_id = id)
                                ELSE running_events END
                        WHERE id = :id AND state = ANY(:from)""")
                        .param("to", to.name())
                        .param("from", List.of(from).stream().map(State::name).toArray(String[]::new))
                        .param("id", id)
                        .param("now", now())
                        .update()
                > 0;
    }

    /** The oldest that runs and nobody works on. */
    Optional<Rebuild> claim() {
        return jdbc.sql("""
                        UPDATE query.rebuild SET owner = :node, leased_until = :until WHERE id = (
                            SELECT id FROM query.rebuild
                            WHERE state = 'RUNNING' AND (owner IS NULL OR owner = :node OR leased_until < :now)
                            ORDER BY started_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *""")
                .param("node", node)
                .param("now", now())
                .param("until", now().plus(LEASE))
                .query(REBUILD)
                .optional();
    }

    /** Copies that are of no use any more. */
    List<Rebuild> leftovers() {
        return jdbc.sql("SELECT * FROM query.rebuild WHERE copied AND state = 'CANCELLED'")
                .query(REBUILD)
                .list();
    }

    /**
     * In the transaction of the caller's work, before it.
     *
     * @throws InterruptedRebuildException if it was paused or cancelled, or somebody else works on it
     */
    void renew(UUID id) {
        int renewed = jdbc.sql("UPDATE query.rebuild SET updated_at = :now, leased_until = :until"
                        + " WHERE id = :id AND state = 'RUNNING' AND owner = :node")
                .param("now", now())
                .param("until", now().plus(LEASE))
                .param("id", id)
                .param("node", node)
                .update();
        if (renewed == 0) {
            throw new InterruptedRebuildException();
        }
    }

    /**
     * In the transaction of a part's work, before it: until that ends the rebuild is neither paused nor anybody else's, and
     * other parts go on.
     *
     * @throws InterruptedRebuildException as {@link #renew}
     */
    void hold(UUID id) {
        boolean held = jdbc.sql("SELECT id FROM query.rebuild WHERE id = :id AND state = 'RUNNING' AND owner = :node"
                        + " FOR SHARE")
                .param("id", id)
                .param("node", node)
                .query(UUID.class)
                .optional()
                .isPresent();
        if (!held) {
            throw new InterruptedRebuildException();
        }
    }

    void target(UUID id, long target) {
        jdbc.sql("UPDATE query.rebuild SET target = :target WHERE id = :id")
                .param("target", target)
                .param("id", id)
                .update();
    }

    void copied(UUID id, boolean copied) {
        jdbc.sql("UPDATE query.rebuild SET copied = :copied WHERE id = :id")
                .param("copied", copied)
                .param("id", id)
                .update();
    }

    void done(UUID id, @Nullable List<TableDifference> differences) {
        jdbc.sql("UPDATE query.rebuild SET state = 'DONE', finished_at = :now, updated_at = :now, owner = NULL,"
                        + " leased_until = NULL, differences = :differences WHERE id = :id")
                .param("now", now())
                .param("differences", differences == null ? null : JSON.writeValueAsString(differences))
                .param("id", id)
                .update();
    }

    void failed(UUID id, String failure) {
        jdbc.sql("UPDATE query.rebuild SET state = 'FAILED', updated_at = :now, owner = NULL, leased_until = NULL,"
                        + " failure = :failure WHERE id = :id AND state = 'RUNNING' AND owner = :node")
                .param("now", now())
                .param("failure", failure)
                .param("id", id)
                .param("node", node)
                .update();
    }

    List<Part> parts(UUID id) {
        return jdbc.sql("SELECT part, token FROM query.rebuild_part WHERE rebuild_id = :id ORDER BY part")
                .param("id", id)
                .query((row, _) -> new Part(row.getInt("part"), token(row.getString("token"))))
                .list();
    }

    /** @throws InterruptedRebuildException if somebody else has moved it on */
    void advance(UUID id, Part from, TrackingToken to, int events) {
        int moved = jdbc.sql(
                        "UPDATE query.rebuild_part SET token = :token, position = :position, events = events + :events"
                                + " WHERE rebuild_id = :id AND part = :part AND position = :before")
                .param("token", text(to))
                .param("position", Positions.position(to))
                .param("events", events)
                .param("id", id)
                .param("part", from.number())
                .param("before", Positions.position(from.token()))
                .update();
        if (moved == 0) {
            throw new InterruptedRebuildException();
        }
    }

    /** Where the rebuild of a derived model is, in that model's own words. */
    @Nullable
    String cursor(UUID id) {
        return jdbc.sql("SELECT token FROM query.rebuild_part WHERE rebuild_id = :id AND part = 0")
                .param("id", id)
                .query((row, _) -> Optional.ofNullable(row.getString("token")))
                .single()
                .orElse(null);
    }

    void advance(UUID id, String cursor, long position) {
        jdbc.sql("UPDATE query.rebuild_part SET token = :cursor, position = :position, events = :position"
                        + " WHERE rebuild_id = :id AND part = 0")
                .param("cursor", cursor)
                .param("position", position)
                .param("id", id)
                .update();
    }

    private String text(TrackingToken token) {
        return token.getClass().getName() + " "
                + serializer.serialize(token, String.class).getData();
    }

    private @Nullable TrackingToken token(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int space = text.indexOf(' ');
        return serializer.deserialize(
                new SimpleSerializedObject<>(text.substring(space + 1), String.class, text.substring(0, space), null));
    }

    private OffsetDateTime now() {
        return Instant.now(clock).atOffset(ZoneOffset.UTC);
    }
}
