package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.comfortcommit.gateway.MemoryDeliveries.Stored;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.repositories.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/** Somebody who is let in, as an author, and tries the ids of somebody else. */
@NullUnmarked // its fields are filled by the test framework
class StrangerTest extends GatewayTest {
    private static final Map<String, String> ROOTS =
            Map.of("Query", "query", "Mutation", "mutation", "Subscription", "subscription");
    private static final String NOBODYS = "00000000-0000-4000-8000-000000000000";
    /** An agent names itself; findings are of the draft that is named beside them. */
    private static final Set<String> OF_NO_OBJECT = Set.of("agentId", "findings");
    /** Their ids only narrow down what the read side shows of what is the caller's. */
    private static final Set<String> FILTERS = Set.of("Query.auditLog", "Query.search", "Subscription.auditAdded");
    /** The page's own files, and the providers that anybody can sign in at. */
    private static final Set<String> OF_ALL =
            Set.of("/assets/{version}/{name}", "/api/login/{provider}", "/api/login/{provider}/callback");

    private static final Set<String> HIDING = Set.of(
            "FORBIDDEN", "DRAFT_NOT_FOUND", "UNKNOWN_DRAFT", "UNKNOWN_REPOSITORY", "DEVICE_NOT_FOUND", "NOT_CLAIMED");

    @Autowired
    JdbcClient jdbc;

    @Autowired
    GraphQlSource source;

    @Autowired
    MemoryMembers members;

    @Autowired
    @Qualifier("requestMappingHandlerMapping") // the other is the actuator's
    RequestMappingHandlerMapping routes;

    /** Whom the read side was asked for, where it is what hides. */
    private final List<UserId> callers = new ArrayList<>();

    private DraftView draft;
    private RepositoryId repository;
    private String device;
    private WebTestClient stranger;

    @BeforeEach
    void aStranger() {
        draft = drafts.drafted("feat: x");
        repositories.holds(draft.draftId(), draft.repositoryId());
        members.forget();
        repository = members.track(draft.author(), "https://git.example.org/team/app.git");
        session();
        device = ask("{ me { devices { id } } }", Map.of())
                .at("/data/me/devices/0/id")
                .asString();
        stranger = of(UUID.randomUUID(), "author");
    }

    /** Of the schema itself, so that a field of tomorrow is walked too, and an id of a new kind fails here. */
    @Test
    void everyIdThatTheSchemaTakesIsOfNobodyForAStranger() {
        List<Slot> slots = slots(source.schema());
        assertThat(slots)
                .extracting(Slot::toString)
                .contains("Query.draft(id)", "Mutation.approveDraft(input.draftId)", "Subscription.draftChanged(id)");
        for (Slot slot : slots) {
            UUID user = UUID.randomUUID();
            WebTestClient asker = of(user, "author");
            String theirs = theirs(slot);
            JsonNode refused = ask(asker, slot, theirs);
            assertThat(withoutIds(refused, theirs))
                    .as("%s tells whether there is such a thing", slot)
                    .isEqualTo(withoutIds(ask(asker, slot, NOBODYS), NOBODYS));
            if (FILTERS.contains(slot.fieldName())) {
                assertThat(callers()).as("%s", slot).last().isEqualTo(new UserId(user));
            }
            String code = refused.at("/errors/0/extensions/code").asString("");
            if (code.isEmpty()) {
                assertThat(isNothing(refused.path("data").path(slot.field().getName())))
                        .as("%s: %s", slot, refused)
                        .isTrue();
            } else {
                assertThat(HIDING).as("%s: %s", slot, refused).contains(code);
            }
        }
        assertThatTheirsIsUntouched();
    }

    /** Where texts could be ids too, the walk would not see them. */
    @Test
    void idsAreTakenByRootFieldsAloneAndAsIds() {
        List<String> hidden = new ArrayList<>();
        for (GraphQLNamedType type : source.schema().getAllTypesAsList()) {
            if (type instanceof GraphQLInputObjectType input) {
                input.getFieldDefinitions().stream()
                        .filter(field ->
                                isText(field.getType()) && field.getName().endsWith("Id"))
                        .forEach(field -> hidden.add(input.getName() + "." + field.getName()));
            }
            if (type instanceof GraphQLObjectType object
                    && !object.getName().startsWith("__")
                    && !ROOTS.containsKey(object.getName())) {
                object.getFieldDefinitions().stream()
                        .filter(field -> !field.getArguments().isEmpty())
                        .forEach(field -> hidden.add(object.getName() + "." + field.getName()));
            }
        }
        assertThat(hidden).containsExactlyInAnyOrder("AuditFilter.traceId", "RecordAgentPushInput.commitId");
    }

