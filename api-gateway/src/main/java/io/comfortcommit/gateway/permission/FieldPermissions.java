package io.comfortcommit.gateway.permission;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Fetches a root field for who may. One request may ask for one field under thousands of names; of a refusal it gets one
 * entry in the log.
 */
@Component
public final class FieldPermissions extends SimplePerformantInstrumentation {
    private static final String ASKER = FieldPermissions.class.getName();

    private final NamedActions named;
    private final Permissions permissions;

    FieldPermissions(NamedActions named, Permissions permissions) {
        this.named = named;
        this.permissions = permissions;
    }

    private record Asker(Caller caller, String client, String trace, Map<String, CompletableFuture<Void>> refused) {}

    /** What belongs into the context of an execution. */
    public static Map<String, Object> context(Caller caller, String client, String trace) {
        return Map.of(ASKER, new Asker(caller, client, trace, new ConcurrentHashMap<>()));
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        DataFetchingEnvironment field = parameters.getEnvironment();
        String name = field.getFieldDefinition().getName();
        return isRoot(field.getParentType(), field.getGraphQLSchema()) && !name.startsWith("__")
                ? guarded(fetcher, field.getParentType(), name)
                : fetcher;
    }

    private static boolean isRoot(GraphQLType type, GraphQLSchema schema) {
        return type.equals(schema.getQueryType())
                || type.equals(schema.getMutationType())
                || type.equals(schema.getSubscriptionType());
    }

    private DataFetcher<?> guarded(DataFetcher<?> fetcher, GraphQLType type, String name) {
        String typeName = ((GraphQLNamedType) type).getName();
        Optional<Action> action = named.field(typeName, name);
        return environment -> {
            Asker asker = environment.getGraphQlContext().get(ASKER);
            if (action.isEmpty() || asker == null) {
                throw Problem.of(Code.FORBIDDEN).asException();
            }
            CompletableFuture<Void> allowed = allowed(asker, action.get(), environment);
            return allowed.isDone() && !allowed.isCompletedExceptionally()
                    ? fetcher.get(environment)
                    : allowed.thenCompose(_ -> fetch(fetcher, environment));
        };
    }

    private CompletableFuture<Void> allowed(Asker asker, Action action, DataFetchingEnvironment environment) {
        Permissions.Request request = new Permissions.Request(
                asker.caller(), asker.client(), asker.trace(), action, Target.of(environment.getArguments()));
        return Permissions.refusal(request)
                .map(refusal -> asker.refused()
                        .computeIfAbsent(
                                action.code() + " " + refusal.reason(),
                                _ -> permissions.check(request).toFuture()))
                .orElseGet(() -> permissions.check(request).toFuture());
    }

    private static CompletionStage<Object> fetch(DataFetcher<?> fetcher, DataFetchingEnvironment environment) {
        try {
            Object found = fetcher.get(environment);
            @SuppressWarnings("unchecked") // whatever it is, it becomes a field's value
            CompletionStage<Object> later = found instanceof CompletionStage<?> stage
                    ? (CompletionStage<Object>) stage
                    : CompletableFuture.completedFuture(found);
            return later;
        } catch (Exception e) {
            throw e instanceof RuntimeException known ? known : new CompletionException(e);
        }
    }
}
