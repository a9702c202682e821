package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.FoundCommits.Hit;
import io.comfortcommit.messages.search.SearchAvailability;
import io.comfortcommit.messages.search.SearchQuery.FindCommits;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** "Have we done this before?" through GraphQL, and what operators ask of the log. */
class SearchTest extends GatewayTest {
    private static final String SEARCH = """
            query($text: String!, $in: ID, $first: Int) { search(text: $text, repositoryId: $in, first: $first) {
                availability hits { draft { id subject } byWords byMeaning } } }""";

    private JsonNode search(String text) {
        return ask(SEARCH, Map.of("text", text)).path("data").path("search");
    }

    @Test
    void whatTheLogFindsComesInItsOrderWithThePlaceInEachList() {
        DraftView words = drafts.drafted("fix: retry payments");
        DraftView meaning = drafts.drafted("fix: charge the card again");
        search.answer(_ -> new FoundCommits(
                SearchAvailability.AVAILABLE, List.of(new Hit(meaning, 0.03, 2, 1), new Hit(words, 0.02, 1, null))));

        JsonNode found = search(" retry failed payments ");

        assertThat(found.path("availability").asString()).isEqualTo("AVAILABLE");
        assertThat(found.path("hits")
                        .valueStream()
                        .map(hit -> hit.path("draft").path("subject").asString()))
                .containsExactly("fix: charge the card again", "fix: retry payments");
        assertThat(found.path("hits").get(0).path("byMeaning").asInt()).isEqualTo(1);
        assertThat(found.path("hits").get(1).path("byMeaning").isNull()).isTrue();
        assertThat(search.asked()).singleElement().satisfies(query -> {
            assertThat(query.text()).isEqualTo("retry failed payments");
            assertThat(query.caller().value()).isEqualTo(OWNER);
        });
    }

    @ParameterizedTest
    @EnumSource(value = SearchAvailability.class, mode = Mode.EXCLUDE, names = "AVAILABLE")
    void withoutTheLogTheDraftsWithEachWordComeAndTheAnswerSaysSo(SearchAvailability availability) {
        DraftView both = drafts.drafted("fix: retry payments");
        drafts.drafted("fix: retry");
        search.answer(_ -> FoundCommits.not(availability));

        JsonNode found = search("payments retry");

        assertThat(found.path("availability").asString()).isEqualTo(availability.name());
        assertThat(found.path("hits")
                        .valueStream()
                        .map(hit -> hit.path("draft").path("id").asString()))
                .containsExactly(both.draftId().toString());
    }

    @Test
    void aLogThatFailsIsOneThatDoesNotAnswer() {
        DraftView draft = drafts.drafted("fix: retry payments");
        search.answer(_ -> {
            throw new IllegalStateException("broken");
        });

        JsonNode found = search("payments");

        assertThat(found.path("availability").asString()).isEqualTo("UNAVAILABLE");
        assertThat(found.path("hits").get(0).path("draft").path("id").asString())
                .isEqualTo(draft.draftId().toString());
    }

    @Test
    void nothingToLookForAndTooManyAreRefused() {
        for (Map<String, ?> wrong : List.of(
                Map.of("text", "  "),
                Map.of("text", "x".repeat(201)),
                Map.of("text", "x", "first", FindCommits.MOST + 1),
                Map.of("text", "x", "in", "nowhere"))) {
            assertThat(ask(SEARCH, wrong)
                            .path("errors")
                            .get(0)
                            .path("extensions")
                            .path("code")
                            .asString())
                    .as(wrong.toString())
                    .isEqualTo("BAD_REQUEST");
        }
        assertThat(search.asked()).isEmpty();
    }

    @Test
    void operatorsSeeHowTheLogIsAndHaveItCompared() {
        JsonNode state =
                json(owner.get().uri("/api/search").exchange().expectStatus().isOk());
        assertThat(state.path("documents").asInt()).isEqualTo(12);
        assertThat(state.path("due").asInt()).isEqualTo(3);

        UUID id = UUID.randomUUID();
        JsonNode begun = json(owner.post()
                .uri("/api/search/reconciliations")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"reconciliationId\":\"" + id + "\",\"dryRun\":true}")
                .exchange()
                .expectStatus()
                .isAccepted());

        assertThat(begun.path("reconciliation").path("id").asString()).isEqualTo(id.toString());
        assertThat(begun.path("reconciliation").path("dryRun").asBoolean()).isTrue();
        assertThat(begun.path("reconciliation").path("startedBy").asString()).isEqualTo("user:" + OWNER);
    }
}
