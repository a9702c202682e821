package io.comfortcommit.benchmarks;

import static java.util.stream.Collectors.joining;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPage;
import io.comfortcommit.messages.query.AuditPosition;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Pages of an audit log of a million entries, ten million with {@code -Dcomfort.benchmarks.long=true}, of which one person
 * may see half: the first, the last, and the first of those with a word that one entry in ten thousand has.
 */
final class AuditPages {
    private static final int ENTRIES = Boolean.getBoolean("comfort.benchmarks.long") ? 10_000_000 : 1_000_000;
    private static final int PAGE = 50;
    private static final int TIMES = 200;
    private static final int WARM_UP = 200;
    private static final Instant OLDEST = Instant.parse("2026-01-01T00:00:00Z");
    private static final UserId CALLER = new UserId(new UUID(0, 0));
    private static final AuditFilter RARE =
            new AuditFilter(null, null, null, Set.of(), null, null, null, Set.of("word7776"));

    /** Rows that a statement inserts well within its time. */
    private static final int AT_ONCE = 100_000;

    private static final int WRITERS = 2;

    private AuditPages() {}

    /** Milliseconds. */
    record Result(int entries, List<Double> first, List<Double> last, List<Double> searched) {}

    static Result run(Path folder) throws Exception {
        try (PartsOfTheServer side = new PartsOfTheServer(folder, ReadSide.class)) {
            fill(side);
            QueryGateway queries = side.bean(QueryGateway.class);
            List<Double> first = new ArrayList<>();
            List<Double> last = new ArrayList<>();
            List<Double> searched = new ArrayList<>();
            for (int time = -WARM_UP; time < TIMES; time++) {
                double newest = page(queries, AuditFilter.ALL, null);
                double oldest =
                        page(queries, AuditFilter.ALL, new AuditPosition(OLDEST.plusMillis(1 + 2L * PAGE), "f"));
                double rare = page(queries, RARE, null);
                if (time >= 0) {
                    first.add(newest);
                    last.add(oldest);
                    searched.add(rare);
                }
            }
            return new Result(ENTRIES, first, last, searched);
        }
    }

    /** The indexes are made at the end, which takes a fraction of the time. */
    private static void fill(PartsOfTheServer side) throws Exception {
        List<Index> indexes = side.bean(JdbcClient.class)
                .sql("SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition"
                        + " FROM pg_index WHERE indrelid = 'query.audit_entry'::regclass AND NOT indisprimary")
                .query(Index.class)
                .list();
        side.asOwner("ALTER TABLE query.audit_entry DROP CONSTRAINT audit_entry_pkey; DROP INDEX "
                + indexes.stream().map(Index::name).collect(joining(", ")));
        List<Callable<Void>> parts = new ArrayList<>();
        for (int done = 0; done < ENTRIES; done += AT_ONCE) {
            int from = done + 1;
            int to = Math.min(done + AT_ONCE, ENTRIES);
            parts.add(() -> {
                insert(side, from, to);
                return null;
            });
        }
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Void> written : writers.invokeAll(parts)) {
                written.get();
            }
        }
        side.asOwner("SET maintenance_work_mem = '256MB'; SET statement_timeout = 0;"
                + " ALTER TABLE query.audit_entry ADD PRIMARY KEY (event_id); "
                + indexes.stream().map(Index::definition).collect(joining("; ")));
        side.asOwner("VACUUM ANALYZE query.audit_entry");
    }

    private record Index(String name, String definition) {}

    private static void insert(PartsOfTheServer side, int from, int to) {
        side.write("""
                INSERT INTO query.audit_entry
                SELECT md5(n::text), timestamptz '2026-01-01T00:00:00Z' + n * interval '1 ms', 'commit-draft.approved',
                    md5((n / 4)::text), n %% 4, format('00000000-0000-0000-0000-%%s', lpad((n %% 2)::text, 12, '0'))::uuid,
                    md5((n %% 20)::text)::uuid, md5((n / 4)::text)::uuid, 'user:' || (n %% 50), 'comfort-app/1',
                    md5((n / 8)::text), 'feat: add word' || (n %% 10000),
                    to_tsvector('simple', 'feat add word' || (n %% 10000))
                FROM generate_series(%d, %d) n""".formatted(from, to));
    }

    private static double page(QueryGateway queries, AuditFilter filter, @Nullable AuditPosition after) {
        long began = System.nanoTime();
        AuditPage page = queries.query(
                        new FindAuditEntries(CALLER, Scope.OWN, filter, PAGE, after),
                        ResponseTypes.instanceOf(AuditPage.class))
                .join();
        double milliseconds = (System.nanoTime() - began) / 1e6;
        if (page.entries().size() != PAGE) {
            throw new IllegalStateException("a page of " + page.entries().size() + " entries");
        }
        return milliseconds;
    }
}
