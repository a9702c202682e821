package io.comfortcommit.queryside.rebuild;

import static java.util.stream.Collectors.joining;

import io.comfortcommit.messages.projection.RebuildView.TableDifference;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes copies of tables, compares them with what is shown, and puts their rows in its place. */
@Component
class Copies {
    private static final int SAMPLES = 20;

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    Copies(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
    }

    ModelCopy of(UUID rebuild) {
        return new ModelCopy(dataSource, rebuild);
    }

    /** Only the indexes that building needs: nobody else reads a copy. */
    void create(ReadModel model, ModelCopy copy) {
        for (ModelTable table : model.tables()) {
            String name = copy.table(table.name());
            jdbc.sql("CREATE TABLE " + name + " (LIKE query." + table.name() + " INCLUDING DEFAULTS INCLUDING STORAGE,"
                            + " PRIMARY KEY (" + String.join(", ", table.key()) + "))")
                    .update();
            table.lookups()
                    .forEach(column -> jdbc.sql("CREATE INDEX ON " + name + " (" + column + ")")
                            .update());
        }
    }

    void analyze(ReadModel model, ModelCopy copy) {
        model.tables()
                .forEach(
                        table -> jdbc.sql("ANALYZE " + copy.table(table.name())).update());
    }

    void drop(ReadModel model, ModelCopy copy) {
        model.tables()
                .forEach(table -> jdbc.sql("DROP TABLE IF EXISTS " + copy.table(table.name()))
                        .update());
    }

    List<TableDifference> compare(ReadModel model, ModelCopy copy) {
        return model.tables().stream()
                .map(table -> new Pair(table, copy).compare())
                .toList();
    }

    /**
     * Makes what is shown equal to the copy. Touches only rows that differ: readers see the old ones until the transaction
     * commits, and indexes, grants and policies stay those of the table.
     *
     * @return what differed
     */
    List<TableDifference> exchange(ReadModel model, ModelCopy copy) {
        return model.tables().stream()
                .map(table -> {
                    Pair pair = new Pair(table, copy);
                    TableDifference difference = pair.compare();
                    pair.exchange(difference);
                    return difference;
                })
                .toList();
    }

    private final class Pair {
        private final ModelTable table;
        private final String shown;
        private final String built;
        private final List<String> columns;

        Pair(ModelTable table, ModelCopy copy) {
            this.table = table;
            this.shown = "query." + table.name();
            this.built = copy.table(table.name());
            this.columns = jdbc.sql("SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass)"
                            + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
                    .param("table", built)
                    .query(String.class)
                    .list();
        }

        TableDifference compare() {
            if (table.removing()) {
                return new TableDifference(table.name(), 0, count(removed()), 0, samples(removed()));
            }
            return new TableDifference(
                    table.name(),
                    count(missing()),
                    count(surplus()),
                    count(different()),
                    samples(missing() + " UNION ALL " + surplus() + " UNION ALL " + different()));
        }

        void exchange(TableDifference difference) {
            if (table.removing()) {
                jdbc.sql("DELETE FROM " + shown + " s USING " + built + " b WHERE " + sameKey())
                        .update();
                return;
            }
            if (difference.surplus() > 0) {
                jdbc.sql("DELETE FROM " + shown + " s WHERE NOT EXISTS (SELECT FROM " + built + " b WHERE " + sameKey()
                                + ")")
                        .update();
            }
            if (difference.different() > 0) {
                jdbc.sql("UPDATE " + shown + " s SET (" + all(UnaryOperator.identity()) + ") = ROW ("
                                + all(column -> "b." + column) + ") FROM " + built + " b WHERE " + sameKey() + " AND "
                                + otherContent())
                        .update();
            }
            if (difference.missing() > 0) {
                jdbc.sql("INSERT INTO " + shown + " (" + all(UnaryOperator.identity()) + ") SELECT "
                                + all(column -> "b." + column) + " FROM " + built
                                + " b WHERE NOT EXISTS (SELECT FROM " + shown + " s WHERE " + sameKey() + ")")
                        .update();
            }
        }

        private String removed() {
            return "SELECT " + key("s") + " FROM " + shown + " s JOIN " + built + " b ON " + sameKey();
        }

        private String missing() {
            return "SELECT " + key("b") + " FROM " + built + " b WHERE NOT EXISTS (SELECT FROM " + shown + " s WHERE "
                    + sameKey() + ")";
        }

        private String surplus() {
            return "SELECT " + key("s") + " FROM " + shown + " s WHERE NOT EXISTS (SELECT FROM " + built + " b WHERE "
                    + sameKey() + ")";
        }

        private String different() {
            return "SELECT " + key("b") + " FROM " + shown + " s JOIN " + built + " b ON " + sameKey() + " WHERE "
                    + otherContent();
        }

        private long count(String rows) {
            return jdbc.sql("SELECT count(*) FROM (" + rows + ") AS found")
                    .query(Long.class)
                    .single();
        }

        private List<String> samples(String rows) {
            return jdbc.sql("SELECT key FROM (" + rows + ") AS found (key) ORDER BY key LIMIT " + SAMPLES)
                    .query(String.class)
                    .list();
        }

        private String key(String alias) {
            return "concat_ws('/', "
                    + table.key().stream().map(column -> alias + "." + column).collect(joining(", ")) + ")";
        }

        private String sameKey() {
            return table.key().stream()
                    .map(column -> "s." + column + " = b." + column)
                    .collect(joining(" AND "));
        }

        private String otherContent() {
            return "(" + all(column -> "s." + column) + ") IS DISTINCT FROM (" + all(column -> "b." + column) + ")";
        }

        private String all(UnaryOperator<String> column) {
            return columns.stream().map(column).collect(joining(", "));
        }
    }
}
