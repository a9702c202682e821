package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.embedding.TextEmbedding;
import io.comfortcommit.analysis.prompt.TokenCount;
import io.comfortcommit.sagas.llm.ModelFailure.Reason;
import io.comfortcommit.sagas.tokens.CallTracker;
import io.comfortcommit.sagas.tokens.ModelCall;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.openai.OpenAiEmbeddingOptions.EncodingFormat;

/**
 * Vectors from an OpenAI-compatible server. A long text is sent in pieces, in one request, and its vector is the mean of
 * theirs, weighed by their lengths. Not asked twice for a text: a draft doesn't wait for a second opinion.
 */
final class EmbeddingEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingEndpoint.class);

    private final LlmProperties.Endpoint settings;
    private final EmbeddingProperties properties;
    private final CallTracker tracker;
    private final CircuitBreaker breaker;

    @Nullable
    private volatile OpenAiEmbeddingModel client;

    EmbeddingEndpoint(
            LlmProperties.Endpoint settings,
            EmbeddingProperties properties,
            LlmProperties.Breaker rest,
            CallTracker tracker) {
        this.settings = settings;
        this.properties = properties;
        this.tracker = tracker;
        this.breaker = CircuitBreaker.of(
                settings.name(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(rest.of())
                        .minimumNumberOfCalls(rest.least())
                        .failureRateThreshold(rest.failures())
                        .waitDurationInOpenState(rest.rest())
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
    }

    boolean selfHosted() {
        return settings.staysInTheHouse();
    }

    String model() {
        return settings.model() + (properties.dimensions() == null ? "" : ":" + properties.dimensions());
    }

    /** Empty while it gives none, rests after failures, or the month's budget is spent. */
    Optional<float[]> embed(String text, ModelCall.Purpose purpose) {
        if (text.isBlank() || !tracker.allows()) {
            return Optional.empty();
        }
        try {
            return Optional.of(breaker.executeSupplier(() -> call(text, purpose)));
        } catch (CallNotPermittedException e) {
            return Optional.empty();
        } catch (ModelFailure failure) {
            LOG.info("a text has no vector: {}", failure.reason());
            return Optional.empty();
        }
    }

    private float[] call(String text, ModelCall.Purpose purpose) {
        List<String> pieces = pieces(text, properties.chunk());
        long start = System.nanoTime();
        String outcome = "OK";
        int told = 0;
        try {
            EmbeddingResponse response = client().call(new EmbeddingRequest(pieces, options()));
            told = tokens(response);
            return mean(pieces, response.getResults());
        } catch (ModelFailure failure) {
            outcome = failure.reason().name();
            throw failure;
        } catch (RuntimeException e) {
            ModelFailure failure = SpringAiChat.failure(e);
            outcome = failure.reason().name();
            throw failure;
        } finally {
            tracker.track(new ModelCall(
                    purpose,
                    settings.payer(),
                    settings.name(),
                    settings.model(),
                    told > 0 ? told : TokenCount.of(text),
                    0,
                    told <= 0,
                    System.nanoTime() - start,
                    outcome));
        }
    }

    private static int tokens(EmbeddingResponse response) {
        org.springframework.ai.chat.metadata.Usage usage =
                response.getMetadata().getUsage();
        return usage == null || usage.getPromptTokens() == null ? 0 : usage.getPromptTokens();
    }

    /** Whole lines as far as they fit. */
    static List<String> pieces(String text, int longest) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + longest);
            int line = text.lastIndexOf('\n', end - 1) + 1;
            end = end == text.length() || line <= start ? end : line;
            String piece = text.substring(start, end);
            if (!piece.isBlank()) {
                pieces.add(piece);
            }
            start = end;
        }
        return pieces;
    }

    private static float[] mean(List<String> pieces, List<Embedding> vectors) {
        if (vectors.size() != pieces.size()) {
            throw new ModelFailure(Reason.NOT_UNDERSTOOD);
        }
        float[] sum = new float[TextEmbedding.DIMENSIONS];
        for (Embedding embedding : vectors) {
            float[] vector = embedding.getOutput();
            int place = embedding.getIndex();
            if (vector.length == 0 || vector.length > sum.length || place < 0 || place >= pieces.size()) {
                throw new ModelFailure(Reason.UNUSABLE);
            }
            float[] unit = TextEmbedding.padded(vector);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += unit[i] * pieces.get(place).length();
            }
        }
        return TextEmbedding.padded(sum);
    }

    private OpenAiEmbeddingOptions options() {
        OpenAiEmbeddingOptions.Builder options = OpenAiEmbeddingOptions.builder()
                .model(settings.model())
                // All servers know it.
                .encodingFormat(EncodingFormat.FLOAT);
        if (properties.dimensions() != null) {
            options.dimensions(properties.dimensions());
        }
        return options.build();
    }

    /** Built at the first call. */
    private synchronized OpenAiEmbeddingModel client() {
        OpenAiEmbeddingModel known = client;
        if (known == null) {
            SpringAiChat.silence();
            known = OpenAiEmbeddingModel.builder()
                    .options(OpenAiEmbeddingOptions.builder()
                            .baseUrl(settings.baseUrl())
                            .apiKey(settings.apiKey())
                            .model(settings.model())
                            .timeout(properties.timeout())
                            .maxRetries(0)
                            .build())
                    .httpClientBuilderCustomizer(SpringAiChat::withoutTelemetry)
                    .build();
            client = known;
        }
        return known;
    }
}
