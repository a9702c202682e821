package io.comfortcommit.gateway.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.comfortcommit.gateway.GatewayTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Who may do what, through HTTP. */
@NullUnmarked // its fields are filled by the test framework
class PermissionTest extends GatewayTest {
    private static final String NONE = "00000000-0000-4000-8000-000000000000";

    private static final Pattern PATH = Pattern.compile("(?<!\\w)/[\\w{}*/.-]+");

    @Autowired
    ApplicationContext context;

    @Autowired
    NamedActions named;

    @Autowired
    GraphQlSource graphql;

    @Autowired
    JdbcClient jdbc;

    private long before;

    @BeforeEach
    void fromHereOn() {
        before = jdbc.sql("SELECT coalesce(max(id), 0) FROM gateway.action_log")
                .query(Long.class)
                .single();
    }

    // --- everything has a name

    @Test
    void everyRouteNamesItsAction() {
        List<NamedActions.Route> routes = named.routes();
        assertThat(routes.stream().filter(route -> route.action() == null).map(NamedActions.Route::pattern))
                .as("routes without @Requires: add it, and a new Action with a migration that grants it")
                .isEmpty();
        long handlers = context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .mapToLong(mapping -> mapping.getHandlerMethods().size())
                .sum();
        assertThat(routes).hasSizeGreaterThanOrEqualTo((int) handlers);
    }

    @Test
    void whatSpringServesByItselfIsGraphqlOnly() {
        String routes = context.getBeansOfType(RouterFunctionMapping.class).values().stream()
                .map(mapping -> String.valueOf(mapping.getRouterFunction()))
                .collect(Collectors.joining("\n"));
        assertThat(PATH.matcher(routes).results().map(MatchResult::group).distinct())
                .as(routes)
                .containsExactly("/graphql");
    }

    @Test
    void everyRootFieldNamesItsAction() {
        GraphQLSchema schema = graphql.schema();
        List<String> unnamed = Stream.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .flatMap(PermissionTest::fields)
                .filter(field -> named.field(field.split("\\.")[0], field.split("\\.")[1])
                        .isEmpty())
                .toList();
        assertThat(unnamed)
                .as("root fields without @Requires: add it, and a new Action with a migration that grants it")
                .isEmpty();
    }

    private static Stream<String> fields(GraphQLObjectType type) {
        return type.getFieldDefinitions().stream().map(field -> type.getName() + "." + field.getName());
    }

    @Test
    void theDatabaseKnowsTheSameActions() {
        assertThat(jdbc.sql("SELECT code FROM gateway.action")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Action.values()).map(Action::code).toList());
        assertThat(jdbc.sql("SELECT action FROM gateway.role_action_map WHERE role = 'owner'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Action.values())
                        .filter(action -> !action.open())
                        .map(Action::code)
                        .toList());
    }

    // --- roles and actions

