package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.query.AuditQuery.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/** Logins, refusals and recorded actions stand in the audit log beside the events. */
@NullUnmarked // its fields are filled by the test framework
class ActionsInTheAuditLogTest extends GatewayTest {
    private static final String ACTIONS = "&events=LoggedIn&events=LoginRefused&events=Allowed&events=Denied";

    private WebTestClient program(String role) {
        String code = json(owner.post()
                        .uri("/api/pairings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("role", role))
                        .exchange())
                .path("code")
                .asString();
        String token = json(anybody.post()
                        .uri("/api/tokens")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("code", code))
                        .exchange())
                .path("token")
                .asString();
        return anybody.mutate()
                .defaultHeader("Authorization", "Bearer " + token)
                .build();
    }

    private static void isDenied(WebTestClient client) {
        client.get().uri("/api/projections").exchange().expectStatus().isForbidden();
    }

    private void isTurnedAway() {
        anybody.post()
                .uri("/api/sessions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("code", "AAAA-AAAA-AAAA-AAAA"))
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    private List<JsonNode> entries(WebTestClient client, String query) {
        List<JsonNode> entries = new ArrayList<>();
        json(client.get()
                        .uri("/api/audit?first=100&from=" + clock.instant() + query)
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("entries")
                .forEach(entries::add);
        return entries;
    }

    private static List<String> described(List<JsonNode> entries) {
        return entries.stream()
                .map(entry -> entry.path("description").asString())
                .toList();
    }

    @Test
    void loginsRefusalsAndWhatMattersAreEntriesInTheLanguageOfWhoAsks() {
        isDenied(program("reader"));
        isTurnedAway();

        List<JsonNode> english = entries(owner, "");
        List<JsonNode> korean =
                entries(owner.mutate().defaultHeader("Accept-Language", "ko").build(), "");

        assertThat(described(english))
                .containsExactly(
                        "Login refused: begin a session in a browser – the pairing code is wrong, used or too old",
                        "Denied: see projections – the role does not allow it (/api/projections)",
                        "Logged in: get a token for a program (" + device(english.get(2)) + ")",
                        "Allowed: pair a browser or program (/api/pairings)");
        assertThat(described(korean))
                .startsWith(
                        "로그인 거부: 브라우저 세션 시작 – 연결 코드가 틀렸거나 이미 쓰였거나 너무 오래됨",
                        "거부: 프로젝션 보기 – 역할에 허용되지 않음 (/api/projections)");
        assertThat(english)
                .extracting(entry -> entry.path("event").asString())
                .containsExactly("access.login-refused", "access.denied", "access.logged-in", "access.allowed");
        JsonNode denied = english.get(1);
        assertThat(denied.path("type").asString()).isEqualTo("Denied");
        assertThat(denied.path("id").asString()).isEqualTo("action-" + denied.path("sequence"));
        assertThat(denied.path("actor").asString()).isEqualTo("user:" + OWNER);
        assertThat(denied.path("detail").asString()).isEqualTo("projection.read ROLE /api/projections");
        assertThat(english.getFirst().path("actor").asString()).isEqualTo("anybody");
    }

    private static String device(JsonNode entry) {
        String[] said = entry.path("detail").asString().split(" ");
        return UUID.fromString(said[1]).toString();
    }

    @Test
    void whoMayNotExportTheChainSeesTheirOwnAndNobodyElses() {
        WebTestClient author = program("author");
        isTurnedAway();
        isDenied(author);

        assertThat(entries(owner, "&actor=anybody")).hasSize(1);
        assertThat(entries(author, "&actor=anybody")).isEmpty();
        assertThat(entries(author, ACTIONS))
                .extracting(entry -> entry.path("actor").asString())
                .hasSize(3)
                .containsOnly("user:" + OWNER);
    }

    @Test
    void everyFilterHoldsForThemToo() {
        String draft = new UUID(3, clock.instant().getEpochSecond()).toString();
        UUID trace = UUID.randomUUID();
        program("reader")
                .get()
                .uri("/api/projections")
                .header("traceparent", "00-" + trace.toString().replace("-", "") + "-0123456789abcdef-01")
                .header("comfort-client", "odd.client/7")
                .exchange()
                .expectStatus()
                .isForbidden();
        send(
                owner,
                "mutation { discardDraft(input: {draftId: \"" + draft + "\", expectedVersion: 0, reason: \"x\"})"
                        + " { version } }",
                Map.of());
        isTurnedAway();

        assertThat(entries(owner, "&events=Denied")).hasSize(1);
        assertThat(entries(owner, "&events=LoginRefused&events=Approved")).hasSize(1);
        assertThat(entries(owner, "&events=Approved")).isEmpty();
        assertThat(entries(owner, "&traceId=" + trace)).hasSize(1);
        assertThat(entries(owner, "&traceId=cafe")).isEmpty();
        assertThat(entries(owner, "&text=proj odd")).hasSize(1);
        assertThat(entries(owner, "&text=PROJECTIONS role read")).hasSize(1);
        assertThat(entries(owner, "&text=rojections")).isEmpty();
        assertThat(entries(owner, "&repositoryId=" + UUID.randomUUID())).isEmpty();
        assertThat(entries(owner, "&until=" + clock.instant())).isEmpty();
        assertThat(entries(owner, "&draftId=" + draft)).singleElement().satisfies(entry -> {
            assertThat(entry.path("draftId").asString()).isEqualTo(draft);
            assertThat(entry.path("description").asString()).isEqualTo("Allowed: discard a draft (" + draft + ")");
        });
    }

    @Test
    void whatWasDoneIsFoundByItsDraftHoweverItsIdWasWritten() {
        String draft = new UUID(0xABCDEFL, clock.instant().getEpochSecond()).toString();
        for (String written : List.of(draft, draft.toUpperCase(Locale.ROOT))) {
            send(
                    owner,
                    "mutation { discardDraft(input: {draftId: \"" + written + "\", expectedVersion: 0, reason: \"x\"})"
                            + " { version } }",
                    Map.of());
        }

        assertThat(entries(owner, "&draftId=" + draft))
                .extracting(entry -> entry.path("detail").asString())
                .hasSize(2)
                .containsOnly("draft.discard " + draft);
    }

    @Test
    void pagesOfEventsAndActionsHaveEachEntryOnceAlsoWhileMoreAreWritten() {
        WebTestClient reader = program("reader");
        clock.advance(Duration.ofSeconds(1));
        String from = clock.instant().toString();
        for (int i = 0; i < 5; i++) {
            audit.add("commit-draft.edited", "feat: " + i, clock.instant());
            isDenied(reader);
            if (i == 2) {
                isDenied(reader);
            }
            clock.advance(Duration.ofSeconds(1));
        }
        String until = clock.instant().toString();
        List<String> expected = List.of(
                "Edited", "Denied", "Edited", "Denied", "Edited", "Denied", "Denied", "Edited", "Denied", "Edited",
                "Denied");
        for (int size : List.of(1, 2, 3, 4, 11, 12)) {
            List<String> ids = new ArrayList<>();
            List<String> types = new ArrayList<>();
            String after = "";
            do {
                JsonNode page = json(owner.get()
                        .uri("/api/audit?events=Denied&events=Edited&first=" + size + "&from=" + from + "&until="
                                + until + after)
                        .exchange()
                        .expectStatus()
                        .isOk());
                page.path("entries").forEach(entry -> {
                    ids.add(entry.path("id").asString());
                    types.add(entry.path("type").asString());
                });
                after = page.path("next").isNull()
                        ? null
                        : "&after=" + page.path("next").asString();
                isDenied(reader);
            } while (after != null);

            assertThat(types).as("pages of %d", size).isEqualTo(expected);
            assertThat(ids).doesNotHaveDuplicates();
        }
    }

    @Test
    void theExportHasThemWithItself() {
        isTurnedAway();
        String csv = new String(
                owner.get()
                        .uri("/api/audit/export?format=csv&from=" + clock.instant())
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody(),
                StandardCharsets.UTF_8);

        assertThat(csv.lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1)).contains(",Allowed,access.allowed,", "audit.export"))
                .satisfies(lines -> assertThat(lines.get(2)).contains(",LoginRefused,access.login-refused,"));
    }

    @ParameterizedTest
    @CsvSource({"auditor, EVERYBODYS", "author, OWN"})
    void whoProvesTheAuditLogSeesTheEventsOfEverybodyToo(String role, Scope scope) {
        assertThat(json(send(program(role), "{ auditLog(first: 1) { pageInfo { hasNextPage } } }", Map.of()))
                        .path("errors")
                        .isMissingNode())
                .isTrue();

        assertThat(audit.asked().getLast().scope()).isEqualTo(scope);
    }

    @Test
    void whoFollowsIsToldOfThemToo() throws Exception {
        WebTestClient reader = program("reader");
        BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
        Disposable following = follow(
                        "subscription($filter: AuditFilter) { auditAdded(filter: $filter) { type description } }",
                        Map.of("filter", Map.of("events", List.of("Denied", "Approved"), "text", "proj")))
                .subscribe(told::add);
        audit.awaitsFollowers(1);

        isTurnedAway();
        isDenied(reader);

        JsonNode first = told.poll(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
        assertThat(first.path("data").path("auditAdded").path("description").asString())
                .isEqualTo("Denied: see projections – the role does not allow it (/api/projections)");
        following.dispose();
        audit.awaitsFollowers(0);
    }
}
