package io.comfortcommit.gateway.audit;

import io.comfortcommit.messages.query.AuditEntry;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An entry as it is sent over HTTP; the fields of GraphQL's {@code AuditEntry}. */
record AuditLine(
        String id,
        String type,
        String event,
        String at,
        @Nullable String actor,
        @Nullable String client,
        @Nullable String traceId,
        @Nullable String repositoryId,
        @Nullable String draftId,
        long sequence,
        @Nullable String detail,
        String description) {
    static final String CSV_HEADER =
            "id,type,event,at,actor,client,traceId,repositoryId,draftId,sequence,detail,description\r\n";

    static AuditLine of(AuditEntry entry, Locale locale) {
        return new AuditLine(
                entry.eventId(),
                EventNames.type(entry.event()),
                entry.event(),
                entry.at().toString(),
                entry.actor(),
                entry.client(),
                entry.traceId(),
                Objects.toString(entry.repositoryId(), null),
                Objects.toString(entry.draftId(), null),
                entry.sequence(),
                entry.detail(),
                EventNames.description(entry.event(), entry.detail(), locale));
    }

    /** A line of RFC 4180. */
    String csv() {
        return Stream.of(
                                id,
                                type,
                                event,
                                at,
                                actor,
                                client,
                                traceId,
                                repositoryId,
                                draftId,
                                String.valueOf(sequence),
                                detail,
                                description)
                        .map(AuditLine::cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /**
     * A spreadsheet takes a cell that begins with one of these for a formula, and a message may be anybody's: an apostrophe
     * before it makes it text (OWASP, CSV injection).
     */
    private static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
