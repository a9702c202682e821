package io.comfortcommit.sagas.tokens;

import java.time.YearMonth;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcSpending implements Spending {
    private final JdbcClient jdbc;

    JdbcSpending(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long spent(YearMonth month) {
        return jdbc.sql("SELECT micro_dollars FROM sagas.model_spending WHERE month = :month")
                .param("month", month.toString())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    @Override
    public long add(YearMonth month, long microDollars) {
        return jdbc.sql("""
                INSERT INTO sagas.model_spending (month, micro_dollars) VALUES (:month, :cost)
                ON CONFLICT (month) DO UPDATE
                SET micro_dollars = model_spending.micro_dollars + excluded.micro_dollars
                RETURNING micro_dollars
                """)
                .param("month", month.toString())
                .param("cost", microDollars)
                .query(Long.class)
                .single();
    }
}
