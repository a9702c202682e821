package io.comfortcommit.queryside.rebuild;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/** Copies of a read model's tables, of the same shape and at first empty, in a schema of their own. */
public final class ModelCopy {
    static final String SCHEMA = "query_copy";

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final UUID rebuild;

    ModelCopy(DataSource dataSource, UUID rebuild) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.rebuild = rebuild;
    }

    /** For statements on {@link #table}, in the transaction of this thread. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    /** @return what to call the copy of a table in SQL */
    public String table(String name) {
        return SCHEMA + "." + name + "_" + rebuild.toString().replace("-", "");
    }

    /**
     * Adds rows by {@code COPY}. A column that a row has no value for is null.
     *
     * @param rows values by column: text, numbers, booleans, ids, times, or what {@link Object#toString} says as PostgreSQL
     *     reads it
     */
    public void add(String table, List<String> columns, Collection<Map<String, @Nullable Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder(rows.size() * 256);
        for (Map<String, @Nullable Object> row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                lines.append(i == 0 ? "" : "\t");
                append(lines, row.get(columns.get(i)));
            }
            lines.append('\n');
        }
        String copy = "COPY " + table(table) + " (" + String.join(", ", columns) + ") FROM STDIN";
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(copy, new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (SQLException e) {
            throw new SQLExceptionSubclassTranslator().translate("adding rows to a copy", copy, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** PostgreSQL's text format; documentation of {@code COPY}. */
    private static void append(StringBuilder lines, @Nullable Object value) {
        if (value == null) {
            lines.append("\\N");
            return;
        }
        String text = value instanceof Timestamp time ? time.toInstant().toString() : value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> lines.append("\\\\");
                case '\t' -> lines.append("\\t");
                case '\n' -> lines.append("\\n");
                case '\r' -> lines.append("\\r");
                default -> lines.append(c);
            }
        }
    }
}
