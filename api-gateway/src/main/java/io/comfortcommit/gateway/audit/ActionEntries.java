package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.ActionLog;
import io.comfortcommit.gateway.permission.ActionLog.Outcome;
import io.comfortcommit.gateway.permission.ActionLog.Recorded;
import io.comfortcommit.gateway.permission.Permissions;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPosition;
import io.comfortcommit.messages.query.AuditWords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code gateway.action_log} as entries of the audit log. One sees what one did oneself; who may export the chain, in which
 * all of them are, sees those of everybody, and the attempts of nobody known.
 */
@Component
class ActionEntries {
    private static final Pattern ID = Pattern.compile("action-(\\d{1,18})");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern OF_DRAFT = Pattern.compile("(draft|finding|push)\\..*");
    /** Entries that wait for a slow reader; more end the subscription. */
    private static final int WAITING = 256;

    private final JdbcClient jdbc;
    private final ActionLog log;
    private final Offload offload;
    private final TransactionTemplate transaction;

    ActionEntries(JdbcClient jdbc, ActionLog log, Offload offload, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.log = log;
        this.offload = offload;
    }

    /** Whether this is the place of one of these entries, and not of an event. */
    static boolean isAt(AuditPosition position) {
        return ID.matcher(position.eventId()).matches();
    }

    /**
     * Newest first.
     *
     * @param after the last entry before, of an event too: in the same microsecond, events come before actions
     */
    Mono<List<AuditEntry>> find(Caller caller, AuditFilter filter, int most, @Nullable AuditPosition after) {
        return canMatch(filter) ? offload.call(() -> read(caller, filter, most, after)) : Mono.just(List.of());
    }

    Flux<AuditEntry> watch(Caller caller, AuditFilter filter) {
        return canMatch(filter)
                ? log.watch()
                        .onBackpressureBuffer(WAITING)
                        .publishOn(offload.scheduler(), 1)
                        .filter(recorded -> answers(recorded, caller, filter))
                        .map(ActionEntries::entry)
                : Flux.never();
    }

    private static boolean canMatch(AuditFilter filter) {
        return filter.repository() == null
                && (filter.events().isEmpty() || filter.events().stream().anyMatch(ActionEvents.ALL::contains))
                && (filter.traceId() == null
                        || UUID_FORM.matcher(filter.traceId()).matches());
    }

    /** Who may take the chain away, in which everything is. */
    static boolean seesAll(Caller caller) {
        return Permissions.allows(caller, Action.CHAIN_EXPORT);
    }

    private List<AuditEntry> read(Caller caller, AuditFilter filter, int most, @Nullable AuditPosition after) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        if (!seesAll(caller)) {
            conditions.add("actor = :caller");
            values.put("caller", "user:" + caller.user());
        }
        if (filter.actor() != null) {
            conditions.add("actor = :actor");
            values.put("actor", filter.actor());
        }
        if (filter.draft() != null) {
            conditions.add("target = :draft AND action ~ '^(draft|finding|push)[.]'");
            values.put("draft", filter.draft().toString());
        }
        if (!filter.events().isEmpty()) {
            values.put("events", filter.events().toArray(String[]::new));
        }
        if (filter.traceId() != null) {
            conditions.add("trace = :trace");
            values.put("trace", UUID.fromString(filter.traceId()));
        }
        if (filter.from() != null) {
            conditions.add("at >= :from");
            values.put("from", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.until() != null) {
            conditions.add("at < :until");
            values.put("until", filter.until().atOffset(ZoneOffset.UTC));
        }
        String words = AuditWords.asQuery(filter.words());
        if (!words.isEmpty()) {
            conditions.add("words @@ CAST(:words AS tsquery)");
            values.put("words", words);
        }
        if (after != null) {
            Matcher id = ID.matcher(after.eventId());
            conditions.add(id.matches() ? "(at, id) < (:after, :afterId)" : "at <= :after");
            values.put("after", after.at().atOffset(ZoneOffset.UTC));
            if (id.matches()) {
                values.put("afterId", Long.parseLong(id.group(1)));
            }
        }
        values.put("most", most);
        String sql;
        if (filter.events().isEmpty()) {
            sql = newest("gateway.action_log", conditions);
        } else {
            // For each kind along its own index: of several at once, all that there are would have to be sorted.
            conditions.add("event = kind");
            sql = newest(
                    "unnest(:events) AS kind CROSS JOIN LATERAL (" + newest("gateway.action_log", conditions)
                            + ") AS of_kind",
                    List.of());
        }
        return Objects.requireNonNull(transaction.execute(_ -> {
            readAs(caller);
            return jdbc.sql(sql).params(values).query((row, _) -> entry(row)).list();
        }));
    }

