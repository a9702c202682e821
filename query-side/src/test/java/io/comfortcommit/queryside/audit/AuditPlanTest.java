package io.comfortcommit.queryside.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPosition;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.Scope;
import io.comfortcommit.queryside.audit.AuditQueries.Select;
import io.comfortcommit.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a page of the audit log is filtered by, PostgreSQL reads along an index about as many rows as the page has, on the
 * last page as on the first: so it takes no longer with fifty times as many entries. A million of them with
 * {@code -Dcomfort.tests.long=true}.
 */
@NullUnmarked // its fields are filled before all tests
class AuditPlanTest {
    private static final int ENTRIES = Boolean.getBoolean("comfort.tests.long") ? 1_000_000 : 200_000;
    private static final int PAGE = 50;
    /** Of which a page needs some for each entry; the table has more than {@value #ENTRIES} / 40. */
    private static final long MOST_BLOCKS = 700;

    private static final long MOST_ROWS = 3_000;

    private static final Instant OLDEST = Instant.parse("2026-01-01T00:00:00Z");
    private static final UserId CALLER = new UserId(new UUID(0, 0));

    private static TestDatabase database;
    private static Connection reader;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestDatabase.migrated("vault", "query");
        String url = "jdbc:postgresql://localhost:%d/%s?user=".formatted(database.port(), database.name());
        try (Connection owner = DriverManager.getConnection(url + "postgres");
                var statement = owner.createStatement()) {
            // As it is wherever the server runs: docs/adr/0033.
            statement.execute("ALTER FUNCTION ts_match_vq(tsvector, tsquery) LEAKPROOF");
            statement.execute("""
                    INSERT INTO query.audit_entry
                    SELECT md5(n::text), timestamptz '2026-01-01T00:00:00Z' + n * interval '1 ms',
                        CASE WHEN n <= 20 THEN 'tracked-repository.tracked' WHEN n %% 1000 < 2 THEN 'commit-draft.expired'
                            ELSE 'commit-draft.approved' END,
                        md5((n / 4)::text), n %% 4, format('00000000-0000-0000-0000-%%s', lpad((n %% 2)::text, 12, '0'))::uuid,
                        md5((n %% 20)::text)::uuid, md5((n / 4)::text)::uuid,
                        CASE WHEN n <= 20 THEN 'user:rare' ELSE 'user:' || (n %% 50) END, 'comfort-app/1',
                        md5((n / 8)::text), 'feat: add word' || (n %% 10000),
                        to_tsvector('simple', 'feat add word' || (n %% 10000))
                    FROM generate_series(1, %d) n""".formatted(ENTRIES));
            statement.execute("VACUUM ANALYZE query.audit_entry");
        }
        reader = DriverManager.getConnection(url + "comfort_reader");
    }

    @AfterAll
    static void close() throws SQLException {
        reader.close();
        database.close();
    }

    private static UUID md5(int n) {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT md5(:n::text)::uuid")
                .param("n", n)
                .query(UUID.class)
                .single();
    }

    private record Shape(
            String name,
            @Nullable String actor,
            @Nullable Integer repository,
            @Nullable Integer draft,
            Set<String> events,
            @Nullable Integer trace,
            boolean within,
            Set<String> words) {
        AuditFilter filter() {
            return new AuditFilter(
                    actor,
                    repository == null ? null : new RepositoryId(md5(repository)),
                    draft == null ? null : new DraftId(md5(draft)),
                    events,
                    trace == null ? null : md5(trace).toString().replace("-", ""),
                    within ? OLDEST.plusMillis(ENTRIES / 4) : null,
                    within ? OLDEST.plusMillis(ENTRIES / 2) : null,
                    words);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> shapes() {
        List<Shape> shapes = List.of(
                new Shape("all", null, null, null, Set.of(), null, false, Set.of()),
                new Shape("actor", "user:2", null, null, Set.of(), null, false, Set.of()),
                new Shape("rare actor", "user:rare", null, null, Set.of(), null, false, Set.of()),
                new Shape("repository", null, 4, null, Set.of(), null, false, Set.of()),
                new Shape("draft", null, null, 11, Set.of(), null, false, Set.of()),
                new Shape("event", null, null, null, Set.of("commit-draft.approved"), null, false, Set.of()),
                new Shape("seldom event", null, null, null, Set.of("commit-draft.expired"), null, false, Set.of()),
                new Shape("rare event", null, null, null, Set.of("tracked-repository.tracked"), null, false, Set.of()),
                new Shape(
                        "events",
                        null,
                        null,
                        null,
                        Set.of("commit-draft.expired", "tracked-repository.tracked", "commit-draft.discarded"),
                        null,
                        false,
                        Set.of()),
                new Shape("trace", null, null, null, Set.of(), 40, false, Set.of()),
                new Shape("time", null, null, null, Set.of(), null, true, Set.of()),
                new Shape("rare word", null, null, null, Set.of(), null, false, Set.of("word7776")),
                new Shape("word of all", null, null, null, Set.of(), null, false, Set.of("feat")));
        return shapes.stream().flatMap(shape -> Stream.of(Scope.values()).map(scope -> Arguments.of(shape, scope)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("shapes")
    void aPageIsReadAlongAnIndex(Shape shape, Scope scope) throws SQLException {
        Cost first = cost(new FindAuditEntries(CALLER, scope, shape.filter(), PAGE, null));
        Cost last = cost(new FindAuditEntries(
                CALLER,
                scope,
                shape.filter(),
                PAGE,
                new AuditPosition(OLDEST.plusMillis(shape.within() ? ENTRIES / 4 + 2L * PAGE : 50L * PAGE), "g")));

        for (Cost cost : List.of(first, last)) {
            assertThat(cost.nodes()).as(cost.plan()).doesNotContain("Seq Scan");
            assertThat(cost.blocks()).as(cost.plan()).isLessThan(MOST_BLOCKS);
            assertThat(cost.rows()).as(cost.plan()).isLessThan(MOST_ROWS);
        }
        assertThat(last.blocks()).as("the last page beside the first").isLessThan(2 * first.blocks() + PAGE);
    }

    /**
     * @param rows that the node which touched most of them touched, whether they were wanted or not
     * @param blocks of 8 KiB that were read, in memory or not
     */
    private record Cost(List<String> nodes, long rows, long blocks, String plan) {}

    private static Cost cost(FindAuditEntries query) throws SQLException {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(reader, true));
        jdbc.sql(
                        "SELECT set_config('comfort.caller', :caller, false), set_config('comfort.auditing', :auditing, false)")
                .param("caller", query.caller().toString())
                .param("auditing", query.scope() == Scope.EVERYBODYS ? "on" : "off")
                .query()
                .singleRow();
        Select select = Select.of(query);
        String plan = jdbc.sql("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + select.sql())
                .params(select.values())
                .query(String.class)
                .single();
        JsonNode root = JsonMapper.shared().readTree(plan).get(0).required("Plan");
        List<String> nodes = new ArrayList<>();
        return new Cost(
                nodes,
                rows(root, nodes),
                root.path("Shared Hit Blocks").asLong()
                        + root.path("Shared Read Blocks").asLong(),
                plan);
    }

    private static long rows(JsonNode node, List<String> nodes) {
        nodes.add(node.required("Node Type").asString());
        long loops = Math.max(1, node.path("Actual Loops").asLong());
        long most = (long) (loops
                * (node.path("Actual Rows").asDouble()
                        + node.path("Rows Removed by Filter").asDouble()));
        for (JsonNode part : node.path("Plans")) {
            most = Math.max(most, rows(part, nodes));
        }
        return most;
    }
}
