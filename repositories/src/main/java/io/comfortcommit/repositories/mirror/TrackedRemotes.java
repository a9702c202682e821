package io.comfortcommit.repositories.mirror;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which remotes are tracked, by whom. A row never changes, so that what was read once is kept. */
public final class TrackedRemotes {
    private final JdbcClient jdbc;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final Map<RepositoryId, Tracked> known = new ConcurrentHashMap<>();

    /** @param ids gives UUIDv7 */
    public TrackedRemotes(JdbcClient jdbc, Supplier<UUID> ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    Optional<Tracked> find(RepositoryId id) {
        Tracked seen = known.get(id);
        if (seen != null) {
            return Optional.of(seen);
        }
        Optional<Tracked> row = jdbc.sql(
                        "SELECT id, tenant_id, remote, default_branch FROM repositories.repository WHERE id = ?")
                .param(id.value())
                .query((result, n) -> new Tracked(
                        new RepositoryId(result.getObject(1, UUID.class)),
                        new UserId(result.getObject(2, UUID.class)),
                        result.getString(3),
                        result.getString(4)))
                .optional();
        row.ifPresent(tracked -> known.put(id, tracked));
        return row;
    }

    RepositoryId findOrAdd(UserId tenant, String remote, String defaultBranch) {
        Optional<RepositoryId> there = find(tenant, remote);
        if (there.isPresent()) {
            return there.get();
        }
        jdbc.sql("INSERT INTO repositories.repository (id, tenant_id, remote, default_branch, tracked_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant_id, remote) DO NOTHING")
                .params(ids.get(), tenant.value(), remote, defaultBranch, Timestamp.from(clock.instant()))
                .update();
        return find(tenant, remote).orElseThrow();
    }

    private Optional<RepositoryId> find(UserId tenant, String remote) {
        return jdbc.sql("SELECT id FROM repositories.repository WHERE tenant_id = ? AND remote = ?")
                .params(tenant.value(), remote)
                .query((result, n) -> new RepositoryId(result.getObject(1, UUID.class)))
                .optional();
    }
}
