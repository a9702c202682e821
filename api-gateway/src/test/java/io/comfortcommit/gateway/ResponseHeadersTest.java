package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import graphql.schema.GraphQLFieldDefinition;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.query.DraftView;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** What every response says, whatever was asked and whoever refused it, and that nobody else says anything in it. */
@NullUnmarked // its fields are filled by the test framework
class ResponseHeadersTest extends GatewayTest {
    private static final Map<String, String> ALWAYS = Map.of(
            "trace_uuid", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "content-security-policy",
                    "default-src 'none'; script-src 'self'(?: 'sha256-[\\w+/]{43}=')?; .*frame-ancestors 'none'.*",
            "x-content-type-options", "nosniff",
            "x-frame-options", "DENY",
            "referrer-policy", "no-referrer",
            "permissions-policy", ".*camera=\\(\\).*geolocation=\\(\\).*");

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\*?([A-Za-z]+)[^}]*}");
    private static final String JSON_BODY = "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s";
    private static final String MARK = "injected";

    private static final UUID AGENT = UUID.randomUUID();
    private static final String OF_AGENT = "agentId: \"" + AGENT + "\"";

    /** Mutations of one draft, with what each of them takes besides. */
    private static final Map<String, String> OF_A_DRAFT = Map.of(
            "editDraft", "message: \"fix: y\" expectedVersion: 2",
            "approveDraft", "expectedVersion: 2",
            "splitDraft", "parts: [] expectedVersion: 2",
            "clearFindings", "findings: [\"x\"]",
            "redraft", "instruction: \"shorter\" expectedVersion: 2",
            "discardDraft", "expectedVersion: 2",
            "claimAgentPush", OF_AGENT,
            "recordAgentPush",
                    OF_AGENT + " commitId: \"" + "0".repeat(40) + "\" landing: BRANCH branch: \"main\""
                            + " rebased: false attempts: 1",
            "recordAgentFailure", OF_AGENT + " failure: AGENT_AWAY detail: \"x\" attempts: 1");

    /** Likewise of one repository. */
    private static final Map<String, String> OF_A_REPOSITORY =
            Map.of("addMember", "person: \"x\"", "removeMember", "person: \"x\"", "setDrafting", "gitmoji: true");

    private static final Set<String> OF_NONE = Set.of(
            "revokeDevice",
            "setNotificationPreferences",
            "subscribeWebPush",
            "unsubscribeWebPush",
            "beginKakao",
            "finishKakao",
            "disconnectKakao");

    /** Ends of lines in the forms in which they pass one check and are read by another. */
    private static final List<String> ENDS = List.of(
            "%0d%0a",
            "%0D%0A",
            "%0a",
            "%0d",
            "%250d%250a",
            "%c4%8d%c4%8a", // U+010D, U+010A: their low bytes are CR and LF
            "%e5%98%8d%e5%98%8a", // U+560D, U+560A, likewise
            "%c2%85", // next line
            "%e2%80%a8", // line separator
            "%c0%8d%c0%8a", // overlong
            "\u560d\u560a",
            "\u010d\u010a",
            "\u2028",
            "\u0085",
            "\r",
            "%00");

    @Autowired
    ApplicationContext context;

    @Autowired
    GraphQlSource source;

    @Autowired
    MemoryMembers members;

    private final Set<Integer> seen = new TreeSet<>();

    // --- what every response says

    @Test
    void everyRouteAnswersWithATraceAndWithWhatBrowsersMayNotDo() throws IOException {
        for (String pattern : patterns()) {
            String path = VARIABLE.matcher(pattern).replaceAll(UUID.randomUUID().toString());
            for (String method : METHODS) {
                says(method, path, "Content-Length: 0\r\n\r\n");
                says(method, path, ours() + "Content-Length: 0\r\n\r\n");
                says(method, path, ours() + JSON_BODY.formatted(2, "{}"));
            }
        }
        assertThat(seen).contains(200, 400, 401, 403, 404, 405, 415);
    }

    @Test
    void aRefusalBeforeAnyRouteSaysTheSame() throws IOException {
        says("GET", "/nowhere", ours() + "\r\n");
        says("GET", "/nowhere", "\r\n");
        says("POST", "/graphql", ours() + "Accept: image/png\r\n" + JSON_BODY.formatted(2, "{}"));
        says("POST", "/graphql", "Cookie: comfort_session=" + session() + "\r\n" + JSON_BODY.formatted(2, "{}"));
        String large = "{\"query\":\"" + "x".repeat(600_000) + "\"}";
        says("POST", "/graphql", ours() + JSON_BODY.formatted(large.length(), large));
        says("POST", "/graphql", ours() + JSON_BODY.formatted(1, "{"));
        holds("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        for (int times = 0; times < 7; times++) {
            says("GET", "/", "Authorization: Bearer wrong\r\n\r\n");
        }
        assertThat(seen).contains(400, 401, 403, 404, 406, 413, 421, 429);
    }

    /** Spring's firewall, Spring's own reading of addresses, and Netty come before everything of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET //evil.example HTTP/1.1",
                "GET /d/a;b HTTP/1.1",
                "GET /d/%2e%2e/x HTTP/1.1",
                "GET /d/a%0d%0ab HTTP/1.1",
                "GET /a|b HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /[ HTTP/1.1",
                "FETCH / HTTP/1.1",
                "TRACE / HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "GET"
            })
    void whatIsNoRequestAtAllIsAnsweredLikewise(String line) throws IOException {
        ResponseHead head = holds(line + "\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n");
        assertThat(head.status()).as(line).isBetween(400, 499);
    }

    @Test
    void aHeadThatIsTooLongIsAnsweredLikewise() throws IOException {
        assertThat(says("GET", "/", "X: " + "x".repeat(100_000) + "\r\n\r\n").status())
                .isIn(400, 413, 431);
        assertThat(says("GET", "/" + "x".repeat(100_000), "\r\n").status()).isIn(400, 413, 414);
    }

    @Test
    void thePagesFilesStreamsAndWebSocketsSayItToo() throws IOException {
        DraftView draft = drafts.drafted("feat: x");
        for (String address : List.of("/", "/d/" + draft.draftId(), "/worker.js", "/openapi.yaml", asset("main.js"))) {
            assertThat(says("GET", address, "\r\n").status()).as(address).isEqualTo(200);
        }
        String tag = says("GET", "/", "\r\n").values("etag").getFirst();
        assertThat(says("GET", "/", "If-None-Match: " + tag + "\r\n\r\n").status())
                .isEqualTo(304);
        String follow = "{\"query\":\"subscription { draftChanged(id: \\\"" + draft.draftId() + "\\\") { id } }\"}";
        assertThat(says(
                                "POST",
                                "/graphql",
                                ours() + "Accept: text/event-stream\r\n" + JSON_BODY.formatted(follow.length(), follow))
                        .values("content-type"))
                .singleElement()
                .asString()
                .startsWith("text/event-stream");
        String handshake = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
        assertThat(says("GET", "/graphql", ours() + handshake).status()).isEqualTo(101);
        assertThat(says("GET", "/graphql", handshake).status()).isEqualTo(401);
        assertThat(says("GET", "/api/login/corp", "\r\n").status()).isEqualTo(303);
    }

    @Test
    void whatConcernsOneRepositorySaysWhich() throws IOException {
        DraftView draft = drafts.drafted("feat: x");
        for (String query :
                List.of("{ draft(id: \"" + draft.draftId() + "\") { id } }", "{ drafts { edges { node { id } } } }")) {
            assertThat(asks(query).values("repo_uuid"))
                    .as(query)
                    .containsExactly(draft.repositoryId().toString());
        }
    }

    /** Of the schema itself, so that a mutation of tomorrow fails here until it is said what it concerns. */
    @Test
    void everyMutationOfWhatConcernsARepositorySaysWhich() throws IOException {
        assertThat(source.schema().getMutationType().getFieldDefinitions())
                .extracting(GraphQLFieldDefinition::getName)
                .containsExactlyInAnyOrderElementsOf(Stream.of(OF_A_DRAFT.keySet(), OF_A_REPOSITORY.keySet(), OF_NONE)
                        .flatMap(Set::stream)
                        .toList());
        for (Map.Entry<String, String> mutation : OF_A_DRAFT.entrySet()) {
            DraftView draft = drafts.drafted("feat: x");
            repositories.holds(draft.draftId(), draft.repositoryId());
            repositories.leaveToAgent(draft.draftId());
            if (mutation.getKey().startsWith("record")) {
                repositories.claim(draft.author(), draft.draftId(), AGENT);
            }
            String input = "draftId: \"" + draft.draftId() + "\" " + mutation.getValue();
            assertThat(asks("mutation { " + mutation.getKey() + "(input: {" + input + "}) { __typename } }")
                            .values("repo_uuid"))
                    .as(mutation.getKey())
                    .containsExactly(draft.repositoryId().toString());
        }
        RepositoryId repository = members.track(new UserId(OWNER), "https://git.example.org/team/app.git");
        for (Map.Entry<String, String> mutation : OF_A_REPOSITORY.entrySet()) {
            String input = "repositoryId: \"" + repository + "\" " + mutation.getValue();
            assertThat(asks("mutation { " + mutation.getKey() + "(input: {" + input + "}) { __typename } }")
                            .values("repo_uuid"))
                    .as(mutation.getKey())
                    .containsExactly(repository.toString());
        }
    }

    private ResponseHead asks(String query) throws IOException {
        String body = JSON.writeValueAsString(Map.of("query", query));
        return says("POST", "/graphql", ours() + JSON_BODY.formatted(body.length(), body));
    }

    // --- that nobody else says anything

    static List<String> ends() {
        return ENDS;
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aVariableOfAPathAddsNoHeader(String end) throws IOException {
        for (String pattern : patterns()) {
            Matcher variable = VARIABLE.matcher(pattern);
            while (variable.find()) {
                String path = VARIABLE.matcher(pattern.substring(0, variable.start())
                                + Matcher.quoteReplacement(payload(end))
                                + pattern.substring(variable.end()))
                        .replaceAll("x");
                addsNothing("GET", path, ours() + "\r\n");
                addsNothing("POST", path, ours() + JSON_BODY.formatted(2, "{}"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aParameterAddsNoHeader(String end) throws IOException {
        for (Map.Entry<String, Set<String>> route : parameters().entrySet()) {
            String path = VARIABLE.matcher(route.getKey()).replaceAll("corp");
            for (String name : route.getValue()) {
                addsNothing("GET", path + "?" + name + "=" + payload(end), ours() + "\r\n");
                addsNothing("GET", path + "?" + name + "=" + payload(end), "\r\n");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aHeaderAddsNoHeader(String end) throws IOException {
        for (String name : List.of(
                "traceparent",
                "tracestate",
                "trace_uuid",
                "repo_uuid",
                "Accept",
                "Accept-Language",
                "Accept-Encoding",
                "Authorization",
                "Content-Type",
                "Cookie",
                "Forwarded",
                "Host",
                "If-None-Match",
                "Last-Event-ID",
                "Origin",
                "Referer",
                "User-Agent",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Prefix",
                "X-Forwarded-Proto",
                "X-Request-Id",
                "comfort-client")) {
            String value = (name.equals("Cookie") ? "comfort_session=" : "") + payload(end);
            for (String path :
                    List.of("/", "/nowhere", "/api/login/corp", "/api/login/corp/callback", "/api/audit/export")) {
                ResponseHead head = ResponseHead.of(
                        port,
                        "GET " + path + " HTTP/1.1\r\n"
                                + (name.equals("Host") ? "" : "Host: 127.0.0.1:" + port + "\r\n") + name + ": " + value
                                + "\r\nConnection: close\r\n\r\n");
                nothingAdded(head, name + ": " + value);
            }
        }
        String handshake = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " + payload(end) + "\r\n\r\n";
        addsNothing("GET", "/graphql", ours() + handshake);
    }

    /** Where somebody is led after signing in is decided before the provider is asked. */
    @ParameterizedTest
    @MethodSource("ends")
    void whereALoginLeadsIsOursOrHome(String end) throws IOException, ParseException {
        String draft = "/d/" + UUID.randomUUID();
        for (String to : List.of(draft + payload(end), payload(end), "/" + payload(end), "/settings" + payload(end))) {
            ResponseHead head = addsNothing("GET", "/api/login/corp?to=" + to, "\r\n");
            if (head.status() == 303) {
                String cookie = head.values("set-cookie").getFirst();
                String token = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
                assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("back"))
                        .as(to)
                        .isEqualTo("/");
            } else {
                assertThat(head.status()).as(to).isEqualTo(400);
            }
        }
    }

    private static String payload(String end) {
        return end + MARK + ":%20yes" + end + "Set-Cookie:%20" + MARK + "=1" + end + end + "%3Cp%3E";
    }

    private ResponseHead addsNothing(String method, String path, String rest) throws IOException {
        ResponseHead head = ResponseHead.of(port, request(method, path, rest));
        nothingAdded(head, path);
        return head;
    }

    private static void nothingAdded(ResponseHead head, String by) {
        assertThat(head.text()).as(by).doesNotContainIgnoringCase(MARK);
        assertThat(head.values("trace_uuid")).as(by).hasSize(1);
    }

    private ResponseHead says(String method, String path, String rest) throws IOException {
        return holds(request(method, path, rest));
    }

    private String request(String method, String path, String rest) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + (rest.contains("Connection:") ? "" : "Connection: close\r\n") + rest;
    }

    private ResponseHead holds(String request) throws IOException {
        ResponseHead head = ResponseHead.of(port, request);
        seen.add(head.status());
        String line = request.substring(0, Math.min(request.length(), 200));
        ALWAYS.forEach((name, value) -> assertThat(head.values(name))
                .as("%s of %s\n%s", name, line, head.text())
                .singleElement()
                .asString()
                .matches(value));
        return head;
    }

    private static String ours() {
        return "Authorization: Bearer " + TOKEN + "\r\n";
    }

    private Set<String> patterns() {
        Set<String> patterns = new TreeSet<>(Set.of("/graphql", "/actuator", "/actuator/health", "/actuator/env"));
        context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .forEach(info -> info.getPatternsCondition()
                        .getPatterns()
                        .forEach(pattern -> patterns.add(pattern.getPatternString())));
        return patterns;
    }

    /** What each path of the contract takes in a query, by path. */
    private Map<String, Set<String>> parameters() {
        JsonNode contract = JSON.valueToTree(new Yaml()
                .load(anybody.get()
                        .uri("/openapi.yaml")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody()));
        Map<String, Set<String>> parameters = new TreeMap<>();
        contract.path("paths").properties().forEach(path -> {
            Set<String> names = new TreeSet<>();
            path.getValue()
                    .findValues("parameters")
                    .forEach(list -> list.forEach(one -> {
                        JsonNode parameter = one.has("$ref")
                                ? contract.at(one.path("$ref").asString().substring(1))
                                : one;
                        if (parameter.path("in").asString().equals("query")) {
                            names.add(parameter.path("name").asString());
                        }
                    }));
            if (!names.isEmpty()) {
                parameters.put(path.getKey(), names);
            }
        });
        assertThat(parameters).containsKeys("/api/login/{provider}", "/api/audit", "/api/dead-letters");
        return parameters;
    }

    private String asset(String name) {
        Matcher address = Pattern.compile("/assets/\\w+/" + name)
                .matcher(String.valueOf(anybody.get()
                        .uri("/")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody()));
        assertThat(address.find()).isTrue();
        return address.group();
    }
}
