package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.prompt.Redaction;
import io.comfortcommit.sagas.embedding.BgeSmall;
import io.comfortcommit.sagas.tokens.CallTracker;
import java.time.Duration;
import java.util.List;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Without an endpoint no model is asked for messages, and texts get what they mean from the one in the process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LlmProperties.class, EmbeddingProperties.class})
class LlmConfiguration {
    /** Longer than the pauses of somebody at work: loading it again takes a second. */
    private static final Duration MODEL_RESTS = Duration.ofMinutes(15);

    @Bean
    PartialDrafts partialDrafts(QueryUpdateEmitter updates) {
        return new PartialDrafts(updates);
    }

    @Bean
    ModelDrafter modelDrafter(LlmProperties properties, PartialDrafts partials, ObjectProvider<CallTracker> trackers) {
        if (properties.all().isEmpty()) {
            return ModelDrafter.none();
        }
        CallTracker tracker = trackers.getObject();
        List<ChatEndpoint> endpoints = properties.all().stream()
                .map(endpoint -> new ChatEndpoint(endpoint, properties, new SpringAiChat(endpoint), tracker))
                .toList();
        return new PooledModelDrafter(properties, new ModelPool(endpoints), Redaction::of, partials, tracker);
    }

    /** Not closed with the context: a text may still be read. */
    @Bean(destroyMethod = "")
    BgeSmall bgeSmall() {
        return new BgeSmall(MODEL_RESTS);
    }

    @Bean
    TextMeanings textMeanings(BgeSmall model) {
        return new TextMeanings(model);
    }

    @Bean
    TextEmbeddings textEmbeddings(
            LlmProperties policies,
            EmbeddingProperties properties,
            BgeSmall inProcess,
            ObjectProvider<CallTracker> trackers) {
        return new ServerOrProcess(
                policies,
                inProcess,
                properties
                        .endpoint()
                        .map(endpoint ->
                                new EmbeddingEndpoint(endpoint, properties, policies.breaker(), trackers.getObject()))
                        .orElse(null));
    }
}
