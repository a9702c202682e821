package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.AuditFilter;
import io.comfortcommit.messages.query.AuditQuery.FindAuditEntries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

class AuditTest extends GatewayTest {
    private static final String LOG = """
            query($filter: AuditFilter, $first: Int, $after: String) {
              auditLog(filter: $filter, first: $first, after: $after) {
                edges { cursor node { id type event at actor client traceId repositoryId draftId sequence detail description } }
                pageInfo { hasNextPage hasPreviousPage endCursor } } }""";

    /** No action is of a repository: what others have done meanwhile is not shown. */
    private static final String EVENTS = "repositoryId=" + new UUID(0, 7);

    private static final Map<String, String> ONLY_EVENTS = Map.of("repositoryId", new UUID(0, 7).toString());

    private JsonNode get(String path) {
        return json(owner.get().uri(path).exchange().expectStatus().isOk());
    }

    private WebTestClient.ResponseSpec export(String query) {
        return owner.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .build()
                .get()
                .uri("/api/audit/export" + query)
                .header("Accept-Language", "ko")
                .exchange();
    }

    private static String text(WebTestClient.ResponseSpec response) {
        byte[] body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void aPageSaysEverythingOfAnEntryInTheCallersLanguage() {
        audit.add("commit-draft.approved", "feat: a");

        JsonNode node = ask(LOG, Map.of("filter", ONLY_EVENTS))
                .path("data")
                .path("auditLog")
                .path("edges")
                .get(0)
                .path("node");

        assertThat(node.path("id").asString()).isEqualTo(new UUID(1, 0).toString());
        assertThat(node.path("type").asString()).isEqualTo("Approved");
        assertThat(node.path("event").asString()).isEqualTo("commit-draft.approved");
        assertThat(node.path("at").asString()).isEqualTo("2026-11-01T09:00:00Z");
        assertThat(node.path("actor").asString()).isEqualTo("user:" + OWNER);
        assertThat(node.path("client").asString()).isEqualTo("page/1");
        assertThat(node.path("traceId").asString()).isEqualTo("cafe");
        assertThat(node.path("sequence").asInt()).isZero();
        assertThat(node.path("detail").asString()).isEqualTo("feat: a");
        assertThat(node.path("description").asString()).isEqualTo("Approved: feat: a");
        JsonNode korean = json(owner.get()
                .uri("/api/audit?" + EVENTS)
                .header("Accept-Language", "ko")
                .exchange());
        assertThat(korean.path("entries").get(0).path("description").asString()).isEqualTo("승인: feat: a");
        assertThat(korean.path("entries").get(0).path("draftId").asString()).isEqualTo(new UUID(0, 8).toString());
    }

    @Test
    void pagesFollowOneAnotherByTheirCursors() {
        for (int i = 0; i < 5; i++) {
            audit.add("commit-draft.edited", "feat: " + i);
        }
        List<String> byGraphql = new ArrayList<>();
        JsonNode page =
                ask(LOG, Map.of("first", 2, "filter", ONLY_EVENTS)).path("data").path("auditLog");
        assertThat(page.path("pageInfo").path("hasPreviousPage").asBoolean()).isFalse();
        while (true) {
            page.path("edges")
                    .forEach(edge ->
                            byGraphql.add(edge.path("node").path("detail").asString()));
            if (!page.path("pageInfo").path("hasNextPage").asBoolean()) {
                break;
            }
            page = ask(
                            LOG,
                            Map.of(
                                    "filter",
                                    ONLY_EVENTS,
                                    "first",
                                    2,
                                    "after",
                                    page.path("pageInfo").path("endCursor").asString()))
                    .path("data")
                    .path("auditLog");
        }
        List<String> byHttp = new ArrayList<>();
        JsonNode next = get("/api/audit?first=2&" + EVENTS);
        while (true) {
            next.path("entries")
                    .forEach(entry -> byHttp.add(entry.path("detail").asString()));
            if (next.path("next").isNull()) {
                break;
            }
            next = get("/api/audit?first=2&" + EVENTS + "&after="
                    + next.path("next").asString());
        }

        assertThat(byGraphql).containsExactly("feat: 4", "feat: 3", "feat: 2", "feat: 1", "feat: 0");
        assertThat(byHttp).isEqualTo(byGraphql);
    }

    @Test
    void everyFilterReachesTheReadSideTheSameByBothWays() {
        String draft = new UUID(0, 8).toString();
        String repository = new UUID(0, 7).toString();
        AuditFilter expected = new AuditFilter(
                "system",
                new RepositoryId(UUID.fromString(repository)),
                new DraftId(UUID.fromString(draft)),
                Set.of("commit-draft.push-failed", "commit-draft.pushed"),
                "cafe",
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-01T00:00:00Z"),
                Set.of("hook", "거부"));

        get("/api/audit?actor=system&repositoryId=" + repository + "&draftId=" + draft
                + "&events=PushFailed&events=commit-draft.pushed&traceId=cafe&from=2026-01-01T00:00:00Z"
                + "&until=2026-02-01T00:00:00Z&text=hook 거부");
        assertThat(audit.filter()).isEqualTo(expected);

        audit.forget();
        ask(
                LOG,
                Map.of(
                        "filter",
                        Map.of(
                                "actor",
                                "system",
                                "repositoryId",
                                repository,
                                "draftId",
                                draft,
                                "events",
                                List.of("pushfailed", "Pushed"),
                                "traceId",
                                "cafe",
                                "from",
                                "2026-01-01T00:00:00Z",
                                "until",
                                "2026-02-01T00:00:00Z",
                                "text",
                                " 거부  hook ")));
        assertThat(audit.filter()).isEqualTo(expected);
        assertThat(audit.asked()).allSatisfy(query -> assertThat(query.caller()).isEqualTo(new UserId(OWNER)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    events=Exploded, events
                    draftId=7, draftId
                    from=yesterday, from
                    first=0, first
                    first=101, first
                    first=x, first
                    after=YXVkaXQ6eA, after
                    after=!, after
                    actors=me, actors
                    format=xml, format""")
    void whatCanNotBeMeantIsRefusedByTheNameOfItsField(String query, String field) {
        String path = field.equals("format") ? "/api/audit/export?" : "/api/audit?";
        JsonNode problem =
                json(owner.get().uri(path + query).exchange().expectStatus().isBadRequest());

        assertThat(problem.path("code").asString()).isEqualTo("BAD_REQUEST");
        assertThat(problem.path("field").asString()).isEqualTo(field);
        assertThat(audit.asked()).isEmpty();
    }

    @Test
    void nobodyReadsItWithoutBeingKnown() {
        for (String path : List.of("/api/audit", "/api/audit/export")) {
            anybody.get().uri(path).exchange().expectStatus().isUnauthorized();
        }
        assertThat(audit.asked()).isEmpty();
    }

    @Test
    void theExportHoldsEveryEntryOnceAndReadsThemPageByPage() {
        for (int i = 0; i < 2500; i++) {
            audit.add("commit-draft.edited", "feat: " + i);
        }

        WebTestClient.ResponseSpec response = export("?format=jsonl&" + EVENTS);
        List<JsonNode> lines = text(response).lines().map(JSON::readTree).toList();

        response.expectHeader().contentType("application/jsonl;charset=UTF-8");
        assertThat(lines).hasSize(2500);
        assertThat(lines.getFirst().path("detail").asString()).isEqualTo("feat: 2499");
        assertThat(lines.getFirst().path("description").asString()).isEqualTo("메시지 수정: feat: 2499");
        assertThat(lines.stream().map(line -> line.path("id").asString())).doesNotHaveDuplicates();
        assertThat(audit.asked()).extracting(FindAuditEntries::first).containsExactly(1000, 1000, 1000);
    }

    @Test
    void aTableKeepsItsCellsApartAndLetsNoneBeAFormula() {
        audit.add("commit-draft.edited", "feat: a, \"b\"\nand c");
        audit.add("commit-draft.discarded", "=HYPERLINK(\"http://example.org\")");
        audit.add("commit-draft.expired", null);

        WebTestClient.ResponseSpec response = export("?format=csv&" + EVENTS);

        assertThat(text(response))
                .isEqualTo("""
                        id,type,event,at,actor,client,traceId,repositoryId,draftId,sequence,detail,description
                        %3$s,Expired,commit-draft.expired,2026-11-01T09:00:02Z,%4$s,2,,만료
                        %2$s,Discarded,commit-draft.discarded,2026-11-01T09:00:01Z,%4$s,1,"'=HYPERLINK(""http://example.org"")","버림: =HYPERLINK(""http://example.org"")"
                        %1$s,Edited,commit-draft.edited,2026-11-01T09:00:00Z,%4$s,0,"feat: a, ""b""
                        and c","메시지 수정: feat: a, ""b""
                        and c\"""".formatted(
                                        new UUID(1, 0),
                                        new UUID(1, 1),
                                        new UUID(1, 2),
                                        "user:" + OWNER + ",page/1,cafe," + new UUID(0, 7) + "," + new UUID(0, 8))
                                .replace("\n", "\r\n")
                                .replace("b\"\"\r\n", "b\"\"\n")
                        + "\r\n");
        response.expectHeader().valueEquals(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"");
    }

    @Test
    void whoFollowsIsToldOfEachEntryAsItComes() throws Exception {
        BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
        Disposable following = follow(
                        "subscription($filter: AuditFilter) { auditAdded(filter: $filter) { type detail } }",
                        Map.of("filter", Map.of("events", List.of("Approved"))))
                .subscribe(told::add);
        audit.awaitsFollowers(1);
        assertThat(audit.followed().getFirst().events()).containsExactly("commit-draft.approved");

        audit.add("commit-draft.approved", "feat: a");

        JsonNode first = told.poll(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
        assertThat(first.path("data").path("auditAdded").path("detail").asString())
                .isEqualTo("feat: a");
        following.dispose();
        audit.awaitsFollowers(0);
    }
}