    /** What a role may do with a program's token; what is left out of these, it may not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            owner      | usage.read plan.read member.read member.add member.remove repository.configure notification.read notification.choose me.read graphql.ask device.revoke pairing.create \
                         capture.send draft.read draft.edit \
                         draft.redraft draft.approve draft.discard finding.clear push.claim push.record audit.read \
                         audit.export audit.prove chain.export actuator.read projection.read projection.replay dead-letter.read \
                         dead-letter.retry dead-letter.discard
            admin      | me.read graphql.ask device.revoke audit.read audit.export audit.prove chain.export actuator.read \
                         projection.read \
                         projection.replay dead-letter.read dead-letter.retry dead-letter.discard
            maintainer | usage.read plan.read member.read member.add member.remove repository.configure notification.read notification.choose me.read graphql.ask device.revoke pairing.create \
                         capture.send draft.read draft.edit \
                         draft.redraft draft.approve draft.discard finding.clear push.claim push.record audit.read \
                         audit.export audit.prove
            author     | usage.read plan.read member.read member.add member.remove repository.configure notification.read notification.choose me.read graphql.ask device.revoke pairing.create \
                         capture.send draft.read draft.edit \
                         draft.redraft draft.approve draft.discard finding.clear push.claim push.record audit.read \
                         audit.export audit.prove
            reader     | me.read graphql.ask device.revoke draft.read
            auditor    | me.read graphql.ask device.revoke audit.read audit.export audit.prove chain.export \
                         projection.read dead-letter.read
            approver   | graphql.ask draft.read draft.edit draft.redraft draft.approve draft.discard finding.clear
            agent      | me.read graphql.ask capture.send draft.read push.claim push.record
            """)
    void aRoleMayDoWhatItsRowSaysAndNothingElse(String role, String row) {
        Set<String> granted = Set.of(row.split("\\s+"));
        WebTestClient program = limitedTo(role);
        probes().forEach((action, probe) -> {
            fromHereOn();
            Answer answer = Answer.of(probe.apply(program));
            assertThat(answer.forbidden())
                    .as("%s by %s: %s", action.code(), role, answer)
                    .isNotEqualTo(granted.contains(action.code()));
            if (answer.forbidden()) {
                assertThat(answer.body().toString()).contains(action.code());
                assertThat(denials()).singleElement().asString().startsWith(action.code() + " ");
            } else {
                assertThat(answer.status()).isNotEqualTo(401);
                assertThat(denials()).isEmpty();
            }
        });
    }

    @Test
    void theMatrixHasEveryActionThatIsNotEverybodys() {
        assertThat(probes().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Action.values())
                        .filter(action -> !action.open())
                        .toList());
    }

    @Test
    void aBrowserMayDoNoMoreThanItsRole() {
        String session = anybody.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", code("reader")))
                .exchange()
                .expectStatus()
                .isNoContent()
                .returnResult(Void.class)
                .getResponseCookies()
                .getFirst("comfort_session")
                .getValue();
        WebTestClient browser = anybody.mutate()
                .defaultCookie("comfort_session", Objects.requireNonNull(session))
                .defaultHeader("Origin", url(""))
                .build();
        assertThat(Answer.of(probes().get(Action.DRAFT_READ).apply(browser)).forbidden())
                .isFalse();
        assertThat(Answer.of(probes().get(Action.DRAFT_APPROVE).apply(browser)).forbidden())
                .isTrue();
        assertThat(Answer.of(probes().get(Action.PAIRING_CREATE).apply(browser)).forbidden())
                .isTrue();
        browser.delete()
                .uri("/api/sessions")
                .header("Content-Type", "application/json")
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    @Test
    void aLimitedDeviceLetsNobodyInWhoMayDoMore() {
        WebTestClient author = limitedTo("author");
        assertThat(pair(author, "{\"role\":\"owner\"}").status()).isEqualTo(400);
        Answer paired = pair(author, "{}");
        assertThat(paired.status()).isEqualTo(200);
        anybody.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", paired.body().path("code").asString()))
                .exchange()
                .expectStatus()
                .isNoContent();
        assertThat(jdbc.sql("SELECT limited_to FROM gateway.device ORDER BY created_at DESC, kind LIMIT 1")
                        .query(String.class)
                        .single())
                .isEqualTo("author");
    }

    @Test
    void aRoleThatThereIsNotIsRefusedWithThoseThatThereAre() {
        Answer answer = pair(owner, "{\"role\":\"emperor\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains("auditor");
    }

    /** An action without words stands in the audit log by its code. */
    @Test
    void everyActionIsWordedInBothLanguages() {
        List<String> codes = Arrays.stream(Action.values()).map(Action::code).toList();
        for (Locale locale : List.of(Locale.ROOT, Locale.KOREAN)) {
            ResourceBundle texts = ResourceBundle.getBundle("io.comfortcommit.gateway.audit.actions", locale);
            assertThat(texts.getLocale()).isEqualTo(locale);
            assertThat(codes).allMatch(texts::containsKey);
        }
        assertThat(ResourceBundle.getBundle("io.comfortcommit.gateway.audit.actions", Locale.KOREAN)
                        .keySet())
                .isEqualTo(ResourceBundle.getBundle("io.comfortcommit.gateway.audit.actions", Locale.ROOT)
                        .keySet());
    }

    // --- refusals

