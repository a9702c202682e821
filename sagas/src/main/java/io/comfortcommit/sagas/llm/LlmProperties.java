package io.comfortcommit.sagas.llm;

import io.comfortcommit.messages.RepositoryId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Without {@code baseUrl} and {@code endpoints} no model is asked and nothing is sent anywhere.
 *
 * @param baseUrl of a single endpoint, with {@code /v1} where the server wants it
 * @param apiKey of the single endpoint; none if the server asks for none
 * @param model of the single endpoint
 * @param endpoints several, asked in turn
 * @param policy which of them may see a repository's changes
 * @param repositories the policy of single repositories, by their ids
 * @param promptTokens most tokens of a request
 * @param answerTokens most tokens of an answer, reasoning included
 * @param candidates messages asked for at once
 * @param streaming whether answers are streamed even while nobody watches
 * @param timeout of one call, from its start to the end of the answer
 * @param patience for one draft, over all calls
 * @param concurrent calls to one endpoint at the same time
 */
@ConfigurationProperties("comfort.llm")
record LlmProperties(
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable String model,
        @DefaultValue List<Endpoint> endpoints,
        @DefaultValue("any") Policy policy,
        @DefaultValue Map<UUID, Policy> repositories,
        @DefaultValue("7000") int promptTokens,
        @DefaultValue("2000") int answerTokens,
        @DefaultValue("1") int candidates,
        @DefaultValue("false") boolean streaming,
        @DefaultValue("20s") Duration timeout,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("8") int concurrent,
        @DefaultValue Retry retry,
        @DefaultValue Breaker breaker,
        @DefaultValue Bypass bypass) {

    /**
     * @param name for logs and metrics
     * @param keyGroup whose money the key spends; the name where there is none
     * @param selfHosted whether what is sent stays in the house; told from the address where it is not said
     */
    record Endpoint(
            String name,
            String baseUrl,
            @DefaultValue("") String apiKey,
            String model,
            @Nullable String keyGroup,
            @Nullable Boolean selfHosted) {
        private static final Pattern PRIVATE = Pattern.compile(
                "(?:127|10)(?:\\.\\d+){3}|192\\.168(?:\\.\\d+){2}|172\\.(?:1[6-9]|2\\d|3[01])(?:\\.\\d+){2}"
                        + "|\\[::1]|\\[f[cd].*|[^.\\[\\]]+|.*\\.(?:local|internal|lan|localhost)");

        Endpoint {
            URI address = URI.create(baseUrl);
            if (address.getHost() == null
                    || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                throw new IllegalArgumentException(
                        "the base-url of a model is an http or https address, as https://api.openai.com/v1");
            }
        }

        boolean staysInTheHouse() {
            return selfHosted != null
                    ? selfHosted
                    : PRIVATE.matcher(URI.create(baseUrl).getHost()).matches();
        }

        String payer() {
            return keyGroup == null ? name : keyGroup;
        }

        @Override
        public String toString() {
            return name + " (" + model + ")";
        }
    }

    /**
     * @param attempts calls to one endpoint, the first included
     * @param first delay before the second; doubled for each one after, by up to a half longer or shorter
     * @param longest delay, also where the endpoint asks for a longer one: then another is asked instead
     */
    record Retry(
            @DefaultValue("2") int attempts,
            @DefaultValue("250ms") Duration first,
            @DefaultValue("2s") Duration longest) {}

    /**
     * @param failures share of the last calls to an endpoint, in percent, that rests it
     * @param rest how long
     */
    record Breaker(
            @DefaultValue("50") int failures,
            @DefaultValue("20") int of,
            @DefaultValue("5") int least,
            @DefaultValue("30s") Duration rest) {}

    /**
     * @param failures share of the last drafts, in percent, from which no model is asked at all
     * @param of how many drafts are looked at
     * @param least so many there must be
     * @param rest how long no model is asked
     */
    record Bypass(
            @DefaultValue("3") float failures,
            @DefaultValue("100") int of,
            @DefaultValue("34") int least,
            @DefaultValue("1m") Duration rest) {}

    LlmProperties {
        endpoints = List.copyOf(endpoints);
        repositories = Map.copyOf(repositories);
        if (baseUrl != null && !baseUrl.isBlank() && (model == null || model.isBlank())) {
            throw new IllegalArgumentException("comfort.llm.base-url needs comfort.llm.model");
        }
        if (promptTokens < 1_000 || answerTokens < 1 || candidates < 1 || concurrent < 1 || retry.attempts() < 1) {
            throw new IllegalArgumentException(
                    "comfort.llm: prompt-tokens is at least 1000, the other numbers at least 1");
        }
        if (endpoints.stream().map(Endpoint::name).distinct().count() < endpoints.size()) {
            throw new IllegalArgumentException("comfort.llm.endpoints have names of their own");
        }
    }

    /** The single endpoint, if there is one, and the others. */
    List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        if (baseUrl != null && !baseUrl.isBlank() && model != null) {
            all.add(new Endpoint("default", baseUrl.strip(), apiKey == null ? "" : apiKey.strip(), model, null, null));
        }
        all.addAll(endpoints);
        return List.copyOf(all);
    }

    Policy policyFor(RepositoryId repository) {
        return repositories.getOrDefault(repository.value(), policy);
    }

    @Override
    public String toString() {
        return "comfort.llm: " + all();
    }
}
