package io.comfortcommit.repositories.mirror;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which remotes are tracked, by whom. A row changes only when its owner is erased; until then what was read once is kept. */
public final class TrackedRemotes {
    private static final String SELECT = "SELECT id, tenant_id, remote, default_branch FROM repositories.repository ";

    private final JdbcClient jdbc;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final ErasedPeople erased;
    private final Map<RepositoryId, Tracked> known = new ConcurrentHashMap<>();
    /** So often was somebody forgotten: what was read before is not kept after. */
    private final AtomicLong forgotten = new AtomicLong();

    /** @param ids gives UUIDv7 */
    public TrackedRemotes(JdbcClient jdbc, Supplier<UUID> ids, InstantSource clock, ErasedPeople erased) {
        this.jdbc = jdbc;
        this.erased = erased;
        this.ids = ids;
        this.clock = clock;
    }

    Optional<Tracked> find(RepositoryId id) {
        Tracked seen = known.get(id);
        if (seen != null) {
            return Optional.of(seen);
        }
        long before = forgotten.get();
        Optional<Tracked> row = jdbc.sql(SELECT + "WHERE id = ?")
                .param(id.value())
                .query(TrackedRemotes::tracked)
                .optional();
        row.ifPresent(tracked -> keep(tracked, before));
        return row;
    }

    private synchronized void keep(Tracked tracked, long before) {
        if (forgotten.get() == before) {
            known.put(tracked.id(), tracked);
        }
    }

    /** Of somebody whose rows are erased; other processes keep what they have read until they end. */
    synchronized void forget(UserId tenant) {
        forgotten.incrementAndGet();
        known.values().removeIf(tracked -> tracked.tenant().equals(tenant));
    }

    List<Tracked> all(UserId tenant) {
        return jdbc.sql(SELECT + "WHERE tenant_id = ? ORDER BY id")
                .param(tenant.value())
                .query(TrackedRemotes::tracked)
                .list();
    }

    private static Tracked tracked(ResultSet row, int n) throws SQLException {
        return new Tracked(
                new RepositoryId(row.getObject(1, UUID.class)),
                new UserId(row.getObject(2, UUID.class)),
                row.getString(3),
                row.getString(4));
    }

    /** @throws RefusedException {@link RefusedException.Reason#PERSON_ERASED} */
    RepositoryId findOrAdd(UserId tenant, String remote, String defaultBranch) {
        Optional<RepositoryId> there = find(tenant, remote);
        if (there.isPresent()) {
            return there.get();
        }
        return erased.unlessErased(tenant, () -> {
            jdbc.sql("INSERT INTO repositories.repository (id, tenant_id, remote, default_branch, tracked_at)"
                            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant_id, remote) DO NOTHING")
                    .params(ids.get(), tenant.value(), remote, defaultBranch, Timestamp.from(clock.instant()))
                    .update();
            // Before the person can be erased: the row has no remote then.
            return find(tenant, remote).orElseThrow();
        });
    }

    private Optional<RepositoryId> find(UserId tenant, String remote) {
        return jdbc.sql("SELECT id FROM repositories.repository WHERE tenant_id = ? AND remote = ?")
                .params(tenant.value(), remote)
                .query((result, n) -> new RepositoryId(result.getObject(1, UUID.class)))
                .optional();
    }
}