    @Test
    void aRefusalSaysInTheCallersLanguageWhatToDo() {
        WebTestClient auditor = limitedTo("auditor");
        List<String> texts = new ArrayList<>();
        for (String language : List.of("en", "ko")) {
            WebTestClient speaking =
                    auditor.mutate().defaultHeader("Accept-Language", language).build();
            JsonNode problem = json(pairing(speaking, "{}").expectStatus().isForbidden());
            assertThat(problem.path("code").asString()).isEqualTo("FORBIDDEN");
            assertThat(problem.path("action").asString()).isEqualTo("pairing.create");
            texts.add(problem.path("detail").asString());
            JsonNode error =
                    json(send(speaking, approval(), Map.of())).path("errors").path(0);
            assertThat(error.path("extensions").path("classification").asString())
                    .isEqualTo("FORBIDDEN");
            assertThat(error.path("extensions").path("code").asString()).isEqualTo("FORBIDDEN");
            assertThat(error.path("extensions").path("action").asString()).isEqualTo("draft.approve");
            texts.add(error.path("message").asString());
        }
        assertThat(texts).doesNotHaveDuplicates().noneMatch(text -> text.contains("{0}"));
        assertThat(texts.get(0)).contains("pairing.create", "Ask whoever runs this installation");
        assertThat(texts.get(3)).contains("draft.approve", "관리자에게");
    }

    @Test
    void oneRefusedFieldLeavesTheOthersOfARequest() {
        JsonNode answer = json(send(limitedTo("reader"), "{ me { id } auditLog { edges { cursor } } }", Map.of()));
        assertThat(answer.path("data").isNull()).as("auditLog must not be null").isTrue();
        assertThat(json(send(limitedTo("reader"), "{ me { id } draft(id: \"" + NONE + "\") { id } }", Map.of()))
                        .path("data")
                        .path("me")
                        .path("id")
                        .asString())
                .isEqualTo(OWNER.toString());
    }

    @Test
    void hundredsOfRefusedFieldsOfOneRequestAreOneEntry() {
        StringBuilder query = new StringBuilder("{");
        for (int i = 0; i < 300; i++) {
            query.append(" a").append(i).append(": auditLog(first: 1) { pageInfo { hasNextPage } }");
        }
        WebTestClient agent = limitedTo("agent");
        fromHereOn();
        assertThat(Answer.of(send(agent, query.append(" }").toString(), Map.of()))
                        .forbidden())
                .isTrue();
        assertThat(denials()).containsExactly("audit.read DENIED ROLE");
    }

    // --- what is remembered

    @Test
    void loginsReplaysAndWritesAreInTheLogAndNoSecretIs() {
        String code = code();
        JsonNode paired = json(anybody.post()
                .uri("/api/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .header("comfort-client", "vscode/1.2")
                .bodyValue(Map.of("code", code, "renews", true))
                .exchange());
        Map<String, String> refresh =
                Map.of("refreshToken", paired.path("refreshToken").asString());
        for (int i = 0; i < 2; i++) {
            anybody.post()
                    .uri("/api/tokens/renewals")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(refresh)
                    .exchange();
        }
        anybody.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", code))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        for (Action action : List.of(Action.PROJECTION_REPLAY, Action.DEAD_LETTER_RETRY, Action.KEY_ROTATE)) {
            var _ = Answer.of(probes().get(action).apply(owner));
        }
        assertThat(entries())
                .containsExactly(
                        "pairing.create ALLOWED null",
                        "token.begin ALLOWED null",
                        "token.renew DENIED REPLAYED",
                        "session.begin DENIED PAIRING_CODE_INVALID",
                        "projection.replay ALLOWED null",
                        "dead-letter.retry ALLOWED null",
                        "key.rotate ALLOWED null");
        assertThat(jdbc.sql("SELECT actor || ' ' || client FROM gateway.action_log WHERE id > :id"
                                + " AND action = 'token.begin'")
                        .param("id", before)
                        .query(String.class)
                        .single())
                .isEqualTo("user:" + OWNER + " vscode/1.2");
        String rows = String.join(
                "\n",
                jdbc.sql("SELECT row_to_json(l)::text FROM gateway.action_log l")
                        .query(String.class)
                        .list());
        assertThat(rows).doesNotContain(code, paired.path("token").asString(), refresh.get("refreshToken"), TOKEN);
    }

