package io.comfortcommit.gateway.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.language.SourceLocation;
import graphql.schema.DataFetchingEnvironment;
import io.comfortcommit.gateway.problem.Failures;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.problem.Wording;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.execution.SubscriptionExceptionResolver;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Failures as GraphQL errors: the problem's detail as message, its code and extras as extensions. */
@Component
class Errors implements DataFetcherExceptionResolver {
    static final String CODE = "code";

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private final Wording wording = new Wording();

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable failure, DataFetchingEnvironment field) {
        Problem problem = Failures.problem(failure);
        if (problem.code().ours()) {
            log(problem, failure, RequestFacts.trace(field.getGraphQlContext()).id());
        }
        return Mono.just(List.of(error(GraphqlErrorBuilder.newError(field), problem, field.getLocale())));
    }

    /** A subscription that broke off: its client asks again. */
    SubscriptionExceptionResolver ofSubscriptions() {
        return failure -> {
            BrokenSubscription broken = failure instanceof BrokenSubscription known
                    ? known
                    : new BrokenSubscription(failure, Locale.ENGLISH, "");
            Problem problem = Failures.problem(broken.failure());
            if (problem.code().ours()) {
                log(problem, broken.failure(), broken.trace());
            }
            return Mono.just(List.of(error(GraphQLError.newError(), problem, broken.locale())));
        };
    }

    /** What ends a subscription that itself has not failed. */
    SubscriptionPublisherException ending(Code code, Locale locale) {
        Problem problem = Problem.of(code);
        return new SubscriptionPublisherException(
                List.of(error(GraphQLError.newError(), problem, locale)), problem.asException());
    }

    /** What graphql-java itself refuses, in words of ours. */
    GraphQLError of(Code code, List<SourceLocation> locations, Locale locale) {
        return error(GraphQLError.newError().locations(locations), Problem.of(code), locale);
    }

    private static void log(Problem problem, Throwable failure, String trace) {
        try (MDC.MDCCloseable _ = MDC.putCloseable("trace", trace)) {
            LOG.error("a GraphQL request failed: {}", problem.code(), failure);
        }
    }

    private GraphQLError error(GraphQLError.Builder<?> error, Problem problem, Locale locale) {
        Map<String, Object> extensions = new HashMap<>(problem.extras());
        extensions.put(CODE, problem.code().name());
        return error.message("%s", wording.detail(problem, locale))
                .errorType(type(problem))
                .extensions(extensions)
                .build();
    }

    private static ErrorType type(Problem problem) {
        return switch (problem.code().status()) {
            case 401 -> ErrorType.UNAUTHORIZED;
            case 403 -> ErrorType.FORBIDDEN;
            case 404 -> ErrorType.NOT_FOUND;
            default -> problem.code().ours() ? ErrorType.INTERNAL_ERROR : ErrorType.BAD_REQUEST;
        };
    }
}
