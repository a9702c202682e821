package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.device.Departures;
import io.comfortcommit.gateway.device.Departures.Departure;
import io.comfortcommit.gateway.problem.Language;
import io.comfortcommit.gateway.problem.Problem.Code;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Ends a stream of server-sent events by an error, as its last event, when the device that asked for it is out. */
@Component
class EndingStreams implements WebGraphQlInterceptor {
    private final Departures departures;
    private final Errors errors;

    EndingStreams(Departures departures, Errors errors) {
        this.departures = departures;
        this.errors = errors;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return chain.next(request)
                .flatMap(response -> response.getData() instanceof Publisher<?> events
                                && !(request instanceof WebSocketGraphQlRequest) // it ends as a whole
                        ? ending(events, request)
                                .map(ending -> response.transform(changed -> changed.data(ending)))
                                .defaultIfEmpty(response)
                        : Mono.just(response));
    }

    private Mono<Flux<Object>> ending(Publisher<?> events, WebGraphQlRequest request) {
        return Caller.current()
                .mapNotNull(Caller::device)
                .map(device -> Flux.defer(() -> {
                    AtomicReference<@Nullable Departure> departed = new AtomicReference<>();
                    return Flux.<Object>from(events)
                            .takeUntilOther(departures.of(device).doOnNext(departed::set))
                            .concatWith(Flux.defer(() -> last(departed.get(), request)));
                }));
    }

    /** An error in the place of {@code takeUntilOther} would leave the subscription running. */
    private Flux<Object> last(@Nullable Departure departure, WebGraphQlRequest request) {
        return departure == null
                ? Flux.empty()
                : Flux.error(errors.ending(code(departure), Language.of(request.getHeaders())));
    }

    private static Code code(Departure departure) {
        return switch (departure) {
            case SHUT_OUT -> Code.UNAUTHENTICATED;
            case NOT_RENEWED -> Code.TOKEN_EXPIRED;
        };
    }
}
