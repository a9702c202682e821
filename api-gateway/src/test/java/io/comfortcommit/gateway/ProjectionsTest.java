package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.projection.ProjectionAnswer.Outcome;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardSagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.PauseRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.RetryDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.RetrySagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** What operators see and do goes through HTTP. */
class ProjectionsTest extends GatewayTest {
    private ResponseSpec post(String path, String body) {
        return owner.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void theListSaysWhereEachStandsAndHowItsRebuildGoes() {
        JsonNode drafts = json(owner.get()
                        .uri("/api/projections")
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("projections")
                .get(0);

        assertThat(drafts.path("name").asString()).isEqualTo("drafts");
        assertThat(drafts.path("position").asLong()).isEqualTo(90);
        assertThat(drafts.path("lag").asLong()).isEqualTo(10);
        assertThat(drafts.path("rate").asDouble()).isEqualTo(12.5);
        assertThat(drafts.path("segments").size()).isEqualTo(2);
        assertThat(drafts.path("deadLetters").asInt()).isEqualTo(1);
        assertThat(drafts.path("rebuild").path("secondsLeft").asInt()).isEqualTo(1);
        assertThat(drafts.path("rebuild").path("startedAt").asString()).isEqualTo("2026-11-01T09:00:00Z");
    }

    @Test
    void aRebuildIsStartedPausedResumedAndCancelled() {
        UUID id = UUID.randomUUID();
        String asked = "{\"rebuildId\":\"" + id + "\",\"until\":\"2026-11-01T09:00:00Z\",\"dryRun\":true}";

        JsonNode started = json(
                post("/api/projections/drafts/rebuilds", asked).expectStatus().isAccepted());
        assertThat(started.path("id").asString()).isEqualTo(id.toString());
        post("/api/projections/drafts/rebuild/pause", "{}").expectStatus().isOk();
        post("/api/projections/drafts/rebuild/resume", "{}").expectStatus().isOk();
        post("/api/projections/drafts/rebuild/cancel", "{}").expectStatus().isOk();

        assertThat(projections.told())
                .containsExactly(
                        new StartRebuild(id, "drafts", Instant.parse("2026-11-01T09:00:00Z"), true, "user:" + OWNER),
                        new PauseRebuild("drafts"),
                        new ResumeRebuild("drafts"),
                        new CancelRebuild("drafts"));
    }

    @Test
    void deadLettersAreShownRetriedAndDiscarded() {
        JsonNode all =
                json(owner.get().uri("/api/dead-letters?projection=drafts").exchange());
        assertThat(all.path("total").asInt()).isEqualTo(1);
        assertThat(all.path("deadLetters").get(0).path("cause").asString()).contains("SQLSTATE 23514");
        JsonNode one = json(owner.get().uri("/api/dead-letters/letter-1").exchange());
        assertThat(one.path("waiting").asInt()).isEqualTo(3);

        post("/api/dead-letters/letter-1/retry", "{}").expectStatus().isNoContent();
        owner.delete()
                .uri("/api/dead-letters/letter-1")
                .exchange()
                .expectStatus()
                .isNoContent();

        assertThat(projections.told())
                .containsExactly(
                        new RetryDeadLetter("drafts", "letter-1"), new DiscardDeadLetter("drafts", "letter-1"));
        JsonNode unknown = json(owner.get()
                .uri("/api/dead-letters/other")
                .exchange()
                .expectStatus()
                .isNotFound());
        assertThat(unknown.path("code").asString()).isEqualTo("DEAD_LETTER_NOT_FOUND");
    }

    @Test
    void thoseOfTheProcessOfADraftAreAmongThem() {
        JsonNode all = json(owner.get().uri("/api/dead-letters").exchange());
        JsonNode sagas =
                json(owner.get().uri("/api/dead-letters?projection=commit-saga").exchange());
        JsonNode oldest = json(owner.get().uri("/api/dead-letters?first=1").exchange());

        assertThat(all.path("total").asInt()).isEqualTo(2);
        assertThat(all.path("deadLetters").valueStream())
                .extracting(letter -> letter.path("id").asString())
                .containsExactly("letter-0", "letter-1");
        assertThat(sagas.path("total").asInt()).isEqualTo(1);
        assertThat(sagas.path("deadLetters").get(0).path("sequence").asInt()).isEqualTo(3);
        assertThat(oldest.path("total").asInt()).isEqualTo(2);
        assertThat(oldest.path("deadLetters").size()).isEqualTo(1);

        post("/api/dead-letters/letter-0/retry", "{}").expectStatus().isNoContent();
        owner.delete()
                .uri("/api/dead-letters/letter-0")
                .exchange()
                .expectStatus()
                .isNoContent();
        assertThat(projections.told())
                .containsExactly(new RetrySagaDeadLetter("letter-0"), new DiscardSagaDeadLetter("letter-0"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_PROJECTION, 404, PROJECTION_NOT_FOUND",
        "REBUILD_UNFINISHED, 409, REBUILD_UNFINISHED",
        "NO_SUCH_REBUILD, 409, NO_SUCH_REBUILD",
        "UNKNOWN_DEAD_LETTER, 404, DEAD_LETTER_NOT_FOUND",
        "STILL_PARKED, 409, STILL_PARKED"
    })
    void whatCanNotBeDoneIsAProblemThatSaysWhy(Outcome outcome, int status, String code) {
        projections.answer(outcome);

        JsonNode problem = json(
                post("/api/projections/drafts/rebuilds", "{}").expectStatus().isEqualTo(status));

        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("detail").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"until\":\"yesterday\"}", "{\"dryRun\":\"yes\"}", "{\"all\":true}", "[]"})
    void whatIsNotUnderstoodStartsNothing(String body) {
        post("/api/projections/drafts/rebuilds", body).expectStatus().isBadRequest();

        assertThat(projections.told()).isEmpty();
    }

    @Test
    void nobodyElseSeesOrDoesAnything() {
        anybody.get().uri("/api/projections").exchange().expectStatus().isUnauthorized();
        anybody.get().uri("/api/dead-letters").exchange().expectStatus().isUnauthorized();
        anybody.post()
                .uri("/api/projections/drafts/rebuilds")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(projections.told()).isEmpty();
    }
}