    @Test
    void anEntryHasTheTraceOfItsRequest() {
        UUID trace = UUID.randomUUID();
        limitedTo("reader")
                .get()
                .uri("/api/projections")
                .header("traceparent", "00-" + trace.toString().replace("-", "") + "-0123456789abcdef-01")
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(jdbc.sql("SELECT action || ' ' || target FROM gateway.action_log WHERE trace = :trace")
                        .param("trace", trace)
                        .query(String.class)
                        .list())
                .containsExactly("projection.read /api/projections");
    }

    @Test
    void nobodyChangesTheLog() {
        for (String change : List.of(
                "UPDATE gateway.action_log SET reason = 'x'",
                "DELETE FROM gateway.action_log",
                "TRUNCATE gateway.action_log",
                "INSERT INTO gateway.role_action_map (role, action) VALUES ('reader', 'draft.approve')",
                "INSERT INTO gateway.role (code) VALUES ('emperor')")) {
            assertThatThrownBy(() -> jdbc.sql(change).update())
                    .as(change)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    // ---

    private record Answer(int status, JsonNode body) {
        static Answer of(ResponseSpec response) {
            var result = response.expectBody().returnResult();
            byte[] body = result.getResponseBody();
            MediaType type =
                    Objects.requireNonNullElse(result.getResponseHeaders().getContentType(), MediaType.TEXT_PLAIN);
            // Lines of JSON, of an export, are not JSON.
            boolean json = body != null
                    && body.length > 0
                    && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
            return new Answer(result.getStatus().value(), json ? JSON.readTree(body) : JSON.createObjectNode());
        }

        boolean forbidden() {
            return status == 403
                    || "FORBIDDEN"
                            .equals(body.path("errors")
                                    .path(0)
                                    .path("extensions")
                                    .path("code")
                                    .asString(""));
        }
    }

    private static String approval() {
        return "mutation { approveDraft(input: {draftId: \"" + NONE + "\", expectedVersion: 1}) { version } }";
    }

    /** A request for each action; what it asks for is not there, so that it changes nothing. */
    private static Map<Action, Function<WebTestClient, ResponseSpec>> probes() {
        Map<Action, Function<WebTestClient, ResponseSpec>> probes = new EnumMap<>(Action.class);
        String draft = "draftId: \"" + NONE + "\"";
        String agent = draft + ", agentId: \"" + NONE + "\"";
        field(probes, Action.GRAPHQL_ASK, "{ __typename }");
        field(probes, Action.ME_READ, "{ me { id } }");
        field(
                probes,
                Action.DEVICE_REVOKE,
                "mutation { revokeDevice(input: {deviceId: \"" + NONE + "\"}) { deviceId } }");
        field(probes, Action.DRAFT_READ, "{ draft(id: \"" + NONE + "\") { id } }");
        field(
                probes,
                Action.DRAFT_EDIT,
                "mutation { editDraft(input: {" + draft + ", message: \"x\", expectedVersion: 1}) { version } }");
        field(probes, Action.DRAFT_REDRAFT, "{ candidates(" + draft + ") { message } }");
        field(probes, Action.DRAFT_APPROVE, approval());
        field(
                probes,
                Action.DRAFT_DISCARD,
                "mutation { discardDraft(input: {" + draft + ", expectedVersion: 1}) { version } }");
        field(
                probes,
                Action.FINDING_CLEAR,
                "mutation { clearFindings(input: {" + draft + ", findings: [\"x\"]}) { version } }");
        String member = "repositoryId: \"" + NONE + "\"";
        field(probes, Action.MEMBER_READ, "{ members(" + member + ") { user } }");
        field(
                probes,
                Action.MEMBER_ADD,
                "mutation { addMember(input: {" + member + ", person: \"x\"}) { members { user } } }");
        field(
                probes,
                Action.MEMBER_REMOVE,
                "mutation { removeMember(input: {" + member + ", person: \"x\"}) { members { user } } }");
        field(
                probes,
                Action.REPOSITORY_CONFIGURE,
                "mutation { setDrafting(input: {" + member + "}) { drafting { gitmoji } } }");
        field(probes, Action.USAGE_READ, "{ usage { month } }");
        field(probes, Action.PLAN_READ, "{ plans { name } }");
        field(probes, Action.NOTIFICATION_READ, "{ notificationPreferences { language } }");
        field(
                probes,
                Action.NOTIFICATION_CHOOSE,
                "mutation { setNotificationPreferences(input: {channels: [], language: \"x\"}) { language } }");
        field(probes, Action.PUSH_CLAIM, "mutation { claimAgentPush(input: {" + agent + "}) { message } }");
        field(
                probes,
                Action.PUSH_RECORD,
                "mutation { recordAgentFailure(input: {" + agent
                        + ", failure: AGENT_AWAY, detail: \"x\", attempts: 1}) { version } }");
        field(probes, Action.AUDIT_READ, "{ auditLog { edges { cursor } } }");
        route(probes, Action.AUDIT_EXPORT, HttpMethod.GET, "/api/audit/export?draftId=" + NONE);
        route(probes, Action.AUDIT_PROVE, HttpMethod.GET, "/api/audit/proof/consistency?from=0");
        route(probes, Action.CHAIN_EXPORT, HttpMethod.GET, "/api/audit/chain?to=99999");
        route(probes, Action.PAIRING_CREATE, HttpMethod.POST, "/api/pairings");
        route(probes, Action.CAPTURE_SEND, HttpMethod.POST, "/api/captures/negotiations");
        route(probes, Action.ACTUATOR_READ, HttpMethod.GET, "/actuator/none");
        route(probes, Action.PROJECTION_READ, HttpMethod.GET, "/api/projections");
        route(probes, Action.PROJECTION_REPLAY, HttpMethod.POST, "/api/projections/none/rebuild/pause");
        route(probes, Action.DEAD_LETTER_READ, HttpMethod.GET, "/api/dead-letters");
        route(probes, Action.DEAD_LETTER_RETRY, HttpMethod.POST, "/api/dead-letters/none/retry");
        route(probes, Action.DEAD_LETTER_DISCARD, HttpMethod.DELETE, "/api/dead-letters/none");
        // no program's: by the owner token or a session only
        route(probes, Action.KEY_ROTATE, HttpMethod.POST, "/api/keys/rotations");
        route(probes, Action.PERSON_ERASE, HttpMethod.GET, "/api/people/erasures");
        route(probes, Action.DELIVERY_READ, HttpMethod.GET, "/webhooks/deliveries/captures/ci/none");
        route(probes, Action.SESSION_END, HttpMethod.DELETE, "/api/sessions");
        return probes;
    }

    private static void field(Map<Action, Function<WebTestClient, ResponseSpec>> probes, Action action, String query) {
        probes.put(action, client -> send(client, query, Map.of()));
    }

    private static void route(
            Map<Action, Function<WebTestClient, ResponseSpec>> probes, Action action, HttpMethod method, String path) {
        probes.put(
                action,
                client -> client.method(method)
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{}")
                        .exchange());
    }

    private WebTestClient limitedTo(String role) {
        String token = json(anybody.post()
                        .uri("/api/tokens")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("code", code(role)))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("token")
                .asString();
        return anybody.mutate()
                .defaultHeader("Authorization", "Bearer " + token)
                .build();
    }

    private String code(String role) {
        return pair(owner, "{\"role\":\"" + role + "\"}").body().path("code").asString();
    }

    private static Answer pair(WebTestClient client, String body) {
        return Answer.of(pairing(client, body));
    }

    private static ResponseSpec pairing(WebTestClient client, String body) {
        return client.post()
                .uri("/api/pairings")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private List<String> entries() {
        return jdbc.sql("SELECT concat(action, ' ', outcome, ' ', coalesce(reason, 'null')) FROM gateway.action_log"
                        + " WHERE id > :id ORDER BY id")
                .param("id", before)
                .query(String.class)
                .list();
    }

    private List<String> denials() {
        return entries().stream().filter(entry -> entry.contains(" DENIED ")).toList();
    }
}
