package io.comfortcommit.gateway.permission;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which action each route and each root field names by {@link Requires}, and those that Spring itself makes. */
@Component
final class NamedActions {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private final ApplicationContext context;
    private volatile @Nullable List<Route> routes;
    private volatile @Nullable Map<String, Action> fields;

    NamedActions(ObjectProvider<RequestMappingHandlerMapping> mappings, ApplicationContext context) {
        this.mappings = mappings;
        this.context = context;
    }

    /** What a request is for. */
    sealed interface Asked {
        record Named(Action action) implements Asked {}

        /** There is something, but not by this method: Spring says which. */
        record OtherMethod() implements Asked {}

        record Unnamed() implements Asked {}

        record Nothing() implements Asked {}
    }

    /** @param methods all if there are none */
    record Route(
            PathPattern pattern,
            Set<HttpMethod> methods,
            @Nullable Action action) {
        boolean takes(HttpMethod method) {
            return methods.isEmpty()
                    || methods.contains(method)
                    || (HttpMethod.HEAD.equals(method) && methods.contains(HttpMethod.GET));
        }
    }

    Asked asked(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        List<Route> there =
                routes().stream().filter(route -> route.pattern().matches(path)).toList();
        return there.stream()
                .filter(route -> route.takes(request.getMethod()))
                .findFirst()
                .<Asked>map(route -> route.action() == null ? new Asked.Unnamed() : new Asked.Named(route.action()))
                .orElseGet(() -> there.isEmpty() ? new Asked.Nothing() : new Asked.OtherMethod());
    }

    /** @param type name of a root type of the schema */
    Optional<Action> field(String type, String field) {
        Map<String, Action> known = fields;
        if (known == null) {
            known = readFields();
            fields = known;
        }
        return Optional.ofNullable(known.get(type + "." + field));
    }

    /** The most specific first, as Spring chooses. */
    List<Route> routes() {
        List<Route> known = routes;
        if (known == null) {
            known = readRoutes();
            routes = known;
        }
        return known;
    }

    private List<Route> readRoutes() {
        List<Route> found = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .flatMap(handler -> routes(handler.getKey(), handler.getValue().getMethod()))
                .collect(Collectors.toList());
        PathPatternParser parser = PathPatternParser.defaultInstance;
        found.add(new Route(parser.parse("/graphql"), Set.of(), Action.GRAPHQL_ASK));
        found.add(new Route(parser.parse("/actuator/health/**"), READING, Action.HEALTH_READ));
        found.add(new Route(parser.parse("/actuator/**"), READING, Action.ACTUATOR_READ));
        found.sort(Comparator.comparing(Route::pattern, PathPattern.SPECIFICITY_COMPARATOR));
        return List.copyOf(found);
    }

    private static Stream<Route> routes(RequestMappingInfo info, Method method) {
        Requires named = AnnotatedElementUtils.findMergedAnnotation(method, Requires.class);
        Set<HttpMethod> methods = info.getMethodsCondition().getMethods().stream()
                .map(verb -> HttpMethod.valueOf(verb.name()))
                .collect(Collectors.toUnmodifiableSet());
        return info.getPatternsCondition().getPatterns().stream()
                .map(pattern -> new Route(pattern, methods, named == null ? null : named.value()));
    }

    private Map<String, Action> readFields() {
        Map<String, Action> found = new HashMap<>();
        for (Object controller :
                context.getBeansWithAnnotation(Controller.class).values()) {
            Map<Method, Requires> named = MethodIntrospector.selectMethods(
                    ClassUtils.getUserClass(controller), (MethodIntrospector.MetadataLookup<Requires>)
                            method -> AnnotatedElementUtils.findMergedAnnotation(method, Requires.class));
            named.forEach((method, requires) -> {
                SchemaMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, SchemaMapping.class);
                if (mapping != null) {
                    String field = mapping.field().isEmpty() ? method.getName() : mapping.field();
                    found.put(mapping.typeName() + "." + field, requires.value());
                }
            });
        }
        return Map.copyOf(found);
    }
}
