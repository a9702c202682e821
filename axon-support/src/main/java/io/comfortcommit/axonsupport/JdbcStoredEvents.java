package io.comfortcommit.axonsupport;

import io.comfortcommit.messages.chain.Leaf;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events of Axon's JDBC event store, or other rows with an index. Indexes are drawn before their transactions commit, so a
 * lower one may become visible after a higher one. What is missing is remembered, and given up when no transaction runs any
 * more that may have drawn it. That needs a transaction to have its own number before it draws an index: the default of the
 * index must see to it, as PostgreSQL else numbers a transaction when it writes the row.
 */
public final class JdbcStoredEvents implements StoredEvents {
    private static final Pattern GAP = Pattern.compile(" (\\d+)-(\\d+)@(\\d+)");

    private final JdbcClient jdbc;
    private final Rows rows;

    /**
     * Where they are, in SQL.
     *
     * @param columns that a leaf is made of, and the index
     * @param table with its schema
     * @param index the column that they are ordered by
     * @param id as a leaf's is
     * @param bytes about how many a row takes
     * @param withIds a condition that those with one of {@code :ids} fulfil
     */
    public record Rows(
            String columns, String table, String index, String id, String bytes, String withIds, RowMapper<Leaf> leaf) {
        private String select() {
            return "SELECT " + columns + " FROM " + table;
        }
    }

    /** @param table the events, with its schema */
    public JdbcStoredEvents(JdbcClient jdbc, String table) {
        this(
                jdbc,
                new Rows(
                        "global_index, event_identifier, aggregate_identifier, type, sequence_number, payload_type,"
                                + " payload_revision, time_stamp, meta_data, payload",
                        table,
                        "global_index",
                        "event_identifier",
                        "octet_length(payload) + coalesce(octet_length(meta_data), 0)",
                        "event_identifier = ANY(:ids)",
                        JdbcStoredEvents::event));
    }

    public JdbcStoredEvents(JdbcClient jdbc, Rows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    private record Stored(long index, Leaf leaf) {}

    /** @param horizon the first transaction that had not begun when it was seen */
    private record Gap(long first, long last, long horizon) {
        String text() {
            return " " + first + "-" + last + "@" + horizon;
        }
    }

    private record Position(long last, List<Gap> gaps) {
        static Position of(String text) {
            if (text.equals(BEGINNING)) {
                return new Position(0, List.of());
            }
            List<Gap> gaps = new ArrayList<>();
            Matcher gap = GAP.matcher(text);
            while (gap.find()) {
                gaps.add(new Gap(
                        Long.parseLong(gap.group(1)), Long.parseLong(gap.group(2)), Long.parseLong(gap.group(3))));
            }
            return new Position(Long.parseLong(text.split(" ", 2)[0]), gaps);
        }

        String text() {
            StringBuilder text = new StringBuilder().append(last);
            gaps.forEach(gap -> text.append(gap.text()));
            return text.toString();
        }
    }

    @Override
    public Page after(String position, int most) {
        Position before = Position.of(position);
        List<Stored> found = new ArrayList<>();
        List<Gap> gaps = before.gaps.isEmpty() ? new ArrayList<>() : stillOpen(before.gaps, found);
        List<Stored> next = jdbc.sql(
                        rows.select() + " WHERE " + rows.index + " > :last ORDER BY " + rows.index + " LIMIT :most")
                .param("last", before.last)
                .param("most", most)
                .query(this::row)
                .list();
        found.addAll(next);
        gaps.addAll(gapsIn(next, before.last));
        long last = next.isEmpty() ? before.last : next.getLast().index;
        return new Page(found.stream().map(Stored::leaf).toList(), new Position(last, gaps).text());
    }

    /** @param found takes what has come meanwhile */
    private List<Gap> stillOpen(List<Gap> gaps, List<Stored> found) {
        // Before the look: what was running then may have committed since, and is seen by it.
        long running = transaction("pg_snapshot_xmin");
        List<Gap> open = new ArrayList<>();
        for (Gap gap : gaps) {
            List<Stored> late = jdbc.sql(
                            rows.select() + " WHERE " + rows.index + " BETWEEN :first AND :last ORDER BY " + rows.index)
                    .param("first", gap.first)
                    .param("last", gap.last)
                    .query(this::row)
                    .list();
            found.addAll(late);
            if (gap.horizon > running) {
                long from = gap.first;
                for (Stored stored : late) {
                    addGap(open, from, stored.index - 1, gap.horizon);
                    from = stored.index + 1;
                }
                addGap(open, from, gap.last, gap.horizon);
            }
        }
        return open;
    }

    private List<Gap> gapsIn(List<Stored> next, long last) {
        List<Gap> gaps = new ArrayList<>();
        long before = last;
        long horizon = 0;
        for (Stored stored : next) {
            if (stored.index > before + 1) {
                // After the look: who had drawn an index by then has begun before this.
                horizon = horizon == 0 ? transaction("pg_snapshot_xmax") : horizon;
                addGap(gaps, before + 1, stored.index - 1, horizon);
            }
            before = stored.index;
        }
        return gaps;
    }

    private static void addGap(List<Gap> gaps, long first, long last, long horizon) {
        if (first <= last) {
            gaps.add(new Gap(first, last, horizon));
        }
    }

    private long transaction(String end) {
        return jdbc.sql("SELECT " + end + "(pg_current_snapshot())::text::bigint")
                .query(Long.class)
                .single();
    }

    @Override
    public List<Leaf> withIds(Collection<String> ids) {
        return jdbc.sql(rows.select() + " WHERE " + rows.withIds)
                .param("ids", ids.toArray(String[]::new))
                .query(rows.leaf)
                .list();
    }

    @Override
    public Map<String, Long> sizes(Collection<String> ids) {
        Map<String, Long> sizes = new HashMap<>();
        jdbc.sql("SELECT " + rows.id + " AS id, " + rows.bytes + " AS bytes FROM " + rows.table + " WHERE "
                        + rows.withIds)
                .param("ids", ids.toArray(String[]::new))
                .query(row -> {
                    sizes.put(row.getString("id"), row.getLong("bytes"));
                });
        return sizes;
    }

    private Stored row(ResultSet row, int number) throws SQLException {
        return new Stored(row.getLong(rows.index), Objects.requireNonNull(rows.leaf.mapRow(row, number)));
    }

    private static Leaf event(ResultSet row, int number) throws SQLException {
        return new Leaf(
                Leaf.EVENT,
                row.getString("event_identifier"),
                row.getString("aggregate_identifier"),
                row.getString("type"),
                row.getLong("sequence_number"),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getString("time_stamp"),
                row.getBytes("meta_data"),
                row.getBytes("payload"));
    }
}
