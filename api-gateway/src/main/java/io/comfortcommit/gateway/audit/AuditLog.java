package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.messages.query.AuditEntry;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditPage;
import io.comfortcommit.messages.query.AuditPosition;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import io.comfortcommit.messages.query.AuditQuery.Scope;
import io.comfortcommit.messages.query.AuditQuery.WatchAudit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The whole audit log: the events that the read side keeps, and the actions that the gateway does. They are put together
 * here, as neither knows the other's tables; in the same microsecond, events come before actions.
 */
@Component
public final class AuditLog {
    private final Queries queries;
    private final ActionEntries actions;

    AuditLog(Queries queries, ActionEntries actions) {
        this.queries = queries;
        this.actions = actions;
    }

    /**
     * Newest first.
     *
     * @param first the size of the page, 1 to {@value FindAuditEntries#LARGEST_PAGE}
     * @param after the last entry of the page before, null for the first page
     */
    public Mono<AuditPage> page(Caller caller, AuditFilter filter, int first, @Nullable AuditPosition after) {
        return Mono.zip(
                events(caller, filter, first, after),
                actions.find(caller, filter, first + 1, after),
                (events, done) -> merged(events, done, first));
    }

    private Mono<AuditPage> events(Caller caller, AuditFilter filter, int first, @Nullable AuditPosition after) {
        if (!filter.events().isEmpty() && ActionEvents.ALL.containsAll(filter.events())) {
            return Mono.just(new AuditPage(List.of(), false));
        }
        return queries.ask(new FindAuditEntries(
                caller.user(), scope(caller), filter, first, after == null ? null : ofEvents(after)));
    }

    private static Scope scope(Caller caller) {
        return ActionEntries.seesAll(caller) ? Scope.EVERYBODYS : Scope.OWN;
    }

    /** After an action, there is no event of the same time any more; no id is smaller than none. */
    private static AuditPosition ofEvents(AuditPosition after) {
        return ActionEntries.isAt(after) ? new AuditPosition(after.at(), "") : after;
    }

    private static AuditPage merged(AuditPage events, List<AuditEntry> actions, int first) {
        List<AuditEntry> both = new ArrayList<>(events.entries());
        both.addAll(actions);
        // A stable sort: events stay before actions.
        both.sort((one, other) -> other.at().compareTo(one.at()));
        return new AuditPage(
                List.copyOf(both.subList(0, Math.min(first, both.size()))),
                events.hasNextPage() || both.size() > first);
    }

    /** Every entry from the moment of subscription on; of actions, those that this process decides. */
    public Flux<AuditEntry> watch(Caller caller, AuditFilter filter) {
        return Flux.merge(
                queries.watch(new WatchAudit(caller.user(), scope(caller), filter)), actions.watch(caller, filter));
    }
}
