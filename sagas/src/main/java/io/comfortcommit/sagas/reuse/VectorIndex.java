package io.comfortcommit.sagas.reuse;

import com.pgvector.PGvector;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts.Near;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Asks pgvector's HNSW indexes. */
record VectorIndex(JdbcClient jdbc, TransactionOperations transactions) {
    /** Looked at before the nearest are taken: with this many a search misses next to nothing. */
    private static final int SEARCHED = 100;

    private record Row(Near near, long number) {}

    @FunctionalInterface
    interface Reading {
        PastDraft read(ResultSet row) throws SQLException;
    }

    /**
     * @param select with the columns {@code number} and {@code cosine} besides those that are read, with the parameter {@code
     *     vector}; ordered by nearness and limited
     */
    List<Near> nearest(String select, Map<String, ?> parameters, float[] vector, double least, Reading reading) {
        return rows(
                        select,
                        parameters,
                        vector,
                        (row, _) ->
                                new Row(new Near(reading.read(row), row.getDouble("cosine")), row.getLong("number")))
                .stream()
                .filter(row -> row.near().cosine() >= least)
                .sorted(Comparator.comparingDouble((Row row) -> row.near().cosine())
                        .thenComparingLong(Row::number)
                        .reversed())
                .map(Row::near)
                .toList();
    }

    /** @param select with the parameter {@code vector}, ordered by nearness and limited */
    <T extends Object> List<T> rows(String select, Map<String, ?> parameters, float[] vector, RowMapper<T> reading) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            // The index knows nothing of repositories: it goes on until it has found enough of this one.
            jdbc.sql("SET LOCAL hnsw.iterative_scan = strict_order").update();
            jdbc.sql("SET LOCAL hnsw.ef_search = " + SEARCHED).update();
            return jdbc.sql(select)
                    .params(parameters)
                    .param("vector", new PGvector(vector))
                    .query(reading)
                    .list();
        }));
    }
}
