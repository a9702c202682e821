package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import graphql.relay.Connection;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.audit.AuditCursor;
import io.comfortcommit.gateway.audit.AuditFilters;
import io.comfortcommit.gateway.audit.AuditLog;
import io.comfortcommit.gateway.audit.EventNames;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The fields of the schema that are about the audit log. */
@Controller
class AuditController {
    private static final int LARGEST_PAGE = 100;

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    record Filter(
            @Nullable String actor,
            @Nullable String repositoryId,
            @Nullable String draftId,
            @Nullable List<String> events,
            @Nullable String traceId,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String text) {}

    @Requires(Action.AUDIT_READ)
    @QueryMapping
    Mono<Connection<AuditEntry>> auditLog(
            @Argument @Nullable Filter filter,
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @AuthenticationPrincipal Caller caller) {
        int size = first == null ? FieldCost.PAGE : first;
        if (size < 1 || size > LARGEST_PAGE) {
            throw Problem.badField("OUT_OF_RANGE", "first", 1, LARGEST_PAGE).asException();
        }
        return log.page(caller, wanted(filter), size, AuditCursor.read(after))
                .map(page -> Connections.of(
                        page.entries(),
                        entry -> entry,
                        entry -> AuditCursor.at(entry.position()),
                        after != null,
                        page.hasNextPage()));
    }

    @Requires(Action.AUDIT_READ)
    @SubscriptionMapping
    Flux<AuditEntry> auditAdded(
            @Argument @Nullable Filter filter,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context,
            Locale locale) {
        return log.watch(caller, wanted(filter))
                .onErrorMap(failure -> new BrokenSubscription(
                        failure, locale, RequestFacts.trace(context).id()));
    }

    @SchemaMapping
    String id(AuditEntry entry) {
        return entry.eventId();
    }

    @SchemaMapping
    String type(AuditEntry entry) {
        return EventNames.type(entry.event());
    }

    @SchemaMapping
    String description(AuditEntry entry, Locale locale) {
        return EventNames.description(entry.event(), entry.detail(), locale);
    }

    private static AuditFilter wanted(@Nullable Filter filter) {
        return filter == null
                ? AuditFilter.ALL
                : AuditFilters.of(
                        filter.actor(),
                        filter.repositoryId(),
                        filter.draftId(),
                        filter.events(),
                        filter.traceId(),
                        filter.from(),
                        filter.until(),
                        filter.text());
    }
}
