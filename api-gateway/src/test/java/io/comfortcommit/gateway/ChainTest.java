package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ChainTest extends GatewayTest {
    private JsonNode get(String path) {
        return json(owner.get().uri(path).exchange().expectStatus().isOk());
    }

    private String text(String path) {
        byte[] body = owner.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .build()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void theCheckpointAndTheKeysAreGivenAsTheyAreKept() {
        assertThat(text("/api/audit/checkpoint")).isEqualTo(MemoryChain.CHECKPOINT);
        assertThat(text("/api/audit/keys")).isEqualTo("old+00000000+AA until=3\nnew+00000001+AA\n");
    }

    @Test
    void proofsNameWhatTheyProve() {
        assertThat(get("/api/audit/proof/inclusion?leaf=7"))
                .isEqualTo(JSON.readTree(
                        "{\"leaf\":7,\"size\":1203,\"hash\":\"leaf\",\"root\":\"root\",\"proof\":[\"a\",\"b\"]}"));
        assertThat(get("/api/audit/proof/consistency?from=3"))
                .isEqualTo(JSON.readTree(
                        "{\"from\":3,\"to\":1203,\"fromRoot\":\"before\",\"toRoot\":\"root\"," + "\"proof\":[\"a\"]}"));
    }

    @Test
    void theExportHasEveryLeafAfterALineThatSaysWhichPartItIs() {
        List<JsonNode> lines =
                text("/api/audit/chain").lines().map(JSON::readTree).toList();

        assertThat(lines).hasSize(1 + MemoryChain.SIZE);
        assertThat(lines.getFirst().path("size").asInt()).isEqualTo(MemoryChain.SIZE);
        assertThat(lines.getFirst().path("checkpoint").asString()).isEqualTo(MemoryChain.CHECKPOINT);
        assertThat(lines.get(2))
                .isEqualTo(
                        JSON.readTree(
                                "{\"leaf\":1,\"hash\":\"hash\",\"id\":\"id-1\",\"kind\":\"event\","
                                        + "\"stream\":\"draft\",\"streamType\":\"CommitDraft\",\"sequence\":1,"
                                        + "\"name\":\"commit-draft.edited\",\"time\":\"2026-11-01T09:00:00.000Z\",\"payload\":\"e30=\"}"));
        assertThat(lines.get(3))
                .isEqualTo(JSON.readTree("{\"leaf\":2,\"hash\":\"hash\",\"id\":\"id-2\",\"gone\":true}"));
        assertThat(lines.getLast().path("leaf").asInt()).isEqualTo(MemoryChain.SIZE - 1);
        assertThat(text("/api/audit/chain?from=500&to=502").lines()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "proof/inclusion?leaf=9, leaf",
        "proof/inclusion?leaf=7&size=x, size",
        "proof/consistency?from=0, from",
        "proof/consistency?from=-1, from",
        "chain?to=2000, from"
    })
    void whatTheChainDoesNotHaveIsRefusedByTheNameOfTheField(String path, String field) {
        JsonNode problem = json(
                owner.get().uri("/api/audit/" + path).exchange().expectStatus().isBadRequest());

        assertThat(problem.path("code").asString()).isEqualTo("BAD_REQUEST");
        assertThat(problem.path("field").asString()).isEqualTo(field);
    }

    @Test
    void nobodyReadsItWithoutBeingKnown() {
        for (String path : List.of("checkpoint", "keys", "proof/inclusion?leaf=7", "chain")) {
            anybody.get().uri("/api/audit/" + path).exchange().expectStatus().isUnauthorized();
        }
    }
}
