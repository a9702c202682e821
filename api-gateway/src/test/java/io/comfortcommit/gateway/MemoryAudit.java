package io.comfortcommit.gateway;

import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPage;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.WatchAudit;
import io.comfortcommit.messages.query.FoundAuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.jspecify.annotations.Nullable;

/** An audit log in memory that shows everything and remembers what it was asked. */
final class MemoryAudit {
    static final Instant START = Instant.parse("2026-11-01T09:00:00Z");

    private final List<AuditEntry> newestFirst = new CopyOnWriteArrayList<>();
    private final List<FindAuditEntries> asked = new CopyOnWriteArrayList<>();
    private final QueryUpdateEmitter updates;
    private volatile int generated;

    MemoryAudit(QueryUpdateEmitter updates) {
        this.updates = updates;
    }

    void forget() {
        newestFirst.clear();
        asked.clear();
        generated = 0;
    }

    /** Instead of what is kept: so many that they are made as they are asked for. */
    void generate(int entries) {
        generated = entries;
    }

    List<FindAuditEntries> asked() {
        return asked;
    }

    /** The filter of what was asked last. */
    AuditFilter filter() {
        return asked.getLast().filter();
    }

    /** A second after the one before. */
    AuditEntry add(String event, @Nullable String detail) {
        return add(event, detail, START.plusSeconds(newestFirst.size()));
    }

    AuditEntry add(String event, @Nullable String detail, Instant at) {
        int number = newestFirst.size();
        AuditEntry entry = new AuditEntry(
                new UUID(1, number).toString(),
                event,
                at,
                "stream",
                number,
                new RepositoryId(new UUID(0, 7)),
                new DraftId(new UUID(0, 8)),
                "user:" + GatewayTest.OWNER,
                "page/1",
                "cafe",
                detail);
        newestFirst.addFirst(entry);
        updates.emit(WatchAudit.class, _ -> true, entry);
        return entry;
    }

    void awaitsFollowers(int count) {
        await().until(() -> followed().size() == count);
    }

    /** The filters of those who follow now. */
    List<AuditFilter> followed() {
        return watches().stream().map(WatchAudit::filter).toList();
    }

    List<WatchAudit> watches() {
        return updates.activeSubscriptions().stream()
                .filter(watch -> watch.getPayload() instanceof WatchAudit)
                .map(watch -> (WatchAudit) watch.getPayload())
                .toList();
    }

    @QueryHandler
    AuditPage handle(FindAuditEntries query) {
        asked.add(query);
        if (generated > 0) {
            int newest = query.after() == null
                    ? generated - 1
                    : Integer.parseInt(query.after().eventId()) - 1;
            int oldest = Math.max(0, newest - query.first() + 1);
            return new AuditPage(
                    IntStream.rangeClosed(oldest, newest)
                            .map(number -> newest + oldest - number)
                            .mapToObj(MemoryAudit::generated)
                            .toList(),
                    oldest > 0);
        }
        List<AuditEntry> rest = newestFirst.stream()
                .filter(entry -> query.after() == null
                        || entry.at().isBefore(query.after().at()))
                .toList();
        return new AuditPage(rest.stream().limit(query.first()).toList(), rest.size() > query.first());
    }

    private static AuditEntry generated(int number) {
        return new AuditEntry(
                String.valueOf(number),
                "commit-draft.approved",
                START.plusMillis(number),
                "stream",
                number,
                new RepositoryId(new UUID(0, 7)),
                new DraftId(new UUID(0, number)),
                "user:" + GatewayTest.OWNER,
                "page/1",
                "cafe",
                "an export's line " + number);
    }

    @QueryHandler
    FoundAuditEntry handle(WatchAudit query) {
        return FoundAuditEntry.NOTHING;
    }
}
