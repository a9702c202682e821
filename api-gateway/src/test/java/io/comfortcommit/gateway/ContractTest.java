package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** The published contract says what is there, and what is there keeps to it. */
@NullUnmarked // its fields are filled before each test
class ContractTest extends GatewayTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    /** For people: the page and its files. */
    private static final Set<String> PAGES = Set.of(
            "get /",
            "get /history",
            "get /devices",
            "get /settings",
            "get /graphiql",
            "get /d/{draftId}",
            "get /worker.js",
            "get /assets/{version}/{name}");

    @Autowired
    @Qualifier("requestMappingHandlerMapping") // the other is the actuator's
    RequestMappingHandlerMapping routes;

    @Autowired
    JdbcClient jdbc;

    private JsonNode contract;
    private SchemaRegistry schemas;

    @BeforeEach
    void read() {
        String text = new String(
                anybody.get()
                        .uri("/openapi.yaml")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .contentType("application/yaml")
                        .expectBody()
                        .returnResult()
                        .getResponseBody(),
                StandardCharsets.UTF_8);
        contract = JSON.valueToTree(new Yaml().load(text));
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of("https://example.org/contract", contract.toString())));
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() {
        Set<String> there = new TreeSet<>();
        routes.getHandlerMethods().forEach((mapping, method) -> {
            if (method.getBeanType().getName().startsWith("io.comfortcommit.")) {
                for (RequestMethod verb : mapping.getMethodsCondition().getMethods()) {
                    mapping.getPatternsCondition()
                            .getPatterns()
                            .forEach(path ->
                                    there.add(verb.name().toLowerCase(Locale.ROOT) + " " + path.getPatternString()));
                }
            }
        });
        there.removeAll(PAGES);
        there.add("get /actuator/health");
        assertThat(documented()).isEqualTo(there);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(contract.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                contract.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyOperationHasANameOfItsOwn() {
        List<String> ids = contract.findValuesAsString("operationId");
        assertThat(ids).doesNotHaveDuplicates().hasSize(documented().size());
    }

    @Test
    void whatIsAskedAndAnsweredKeepsToTheContract() {
        conforms("Health", json(anybody.get().uri("/actuator/health").exchange()));
        Map<String, Object> negotiation = Map.of(
                "remote",
                "https://git.example.org/team/app.git",
                "defaultBranch",
                "main",
                "candidates",
                List.of("b".repeat(40)));
        conforms("Negotiation", JSON.valueToTree(negotiation));
        conforms(
                "Negotiated",
                json(post("/api/captures/negotiations", negotiation)
                        .expectStatus()
                        .isOk()));
        conforms("Pairing", json(post("/api/pairings", Map.of()).expectStatus().isOk()));
        conforms(
                "Token",
                json(post("/api/tokens", Map.of("code", code())).expectStatus().isOk()));
        conforms(
                "Token",
                json(post("/api/tokens", Map.of("code", code(), "renews", true))
                        .expectStatus()
                        .isOk()));
        conforms("SigningKeys", json(anybody.get().uri("/.well-known/jwks.json").exchange()));
        conforms(
                "RotatedKeys",
                json(post("/api/keys/rotations", Map.of()).expectStatus().isOk()));
        UUID person = UUID.randomUUID();
        jdbc.sql("INSERT INTO gateway.user_role (user_id, role) VALUES (:person, 'author')")
                .param("person", person)
                .update();
        conforms(
                "Erasures",
                json(post("/api/people/erasures", Map.of("person", person.toString()))
                        .expectStatus()
                        .isOk()));
        conforms("Erasures", json(owner.get().uri("/api/people/erasures").exchange()));
        conforms("Capture", JSON.valueToTree(capture()));
        conforms("Projections", json(owner.get().uri("/api/projections").exchange()));
        conforms(
                "Rebuild",
                json(post("/api/projections/drafts/rebuilds", Map.of("dryRun", true))
                        .expectStatus()
                        .isAccepted()));
        conforms("DeadLetters", json(owner.get().uri("/api/dead-letters").exchange()));
    }

    @ParameterizedTest
    @CsvSource({
        "get, /api/none",
        "post, /api/captures/negotiations",
        "post, /api/sessions",
        "post, /webhooks/captures",
        "post, /webhooks/github",
        "get, /webhooks/deliveries/captures/ci/none",
        "delete, /api/captures"
    })
    void everyRefusalIsAProblemOfTheContract(String method, String path) {
        JsonNode problem = json(owner.method(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)))
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .is4xxClientError());
        conforms("Problem", problem);
    }

    @ParameterizedTest
    @CsvSource({
        "captureId, x",
        "captureId,",
        "snapshot, xyz",
        "mode, HEAD",
        "capturedAt, yesterday",
        "client, nobody",
        "extra, 1"
    })
    void whatTheServerRefusesTheSchemaOfACaptureRefusesToo(String field, String value) {
        Map<String, Object> changed = capture();
        if (value == null) {
            changed.remove(field);
        } else {
            changed.put(field, value);
        }
        assertThat(errors("Capture", JSON.valueToTree(changed))).isNotEmpty();
    }

    private Set<String> documented() {
        return contract.path("paths").properties().stream()
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .map(method -> method + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ResponseSpec post(String path, Map<String, ?> body) {
        return owner.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(body))
                .exchange();
    }

    private void conforms(String schema, JsonNode value) {
        assertThat(errors(schema, value)).as("%s: %s", schema, value).isEmpty();
    }

    private List<String> errors(String name, JsonNode value) {
        Schema schema =
                schemas.getSchema(SchemaLocation.of("https://example.org/contract#/components/schemas/" + name));
        return Stream.of(value)
                .flatMap(one -> schema
                        .validate(
                                one, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                        .stream())
                .map(Object::toString)
                .toList();
    }

    private static Map<String, Object> capture() {
        Map<String, Object> form = new LinkedHashMap<>(Map.of(
                "captureId", UUID.randomUUID().toString(),
                "repositoryId", UUID.randomUUID().toString(),
                "lane", UUID.randomUUID().toString(),
                "snapshot", "a".repeat(40),
                "branch", "main",
                "mode", "INDEX",
                "author", Map.of("name", "김 편안", "email", "kim@example.org"),
                "capturedAt", "2026-11-02T10:00:00Z",
                "client", "ci/1"));
        form.put("base", null);
        return form;
    }
}
