package io.comfortcommit.gateway.operations;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.messages.search.ReconcileSearch;
import io.comfortcommit.messages.search.SearchQuery.FindSearchState;
import io.comfortcommit.messages.search.SearchState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The content log as its operators see it. */
@RestController
class SearchEndpoints {
    private final Queries queries;
    private final Commands commands;
    private final Offload offload;

    SearchEndpoints(Queries queries, Commands commands, Offload offload) {
        this.queries = queries;
        this.commands = commands;
        this.offload = offload;
    }

    @Requires(Action.PROJECTION_READ)
    @GetMapping(path = "/api/search", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<SearchState> state() {
        return queries.ask(new FindSearchState());
    }

    @Requires(Action.PROJECTION_REPLAY)
    @PostMapping(path = "/api/search/reconciliations", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<SearchState> reconcile(
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Caller caller,
            ServerWebExchange exchange) {
        Fields fields = Fields.of(body);
        UUID id = fields.optionalUuid("reconciliationId");
        boolean dryRun = fields.optionalFlag("dryRun");
        fields.end();
        ReconcileSearch command =
                new ReconcileSearch(id == null ? UUID.randomUUID() : id, dryRun, "user:" + caller.user());
        Origin origin = Origin.user(
                Trace.of(exchange).id(),
                caller.user(),
                null,
                Client.of(exchange.getRequest().getHeaders(), caller));
        return offload.call(() -> commands.send(command, origin));
    }
}
