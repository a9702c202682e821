package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.AuditFilter;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a caller wants to see of the audit log; the names of the fields are those of GraphQL and HTTP alike. */
public final class AuditFilters {
    private AuditFilters() {}

    /** @throws io.comfortcommit.gateway.problem.ProblemException that names the field which is wrong */
    public static AuditFilter of(
            @Nullable String actor,
            @Nullable String repositoryId,
            @Nullable String draftId,
            @Nullable Collection<String> events,
            @Nullable String traceId,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String text) {
        return new AuditFilter(
                Fields.plain(actor, "actor"),
                repositoryId == null ? null : new RepositoryId(Fields.uuid(repositoryId, "repositoryId")),
                draftId == null ? null : new DraftId(Fields.uuid(draftId, "draftId")),
                events == null ? Set.of() : EventNames.stored(events, "events"),
                Fields.plain(traceId, "traceId"),
                from,
                until,
                Fields.words(text, "text"));
    }
}
