package io.comfortcommit.sagas.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.analysis.embedding.Vectors;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BgeSmallTest {
    private static final BgeSmall MODEL = new BgeSmall(Duration.ofDays(1));

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static float[] embed(String text) {
        return MODEL.embed(text).orElseThrow();
    }

    /** As langchain4j 1.20.0-beta30 reads the same weights with its own tokenizer. */
    @Test
    void theNumbersAreThoseOfTheReference() {
        float[] vector = embed("add retry with backoff to OrderClient");
        float[] reference = {-0.11304f, -0.02526f, 0.04712f, 0.00382f, -0.04194f, 0.01253f, -0.03967f, -0.00809f};
        assertThat(Arrays.copyOf(vector, reference.length))
                .usingComparatorWithPrecision(0.002f)
                .containsExactly(reference);
    }

    @Test
    void aVectorHas1536NumbersOfLengthOne() {
        float[] vector = embed("fix a race");
        assertThat(vector).hasSize(1536);
        assertThat(Vectors.cosine(vector, vector)).isCloseTo(1, within(1e-5));
        assertThat(Arrays.copyOfRange(vector, 384, 1536)).containsOnly(0);
    }

    @Test
    void textsOfOneMeaningAreNearerThanOthers() {
        float[] change = embed("add function retry with backoff to the http client");
        assertThat(Vectors.cosine(change, embed("introduce repeated attempts for failed requests")))
                .isGreaterThan(Vectors.cosine(change, embed("translate the user guide into Korean")));
    }

    @Test
    void theEndOfALongTextCounts() {
        String begin = "change file order client ".repeat(100);
        float[] one = embed(begin + "add database migration ".repeat(50));
        float[] other = embed(begin + "remove colour from logo ".repeat(50));
        assertThat(Vectors.cosine(one, other)).isLessThan(0.99);
    }

    @Test
    void aTextWithoutWordsHasAVectorToo() {
        assertThat(MODEL.embed("")).isPresent();
    }

    @Test
    void closedItGivesBackItsMemoryAndServesAgain() {
        try (BgeSmall model = new BgeSmall(Duration.ofDays(1))) {
            float[] before = model.embed("fix a race").orElseThrow();
            model.close();
            assertThat(model.embed("fix a race").orElseThrow()).isEqualTo(before);
        }
    }

    @Test
    void itLetsGoOfItsMemoryWhenNothingHasBeenReadForAWhile() {
        BgeSmall model = new BgeSmall(Duration.ofMillis(1));
        float[] before = model.embed("fix a race").orElseThrow();
        await().until(() -> !model.isLoaded());
        assertThat(model.embed("fix a race").orElseThrow()).isEqualTo(before);
        await().until(() -> !model.isLoaded());
    }

    /** DJL, whose tokenizer others use with these weights, tells a server of each start; it must not come back. */
    @Test
    void nothingThatCallsHomeIsOnTheClassPath() {
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Class.forName("ai.djl.util.Ec2Utils"));
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("ai.djl.huggingface.tokenizers.HuggingFaceTokenizer"));
    }
}
