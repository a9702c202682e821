package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Without {@code baseUrl} texts are embedded in the process and nothing is sent anywhere.
 *
 * @param baseUrl of an OpenAI-compatible server, with {@code /v1} where it wants it
 * @param dimensions asked for, of models that can give fewer; null for the model's own
 * @param selfHosted whether what is sent stays in the house; told from the address where it is not said
 * @param chunk characters of a piece of text; longer texts are sent in pieces
 * @param timeout of one call
 */
@ConfigurationProperties("comfort.llm.embedding")
record EmbeddingProperties(
        @Nullable String baseUrl,
        @DefaultValue("") String apiKey,
        @Nullable String model,
        @Nullable Integer dimensions,
        @Nullable String keyGroup,
        @Nullable Boolean selfHosted,
        @DefaultValue("1500") int chunk,
        @DefaultValue("5s") Duration timeout) {
    EmbeddingProperties {
        if (baseUrl != null && !baseUrl.isBlank() && (model == null || model.isBlank())) {
            throw new IllegalArgumentException("comfort.llm.embedding.base-url needs comfort.llm.embedding.model");
        }
        if (dimensions != null && (dimensions < 1 || dimensions > TextEmbedding.DIMENSIONS)) {
            throw new IllegalArgumentException(
                    "comfort.llm.embedding.dimensions is 1 to " + TextEmbedding.DIMENSIONS + ", not " + dimensions);
        }
        if (chunk < 100) {
            throw new IllegalArgumentException("comfort.llm.embedding.chunk is at least 100");
        }
    }

    Optional<LlmProperties.Endpoint> endpoint() {
        return baseUrl == null || baseUrl.isBlank() || model == null
                ? Optional.empty()
                : Optional.of(new LlmProperties.Endpoint(
                        "embedding", baseUrl.strip(), apiKey.strip(), model, keyGroup, selfHosted));
    }

    @Override
    public String toString() {
        return "comfort.llm.embedding: " + endpoint();
    }
}
