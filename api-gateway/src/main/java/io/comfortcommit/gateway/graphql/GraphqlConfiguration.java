package io.comfortcommit.gateway.graphql;

import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.instrumentation.Instrumentation;
import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.IntrospectionProperties;
import io.comfortcommit.gateway.device.Departures;
import io.comfortcommit.gateway.problem.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webflux.GraphQlWebSocketHandler;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/** GraphQL as Spring sets it up, with limits, our scalar, and problems for requests that are not GraphQL at all. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntrospectionProperties.class)
class GraphqlConfiguration {
    private static final String PATH = "/graphql";
    private static final List<MediaType> TAKEN = List.of(MediaType.APPLICATION_JSON);
    private static final List<MediaType> GIVEN =
            List.of(MediaType.APPLICATION_GRAPHQL_RESPONSE, MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM);

    @Bean
    RuntimeWiringConfigurer dateTime() {
        return wiring -> wiring.scalar(DateTimeScalar.type());
    }

    @Bean
    Instrumentation depthLimit(GatewayProperties properties) {
        return new MaxQueryDepthInstrumentation(properties.queries().depth());
    }

    @Bean
    Instrumentation complexityLimit(GatewayProperties properties) {
        return new MaxQueryComplexityInstrumentation(properties.queries().complexity(), FieldCost::of);
    }

    @Bean
    GraphQlSourceBuilderCustomizer subscriptionFailures(Errors errors) {
        return source -> source.subscriptionExceptionResolvers(List.of(errors.ofSubscriptions()));
    }

    @Bean
    GraphQlSourceBuilderCustomizer knownDocuments() {
        KnownDocuments known = new KnownDocuments();
        return source -> source.configureGraphQl(graphql -> graphql.preparsedDocumentProvider(known));
    }

    @Bean
    GraphQlWebSocketHandler webSockets(
            WebGraphQlHandler handler,
            ServerCodecConfigurer codecs,
            GraphQlProperties properties,
            Departures departures) {
        return new EndingWebSockets(handler, codecs, properties.getWebsocket(), departures);
    }

    /** Comes before Spring's route for the same path, which answers what it can't take with 404 or without a body. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RouterFunction<ServerResponse> notGraphql() {
        return RouterFunctions.route(
                RequestPredicates.path(PATH).and(request -> refusal(request) != null),
                request -> Mono.error(refusalOf(request)));
    }

    private static Throwable refusalOf(ServerRequest request) {
        Throwable refusal = refusal(request);
        return refusal == null ? new IllegalStateException("nothing to refuse") : refusal;
    }

    private static @Nullable Throwable refusal(ServerRequest request) {
        if (request.method() != HttpMethod.POST) {
            return new MethodNotAllowedException(request.method(), Set.of(HttpMethod.POST));
        }
        MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_OCTET_STREAM);
        if (TAKEN.stream().noneMatch(taken -> taken.isCompatibleWith(type))) {
            return new UnsupportedMediaTypeStatusException(type, TAKEN);
        }
        HttpHeaders headers = request.headers().asHttpHeaders();
        if (headers.getContentLength() <= 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return Problem.badRequest("NOT_JSON").asException();
        }
        List<MediaType> wanted = request.headers().accept();
        boolean given = wanted.isEmpty()
                || wanted.stream().anyMatch(accept -> GIVEN.stream().anyMatch(accept::isCompatibleWith));
        return given ? null : new NotAcceptableStatusException(GIVEN);
    }
}
