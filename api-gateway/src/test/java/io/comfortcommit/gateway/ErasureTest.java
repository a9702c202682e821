package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.ErasureCommand.DestroyKey;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInActivities;
import io.comfortcommit.messages.privacy.ErasureCommand.ForgetInReadModels;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Who is erased is out, forgotten by every side, and on the list of who was. */
@NullUnmarked // its fields are filled by the test framework
class ErasureTest extends GatewayTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    MemoryErasures erasures;

    private ResponseSpec erase(WebTestClient client, String person) {
        return client.post()
                .uri("/api/people/erasures")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("person", person))
                .exchange();
    }

    private String token(UUID person) {
        String token = json(anybody.post()
                        .uri("/api/tokens")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("code", code()))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("token")
                .asString();
        jdbc.sql("UPDATE gateway.device SET user_id = :person WHERE token_hash = sha256(convert_to(:token, 'UTF8'))")
                .param("person", person)
                .param("token", token)
                .update();
        jdbc.sql("INSERT INTO gateway.user_role (user_id, role) VALUES (:person, 'author') ON CONFLICT DO NOTHING")
                .param("person", person)
                .update();
        return token;
    }

    @Test
    void whoIsErasedIsOutAndForgottenEverywhereAndTheLogSaysByWhom() {
        UUID person = UUID.randomUUID();
        UserId user = new UserId(person);
        WebTestClient theirs = anybody.mutate()
                .defaultHeader("Authorization", "Bearer " + token(person))
                .build();
        jdbc.sql("INSERT INTO gateway.account (issuer, subject, user_id, created_at, seen_at)"
                        + " VALUES ('corp', :subject, :person, now(), now())")
                .param("subject", person.toString())
                .param("person", person)
                .update();
        json(send(theirs, "{ me { id } }", Map.of()));

        JsonNode erased = json(erase(owner, person.toString()).expectStatus().isOk());

        assertThat(erased.path("erasures").path(0).path("person").asString()).isEqualTo(person.toString());
        send(theirs, "{ me { id } }", Map.of()).expectStatus().isUnauthorized();
        for (String table : List.of("device", "user_role", "account", "user_secret", "approval_link")) {
            assertThat(jdbc.sql("SELECT count(*) FROM gateway." + table + " WHERE user_id = :person")
                            .param("person", person)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(repositories.forgotten).contains(user);
        assertThat(erasures.handled().stream()
                        .filter(command -> command.person().equals(user)))
                .containsExactly(
                        new DestroyKey(user),
                        new ForgetInActivities(user),
                        new ForgetInReadModels(user, "user:" + OWNER));
        assertThat(jdbc.sql("SELECT actor || ' ' || outcome FROM gateway.action_log"
                                + " WHERE action = 'person.erase' AND target = :person")
                        .param("person", person.toString())
                        .query(String.class)
                        .list())
                .containsExactly("user:" + OWNER + " ALLOWED");
        assertThat(json(owner.get()
                                .uri("/api/people/erasures")
                                .exchange()
                                .expectStatus()
                                .isOk())
                        .path("erasures")
                        .findValuesAsString("person"))
                .contains(person.toString());
    }

    @Test
    void anErasureByAddressThatFailedHalfWayIsFinishedByTheSameRequest() {
        UUID person = UUID.randomUUID();
        String address = person + "@example.org";
        jdbc.sql("INSERT INTO gateway.account (issuer, subject, user_id, created_at, seen_at, address_digest)"
                        + " VALUES ('corp', :subject, :person, now(), now(), sha256(convert_to(:identity, 'UTF8')))")
                .param("subject", person.toString())
                .param("person", person)
                .param("identity", String.join("\n", "corp", person.toString(), address))
                .update();
        erasures.failOnce();
        erase(owner, address).expectStatus().is5xxServerError();
        assertThat(erasures.handled())
                .noneMatch(command -> command.person().value().equals(person));

        assertThat(json(erase(owner, address).expectStatus().isOk())
                        .path("erasures")
                        .path(0)
                        .path("person")
                        .asString())
                .isEqualTo(person.toString());

        assertThat(erasures.handled()).contains(new DestroyKey(new UserId(person)));
        erase(owner, address).expectStatus().isNotFound();
        erase(owner, person.toString()).expectStatus().isOk();
    }

    @Test
    void nobodyKnownAndTheOwnerAreNotErased() {
        assertThat(json(erase(owner, "nobody@example.org").expectStatus().isNotFound())
                        .path("code")
                        .asString())
                .isEqualTo("PERSON_NOT_FOUND");
        UUID mistyped = UUID.randomUUID();
        erase(owner, mistyped.toString()).expectStatus().isNotFound();
        assertThat(erasures.handled())
                .noneMatch(command -> command.person().value().equals(mistyped));
        assertThat(json(erase(owner, OWNER.toString()).expectStatus().isEqualTo(409))
                        .path("code")
                        .asString())
                .isEqualTo("OWNER_NOT_ERASED");
        assertThat(erasures.handled().stream().map(command -> command.person().value()))
                .doesNotContain(OWNER);
    }

    @Test
    void aProgramsTokenIsNotEnough() {
        WebTestClient program = anybody.mutate()
                .defaultHeader("Authorization", "Bearer " + token(OWNER))
                .build();
        assertThat(json(erase(program, UUID.randomUUID().toString())
                                .expectStatus()
                                .isForbidden())
                        .path("action")
                        .asString())
                .isEqualTo("person.erase");
    }
}
