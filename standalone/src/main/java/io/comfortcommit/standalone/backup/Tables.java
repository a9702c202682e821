package io.comfortcommit.standalone.backup;

import io.comfortcommit.standalone.backup.Manifest.Table;
import io.comfortcommit.standalone.database.Migrations;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The rows of all tables of ours, by COPY. The tables themselves are made by migrations, so that neither the version of
 * PostgreSQL nor its extensions matter to a backup.
 */
final class Tables {
    private final Connection connection;

    /** @param connection of a role that passes row level security */
    Tables(Connection connection) {
        this.connection = connection;
    }

    /** From here on all is read as it is now, whatever is written meanwhile. */
    void holdStill() throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    /** Without what migrations keep for themselves and what is computed from other columns. */
    List<Table> all() throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT format('%I.%I', n.nspname, c.relname), array_agg(quote_ident(a.attname) ORDER BY a.attnum)
                FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind = 'r' AND n.nspname = ANY(?) AND c.relname <> 'flyway_schema_history'
                    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                GROUP BY n.nspname, c.relname
                ORDER BY n.nspname, c.relname""")) {
            select.setArray(1, schemas());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tables.add(new Table(
                            row.getString(1),
                            Arrays.asList((String[]) row.getArray(2).getArray()),
                            0));
                }
            }
        }
        return tables;
    }

    private Array schemas() throws SQLException {
        return connection.createArrayOf("text", Migrations.SCHEMAS.toArray());
    }

    /** @return the table with the number of its rows */
    Table write(Table table, OutputStream out) throws SQLException, IOException {
        long rows = copies().copyOut(table.copy() + "TO STDOUT", out);
        return new Table(table.name(), table.columns(), rows);
    }

    /** @return how many rows came */
    long read(Table table, InputStream in) throws SQLException, IOException {
        return copies().copyIn(table.copy() + "FROM STDIN", in);
    }

    private CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** Also of what migrations put into them. Rows may come in any order from now on: references held where they were written. */
    void clear(Collection<Table> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("TRUNCATE "
                    + String.join(", ", tables.stream().map(Table::name).toList()));
        }
    }

    /** The newest migration of each schema. */
    Map<String, String> versions() throws SQLException {
        Map<String, String> versions = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (String schema : Migrations.SCHEMAS) {
                try (ResultSet row = statement.executeQuery("SELECT version FROM " + schema
                        + ".flyway_schema_history WHERE success AND version IS NOT NULL"
                        + " ORDER BY installed_rank DESC LIMIT 1")) {
                    if (row.next()) {
                        versions.put(schema, row.getString(1));
                    }
                }
            }
        }
        return versions;
    }

    /** They are in no snapshot: to be read after the rows. */
    Map<String, Long> sequences() throws SQLException {
        Map<String, Long> sequences = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences"
                        + " WHERE schemaname = ANY(?) AND last_value IS NOT NULL ORDER BY 1")) {
            select.setArray(1, schemas());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sequences.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return sequences;
    }

    void sequences(Map<String, Long> sequences) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("SELECT setval(?::regclass, ?)")) {
            for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
                set.setString(1, sequence.getKey());
                set.setLong(2, sequence.getValue());
                set.execute();
            }
        }
    }
}
