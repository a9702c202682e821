package io.comfortcommit.queryside.drafts;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.queryside.visibility.OwnDrafts;
import io.comfortcommit.queryside.visibility.RowSecurity;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Drafts that were found elsewhere, for who may read them. Never blocks. */
@Component
public class ReadableDrafts {
    private final RowSecurity rows;

    ReadableDrafts(RowSecurity rows) {
        this.rows = rows;
    }

    /** Those of them that are the caller's, in no order; as in lists, not those of others that may be seen by their ids. */
    public Mono<List<DraftView>> of(UserId caller, Collection<UUID> drafts) {
        return drafts.isEmpty()
                ? Mono.just(List.of())
                : rows.readAs(
                        caller,
                        database -> database.sql("SELECT " + DraftRow.COLUMNS
                                        + " FROM query.draft d WHERE draft_id = ANY(:drafts) AND "
                                        + OwnDrafts.CONDITION)
                                .bind("drafts", drafts.toArray(UUID[]::new))
                                .bind(OwnDrafts.CALLER, caller.value())
                                .map(DraftQueries::view));
    }
}
