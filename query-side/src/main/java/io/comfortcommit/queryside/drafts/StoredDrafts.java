package io.comfortcommit.queryside.drafts;

import io.comfortcommit.messages.query.DraftView;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows of {@code query.draft} of everybody's, for what is made of them. Blocks. */
@Component
public final class StoredDrafts {
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final RowMapper<StoredDraft> STORED =
            (row, number) -> new StoredDraft(DraftProjection.VIEW.mapRow(row, number), row.getLong("sequence"));

    private final JdbcClient jdbc;

    StoredDrafts(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** @param sequence of the newest event that it shows */
    public record StoredDraft(DraftView view, long sequence) {}

    /** In no order. */
    public List<StoredDraft> of(Collection<UUID> drafts) {
        return jdbc.sql("SELECT " + DraftRow.COLUMNS + ", sequence FROM query.draft WHERE draft_id = ANY(:drafts)")
                .param("drafts", drafts.toArray(UUID[]::new))
                .query(STORED)
                .list();
    }

    /**
     * By id, which is by age.
     *
     * @param draft those after it; null for the first ones
     */
    public List<StoredDraft> after(@Nullable UUID draft, int most) {
        return jdbc.sql("SELECT " + DraftRow.COLUMNS
                        + ", sequence FROM query.draft WHERE draft_id > :draft ORDER BY draft_id LIMIT :most")
                .param("draft", draft == null ? BEFORE_ALL : draft)
                .param("most", most)
                .query(STORED)
                .list();
    }

    public long count() {
        return jdbc.sql("SELECT count(*) FROM query.draft").query(Long.class).single();
    }
}
