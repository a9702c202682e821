package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.query.DraftView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Somebody who is let in, as an author, and tries the ids of somebody else. */
@NullUnmarked // its fields are filled by the test framework
class StrangerTest extends GatewayTest {
    @Autowired
    JdbcClient jdbc;

    private DraftView draft;
    private WebTestClient stranger;

    @BeforeEach
    void aStranger() {
        draft = drafts.drafted("feat: x");
        repositories.holds(draft.draftId(), draft.repositoryId());
        stranger = of(UUID.randomUUID(), "author");
    }

    @Test
    void allThatTakesTheIdOfADraftFindsNoneOfAnothers() {
        String id = "draftId: \"" + draft.draftId() + "\"";
        String seen = ", expectedVersion: " + draft.version();
        String agent = id + ", agentId: \"" + UUID.randomUUID() + "\"";
        for (String query : List.of(
                "{ draft(id: \"" + draft.draftId() + "\") { id diff { files { patch } } timeline { type } } }",
                "{ candidates(" + id + ") { message } }",
                "{ lintMessage(" + id + ", message: \"x\") { rule } }",
                "mutation { editDraft(input: {" + id + ", message: \"x\"" + seen + "}) { version } }",
                "mutation { approveDraft(input: {" + id + seen + "}) { version } }",
                "mutation { splitDraft(input: {" + id + seen + ", parts: [{message: \"a\", clusters: [0]},"
                        + " {message: \"b\", clusters: [1]}]}) { version } }",
                "mutation { clearFindings(input: {" + id + ", findings: [\"x\"]}) { version } }",
                "mutation { redraft(input: {" + id + ", instruction: \"x\"" + seen + "}) { version } }",
                "mutation { discardDraft(input: {" + id + seen + "}) { version } }",
                "mutation { claimAgentPush(input: {" + agent + "}) { message } }",
                "mutation { recordAgentFailure(input: {" + agent
                        + ", failure: AGENT_AWAY, detail: \"x\", attempts: 1}) { version } }",
                "mutation { recordAgentPush(input: {" + agent + ", commitId: \"" + "a".repeat(40)
                        + "\", landing: BRANCH, branch: \"main\", rebased: false, attempts: 1}) { version } }")) {
            JsonNode answer = json(send(stranger, query, Map.of())
                    .expectHeader()
                    .doesNotExist("repo_uuid")
                    .expectHeader()
                    .exists("trace_uuid"));
            JsonNode data = answer.path("data");
            assertThat(data.isNull() || data.path("draft").isNull() || data.isMissingNode())
                    .as("%s: %s", query, answer)
                    .isTrue();
            String code = answer.path("errors")
                    .path(0)
                    .path("extensions")
                    .path("code")
                    .asString("");
            if (!query.startsWith("{ draft(")) {
                assertThat(code).as("%s: %s", query, answer).isIn("DRAFT_NOT_FOUND", "UNKNOWN_DRAFT", "NOT_CLAIMED");
            }
        }
        JsonNode untouched = ask(
                        "query($id: ID!) { draft(id: $id) { version status } }",
                        Map.of("id", draft.draftId().toString()))
                .path("data")
                .path("draft");
        assertThat(untouched.path("version").asLong()).isEqualTo(draft.version());
        assertThat(untouched.path("status").asString()).isEqualTo("DRAFTED");
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
