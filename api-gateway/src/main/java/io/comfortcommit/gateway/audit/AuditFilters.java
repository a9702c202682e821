package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.problem.Problem;
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
    /** Characters. */
    private static final int LONGEST = 200;

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
        String words = plain(text, "text");
        return new AuditFilter(
                plain(actor, "actor"),
                repositoryId == null ? null : new RepositoryId(Fields.uuid(repositoryId, "repositoryId")),
                draftId == null ? null : new DraftId(Fields.uuid(draftId, "draftId")),
                events == null ? Set.of() : EventNames.stored(events, "events"),
                plain(traceId, "traceId"),
                from,
                until,
                words == null || words.isBlank()
                        ? Set.of()
                        : Set.of(words.strip().split("\\s+")));
    }

    private static @Nullable String plain(@Nullable String text, String field) {
        if (text != null && text.length() > LONGEST) {
            throw Problem.badField("TOO_LONG", field, LONGEST).asException();
        }
        if (text != null && text.indexOf(0) >= 0) {
            throw Problem.badField("CONTROL_CHARACTER", field).asException();
        }
        return text;
    }
}