    private static String newest(String from, List<String> conditions) {
        return "SELECT id, at, actor, client, trace, action, outcome, target, reason FROM " + from
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY at DESC, id DESC LIMIT :most";
    }

    /** For this transaction PostgreSQL leaves out what they may not see, whatever the statement says. */
    private void readAs(Caller caller) {
        jdbc.sql("SELECT set_config('comfort.projecting', 'off', true), set_config('comfort.caller', :caller, true),"
                        + " set_config('comfort.auditing', :auditing, true)")
                .param("caller", caller.user().toString())
                .param("auditing", seesAll(caller) ? "on" : "off")
                .query()
                .singleRow();
    }

    /** The same as the conditions of {@link #read}. */
    private static boolean answers(Recorded recorded, Caller caller, AuditFilter filter) {
        AuditEntry entry = entry(recorded);
        ActionLog.Entry action = recorded.entry();
        return (seesAll(caller) || action.actor().equals("user:" + caller.user()))
                && (filter.actor() == null || filter.actor().equals(entry.actor()))
                && (filter.draft() == null || filter.draft().equals(entry.draftId()))
                && (filter.events().isEmpty() || filter.events().contains(entry.event()))
                && (filter.traceId() == null || filter.traceId().equals(entry.traceId()))
                && (filter.from() == null || !entry.at().isBefore(filter.from()))
                && (filter.until() == null || entry.at().isBefore(filter.until()))
                && AuditWords.match(filter.words(), words(action));
    }

    /** The same as the column. */
    private static Set<String> words(ActionLog.Entry action) {
        return AuditWords.of(String.join(
                " ",
                action.action().code(),
                action.outcome().name(),
                action.client(),
                Objects.requireNonNullElse(action.target(), ""),
                Objects.requireNonNullElse(action.reason(), "")));
    }

    private static AuditEntry entry(Recorded recorded) {
        ActionLog.Entry entry = recorded.entry();
        return entry(
                recorded.id(),
                recorded.at(),
                entry.actor(),
                entry.client(),
                entry.trace(),
                entry.action().code(),
                entry.outcome(),
                entry.target(),
                entry.reason());
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return entry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("client"),
                row.getString("trace"),
                row.getString("action"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("target"),
                row.getString("reason"));
    }

    private static AuditEntry entry(
            long id,
            Instant at,
            String actor,
            String client,
            String trace,
            String action,
            Outcome outcome,
            @Nullable String target,
            @Nullable String reason) {
        return new AuditEntry(
                "action-" + id,
                ActionEvents.name(Action.byCode(action).orElse(null), outcome),
                at,
                "actions",
                id,
                null,
                draft(action, target).orElse(null),
                actor,
                client,
                trace,
                ActionEvents.detail(action, outcome, reason, target));
    }

    private static Optional<DraftId> draft(String action, @Nullable String target) {
        return target != null
                        && OF_DRAFT.matcher(action).matches()
                        && UUID_FORM.matcher(target).matches()
                ? Optional.of(new DraftId(UUID.fromString(target)))
                : Optional.empty();
    }
}
