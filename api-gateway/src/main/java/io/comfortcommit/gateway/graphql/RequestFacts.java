package io.comfortcommit.gateway.graphql;

import graphql.ErrorType;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.introspection.GoodFaithIntrospection;
import graphql.introspection.Introspection;
import graphql.introspection.IntrospectionDisabledError;
import io.comfortcommit.gateway.IntrospectionProperties;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.permission.FieldPermissions;
import io.comfortcommit.gateway.problem.Language;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.messages.RepositoryId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.ResponseError;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Carries what belongs to the HTTP request into the execution and back: headers, trace and language in; the repository
 * and a code for every error out.
 */
@Component
class RequestFacts implements WebGraphQlInterceptor {
    private static final String HEADERS = "comfort.headers";
    private static final String TRACE = "comfort.trace";
    private static final String REPOSITORIES = "comfort.repositories";
    /** Refusals that are the same whether there is nothing or it is another's. */
    private static final Set<String> HIDING = Set.of(
            Code.DRAFT_NOT_FOUND.name(),
            Code.UNKNOWN_DRAFT.name(),
            Code.UNKNOWN_REPOSITORY.name(),
            Code.NOT_CLAIMED.name());

    private final IntrospectionProperties properties;
    private final Errors errors;

    RequestFacts(IntrospectionProperties properties, Errors errors) {
        this.properties = properties;
        this.errors = errors;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Object known = request.getAttributes().get(Trace.class.getName());
        Trace trace = known instanceof Trace of ? of : Trace.from(request.getHeaders());
        Set<RepositoryId> repositories = ConcurrentHashMap.newKeySet();
        Locale locale = Language.of(request.getHeaders());
        request.configureExecutionInput((input, builder) -> builder.locale(locale)
                .graphQLContext(Map.of(
                        HEADERS,
                        request.getHeaders(),
                        TRACE,
                        trace,
                        REPOSITORIES,
                        repositories,
                        Introspection.INTROSPECTION_DISABLED,
                        !properties.introspection()))
                .build());
        return asker(request, trace).then(Mono.defer(() -> chain.next(request))).map(response -> {
            if (repositories.size() == 1 && !isHidden(response)) {
                response.getResponseHeaders()
                        .set(
                                Trace.REPOSITORY_HEADER,
                                repositories.iterator().next().toString());
            }
            return response.getErrors().isEmpty() ? response : withCodes(response, locale);
        });
    }

    /** Whose draft it is that a caller may know nothing of, its repository would tell. */
    private static boolean isHidden(WebGraphQlResponse response) {
        return response.getErrors().stream()
                .map(ResponseError::getExtensions)
                .anyMatch(extensions -> HIDING.contains(String.valueOf(extensions.get(Errors.CODE))));
    }

    /** Without a caller the fields are refused. */
    private static Mono<Void> asker(WebGraphQlRequest request, Trace trace) {
        return Caller.current()
                .doOnNext(caller -> request.configureExecutionInput((_, builder) -> builder.graphQLContext(
                                FieldPermissions.context(caller, Client.of(request.getHeaders(), caller), trace.id()))
                        .build()))
                .then();
    }

    static HttpHeaders headers(GraphQLContext context) {
        return context.getOrDefault(HEADERS, HttpHeaders.EMPTY);
    }

    static Trace trace(GraphQLContext context) {
        return fact(context, TRACE);
    }

    /** The one that the request is about; null where there are none or several. */
    static @Nullable RepositoryId repository(GraphQLContext context) {
        Set<RepositoryId> repositories = fact(context, REPOSITORIES);
        return repositories.size() == 1 ? repositories.iterator().next() : null;
    }

    /** Remembers which repository the request is about. */
    static void concerns(RepositoryId repository, GraphQLContext context) {
        Set<RepositoryId> repositories = fact(context, REPOSITORIES);
        repositories.add(repository);
    }

    private static <T> T fact(GraphQLContext context, String name) {
        T fact = context.get(name);
        if (fact == null) {
            throw new IllegalStateException(name + " is set for each request, but not for this one");
        }
        return fact;
    }

    /** Errors of graphql-java itself have a classification, but no code. */
    private WebGraphQlResponse withCodes(WebGraphQlResponse response, Locale locale) {
        return response.transform(builder -> builder.errors(response.getExecutionResult().getErrors().stream()
                .map(error -> withCode(error, locale))
                .toList()));
    }

    private GraphQLError withCode(GraphQLError error, Locale locale) {
        if (error instanceof IntrospectionDisabledError) {
            return errors.of(
                    Code.INTROSPECTION_DISABLED, Objects.requireNonNullElse(error.getLocations(), List.of()), locale);
        }
        Map<String, Object> extensions = error.getExtensions();
        if (extensions != null && extensions.containsKey(Errors.CODE)) {
            return error;
        }
        Map<String, Object> more = extensions == null ? new HashMap<>() : new HashMap<>(extensions);
        more.put(Errors.CODE, code(error).name());
        GraphQLError.Builder<?> coded = GraphQLError.newError()
                .message("%s", error.getMessage())
                .locations(error.getLocations())
                .errorType(error.getErrorType())
                .extensions(more);
        if (error.getPath() != null) {
            coded.path(error.getPath());
        }
        return coded.build();
    }

    private static Code code(GraphQLError error) {
        // Its classification is one that only its name tells from others.
        if (error instanceof GoodFaithIntrospection.BadFaithIntrospectionError) {
            return Code.BAD_REQUEST;
        }
        return switch (error.getErrorType()) {
            case ErrorType.InvalidSyntax,
                    ErrorType.ValidationError,
                    ErrorType.OperationNotSupported,
                    ErrorType.ExecutionAborted -> Code.BAD_REQUEST;
            default -> Code.INTERNAL;
        };
    }
}
