package io.comfortcommit.gateway.privacy;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.messages.privacy.ErasedPeople;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import io.comfortcommit.messages.privacy.ErasedPeople.FindErasedPeople;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Erases people, and says who was erased: the list to be kept where no backup is, for a restore. */
@RestController
class ErasureEndpoints {
    private static final int LONGEST_NAME = 254;

    private final Queries queries;
    private final PersonErasure erasure;
    private final Offload offload;

    ErasureEndpoints(Queries queries, PersonErasure erasure, Offload offload) {
        this.queries = queries;
        this.erasure = erasure;
        this.offload = offload;
    }

    record Erasures(List<Erasure> erasures) {
        static Erasures of(List<Erased> people) {
            return new Erasures(people.stream()
                    .map(erased -> new Erasure(erased.person().value(), erased.at()))
                    .toList());
        }
    }

    /** @param person an id */
    record Erasure(UUID person, Instant erasedAt) {}

    @Requires(Action.PERSON_ERASE)
    @GetMapping(path = "/api/people/erasures", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Erasures> erasures() {
        return queries.ask(new FindErasedPeople()).map(ErasedPeople::people).map(Erasures::of);
    }

    @Requires(Action.PERSON_ERASE)
    @PostMapping(path = "/api/people/erasures", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Erasures> erase(
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Caller caller,
            ServerWebExchange exchange) {
        Fields fields = Fields.of(body);
        String person = fields.text("person", LONGEST_NAME);
        fields.end();
        Origin origin = Origin.user(
                Trace.of(exchange).id(),
                caller.user(),
                null,
                Client.of(exchange.getRequest().getHeaders(), caller));
        return offload.call(() -> erasure.erase(person, origin)).map(Erasures::of);
    }
}