    @Test
    void everyRouteThatTakesANameAnswersAStrangerAsIfThereWereNothing() {
        deliveries
                .stored()
                .put(
                        "captures/ci/theirs",
                        new Stored(new Delivery("captures/ci", "theirs", "", "t"), null, new byte[0], null));
        Map<String, String> theirs = Map.of(
                "/d/{draftId}", "/d/" + draft.draftId(),
                "/webhooks/deliveries/{kind}/{sender}/{id}", "/webhooks/deliveries/captures/ci/theirs",
                "/api/dead-letters/{id}", "/api/dead-letters/" + MemoryProjections.LETTER.id(),
                "/api/dead-letters/{id}/retry", "/api/dead-letters/" + MemoryProjections.LETTER.id() + "/retry",
                "/api/projections/{name}/rebuilds", "/api/projections/drafts/rebuilds",
                "/api/projections/{name}/rebuild/pause", "/api/projections/drafts/rebuild/pause",
                "/api/projections/{name}/rebuild/resume", "/api/projections/drafts/rebuild/resume",
                "/api/projections/{name}/rebuild/cancel", "/api/projections/drafts/rebuild/cancel");
        Set<String> walked = new TreeSet<>();
        routes.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternsCondition().getPatterns().stream()
                        .map(PathPattern::getPatternString)
                        .filter(pattern -> pattern.contains("{") && !OF_ALL.contains(pattern))
                        .forEach(pattern -> {
                            assertThat(theirs).as("whose %s is", pattern).containsKey(pattern);
                            String path = theirs.get(pattern);
                            String nobodys = pattern.replaceFirst("\\{kind}/\\{sender}", "captures/ci")
                                    .replaceFirst("\\{[a-zA-Z]+}", NOBODYS);
                            for (RequestMethod method :
                                    mapping.getMethodsCondition().getMethods()) {
                                Answer answer = answer(method, path);
                                assertThat(answer).as("%s %s", method, pattern).isEqualTo(answer(method, nobodys));
                                assertThat(answer.status())
                                        .as("%s %s", method, pattern)
                                        .isIn(pattern.equals("/d/{draftId}") ? List.of(200) : List.of(403, 404));
                                walked.add(pattern);
                            }
                        }));
        assertThat(walked).isEqualTo(theirs.keySet());
        assertThat(projections.told()).isEmpty();
    }

    /** An argument of a root field, or a part of one, that is an id. */
    private record Slot(String type, GraphQLFieldDefinition field, List<String> path) {
        String fieldName() {
            return type + "." + field.getName();
        }

        @Override
        public String toString() {
            return fieldName() + "(" + String.join(".", path) + ")";
        }
    }

    private static List<Slot> slots(GraphQLSchema schema) {
        List<Slot> slots = new ArrayList<>();
        for (String root : ROOTS.keySet()) {
            for (GraphQLFieldDefinition field :
                    Objects.requireNonNull(schema.getObjectType(root)).getFieldDefinitions()) {
                for (GraphQLArgument argument : field.getArguments()) {
                    ids(argument.getType(), List.of(argument.getName()))
                            .map(path -> new Slot(root, field, path))
                            .filter(slot -> !OF_NO_OBJECT.contains(slot.path().getLast()))
                            .forEach(slots::add);
                }
            }
        }
        return slots;
    }

    private static Stream<List<String>> ids(GraphQLType type, List<String> path) {
        return switch (GraphQLTypeUtil.unwrapAll(type)) {
            case GraphQLScalarType scalar when scalar.getName().equals("ID") -> Stream.of(path);
            case GraphQLInputObjectType input ->
                input.getFieldDefinitions().stream()
                        .flatMap(field -> ids(
                                field.getType(),
                                Stream.concat(path.stream(), Stream.of(field.getName()))
                                        .toList()));
            default -> Stream.empty();
        };
    }

    private String theirs(Slot slot) {
        return switch (slot.path().getLast()) {
            case "id", "draftId" -> draft.draftId().toString();
            case "repositoryId" -> repository.toString();
            case "deviceId" -> device;
            default -> fail("whose %s is, nobody has said", slot);
        };
    }

    /** With the least that the field takes, and that id. */
    private JsonNode ask(WebTestClient asker, Slot slot, String id) {
        List<GraphQLArgument> arguments = slot.field().getArguments().stream()
                .filter(argument -> argument.getName().equals(slot.path().getFirst())
                        || (GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue()))
                .toList();
        Map<String, Object> variables = new HashMap<>();
        arguments.forEach(argument ->
                variables.put(argument.getName(), value(argument.getName(), argument.getType(), slot.path(), 0, id)));
        String query = ROOTS.get(slot.type())
                + arguments.stream()
                        .map(argument ->
                                "$" + argument.getName() + ": " + GraphQLTypeUtil.simplePrint(argument.getType()))
                        .collect(Collectors.joining(", ", "(", ") { "))
                + slot.field().getName()
                + arguments.stream()
                        .map(argument -> argument.getName() + ": $" + argument.getName())
                        .collect(Collectors.joining(", ", "(", ")"))
                + selection(slot.field().getType(), 0)
                + " }";
        if (!slot.type().equals("Subscription")) {
            return json(send(asker, query, variables)
                    .expectHeader()
                    .doesNotExist("repo_uuid")
                    .expectHeader()
                    .exists("trace_uuid"));
        }
        if (!FILTERS.contains(slot.fieldName())) {
            return Objects.requireNonNull(follow(asker, query, variables).blockFirst(Duration.ofSeconds(20)));
        }
        // There is nothing to hear as long as nothing happens.
        Disposable stream = follow(asker, query, variables).subscribe();
        audit.awaitsFollowers(1);
        callers.add(audit.watches().getFirst().caller());
        stream.dispose();
        audit.awaitsFollowers(0);
        return JSON.createObjectNode();
    }

    private Object value(String name, GraphQLType type, List<String> path, int depth, String id) {
        boolean onTheWay = depth < path.size() && path.get(depth).equals(name);
        return switch (GraphQLTypeUtil.unwrapNonNull(type)) {
            case GraphQLList list -> {
                Object one = value(name, list.getWrappedType(), path, depth, id);
                yield one instanceof Map ? List.of(one, one) : List.of(one);
            }
            case GraphQLInputObjectType input -> {
                Map<String, Object> fields = new HashMap<>();
                for (GraphQLInputObjectField field : input.getFieldDefinitions()) {
                    boolean next = onTheWay
                            && depth + 1 < path.size()
                            && path.get(depth + 1).equals(field.getName());
                    if (next || (GraphQLTypeUtil.isNonNull(field.getType()) && !field.hasSetDefaultValue())) {
                        fields.put(
                                field.getName(),
                                value(field.getName(), field.getType(), path, onTheWay ? depth + 1 : path.size(), id));
                    }
                }
                yield fields;
            }
            case GraphQLEnumType values -> values.getValues().getFirst().getName();
            case GraphQLScalarType scalar ->
                switch (scalar.getName()) {
                    case "ID" ->
                        onTheWay && depth + 1 == path.size()
                                ? id
                                : UUID.randomUUID().toString();
                    case "Int" -> name.equals("expectedVersion") ? draft.version() : 1;
                    case "Boolean" -> false;
                    default -> name.equals("commitId") ? "a".repeat(40) : "x";
                };
            default -> fail("no value is known for %s", name);
        };
    }

    private static String selection(GraphQLType type, int depth) {
        return GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLObjectType object
                ? object.getFieldDefinitions().stream()
                        .filter(field ->
                                depth < 2 || !(GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType))
                        .map(field -> field.getName() + selection(field.getType(), depth + 1))
                        .collect(Collectors.joining(" ", " { __typename ", " }"))
                : "";
    }

    private List<UserId> callers() {
        audit.asked().forEach(asked -> callers.add(asked.caller()));
        audit.asked().clear();
        search.asked().forEach(asked -> callers.add(asked.caller()));
        search.asked().clear();
        return callers;
    }

    private static String withoutIds(JsonNode answer, String id) {
        return answer.toString().replace(id, "ID");
    }

    /** No object, no list with anything in it. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isArray() && value.isEmpty())
                || (value.isObject()
                        && value.valueStream().anyMatch(JsonNode::isArray)
                        && value.valueStream().filter(JsonNode::isArray).allMatch(JsonNode::isEmpty));
    }

    private static boolean isText(GraphQLType type) {
        return GraphQLTypeUtil.unwrapAll(type).getName().equals("String");
    }

    private record Answer(int status, String body) {}

    private Answer answer(RequestMethod method, String path) {
        EntityExchangeResult<String> answer = stranger.method(method.asHttpMethod())
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectHeader()
                .doesNotExist("repo_uuid")
                .expectBody(String.class)
                .returnResult();
        return new Answer(
                answer.getStatus().value(),
                String.valueOf(answer.getResponseBody()).replaceAll("\"trace\":\"[^\"]*\"", ""));
    }

    private void assertThatTheirsIsUntouched() {
        JsonNode untouched = ask(
                        "query($id: ID!) { draft(id: $id) { version status } me { devices { id } } }",
                        Map.of("id", draft.draftId().toString()))
                .path("data");
        assertThat(untouched.at("/draft/version").asLong()).isEqualTo(draft.version());
        assertThat(untouched.at("/draft/status").asString()).isEqualTo("DRAFTED");
        assertThat(untouched.at("/me/devices").findValuesAsString("id")).contains(device);
        assertThat(members.changes()).isEmpty();
    }

    @Test
    void listsHoldNothingOfAnothers() {
        JsonNode answer = json(send(stranger, "{ drafts { edges { cursor } } me { id devices { id } } }", Map.of()));
        assertThat(answer.path("data").path("drafts").path("edges")).isEmpty();
        assertThat(answer.path("data").path("me").path("devices")).hasSize(1);
    }

    @Test
    void aLinkToAnothersDraftLeadsToNothing() {
        String link = json(stranger.post()
                        .uri("/api/pairings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("draftId", draft.draftId().toString()))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("code")
                .asString();
        String session = Objects.requireNonNull(anybody.post()
                        .uri("/api/sessions")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("code", link))
                        .exchange()
                        .expectStatus()
                        .isNoContent()
                        .returnResult(Void.class)
                        .getResponseCookies()
                        .getFirst("comfort_session"))
                .getValue();
        WebTestClient browser = anybody.mutate()
                .defaultCookie("comfort_session", session)
                .defaultHeader("Origin", url(""))
                .build();
        assertThat(json(send(browser, "{ draft(id: \"" + draft.draftId() + "\") { id } }", Map.of()))
                        .path("data")
                        .path("draft")
                        .isNull())
                .isTrue();
    }

    @Test
    void operatorsWorkIsNoAuthors() {
        for (String path : List.of("/api/projections", "/api/dead-letters", "/actuator/env")) {
            stranger.get().uri(path).exchange().expectStatus().isForbidden();
        }
    }

    @Test
    void whoHasNoRoleMayNothing() {
        WebTestClient nobody = of(UUID.randomUUID(), null);
        send(nobody, "{ me { id } }", Map.of()).expectStatus().isForbidden();
        nobody.get().uri("/api/audit/export").exchange().expectStatus().isForbidden();
    }

    @Test
    void aBatchOfRequestsIsNoRequest() {
        owner.post()
                .uri("/graphql")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("[" + "{\"query\":\"{ me { id } }\"},".repeat(99) + "{\"query\":\"{ me { id } }\"}]")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    /** A program of a user of its own. */
    private WebTestClient of(UUID user, @Nullable String role) {
        String token = json(anybody.post()
                        .uri("/api/tokens")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("code", code()))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("token")
                .asString();
        jdbc.sql("UPDATE gateway.device SET user_id = :user" + " WHERE token_hash = sha256(convert_to(:token, 'UTF8'))")
                .param("user", user)
                .param("token", token)
                .update();
        if (role != null) {
            jdbc.sql("INSERT INTO gateway.user_role (user_id, role) VALUES (:user, :role)")
                    .param("user", user)
                    .param("role", role)
                    .update();
        }
        return anybody.mutate()
                .defaultHeader("Authorization", "Bearer " + token)
                .build();
    }
}
