package io.comfortcommit.queryside.search;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url where OpenSearch answers; without it there is no content log
 * @param token a bearer token for it; goes before user and password
 * @param verifyCertificate false only for the certificate that OpenSearch's image makes for itself
 * @param plan whose name the indices bear and whose retention holds
 * @param retentionDays by plan: how long a draft is kept in the log after it was captured, 0 for ever
 * @param patience how long a search may take before it counts as down
 * @param bulkDocuments in one request at most
 * @param bulkBytes of one request, about
 * @param bulkPatience how long such a request may take
 * @param retryDelay before an unreachable server is asked again; doubled with each failure, up to half a minute
 * @param tidyEvery how often what is too old is removed
 * @param leastSimilarity cosine from which on two texts are said to mean the like
 */
@ConfigurationProperties("comfort.search")
public record SearchProperties(
        @Nullable URI url,
        @Nullable String token,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("true") boolean verifyCertificate,
        @DefaultValue("org") String plan,
        @DefaultValue Map<String, Integer> retentionDays,
        @DefaultValue("2s") Duration patience,
        @DefaultValue("1000") int bulkDocuments,
        @DefaultValue("5242880") int bulkBytes,
        @DefaultValue("30s") Duration bulkPatience,
        @DefaultValue("1s") Duration retryDelay,
        @DefaultValue("1h") Duration tidyEvery,
        @DefaultValue("0.6") double leastSimilarity) {
    private static final Map<String, Integer> RETENTION = Map.of("free", 30, "basic", 180, "premium", 365, "org", 1825);

    public SearchProperties {
        Map<String, Integer> retention = new LinkedHashMap<>(RETENTION);
        retention.putAll(retentionDays);
        retentionDays = Map.copyOf(retention);
        if (!plan.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException(
                    "comfort.search.plan must be a short name in small letters, not " + plan);
        }
        if (bulkDocuments < 1 || bulkBytes < 1) {
            throw new IllegalArgumentException("comfort.search.bulk-documents and bulk-bytes must be at least 1");
        }
        if (patience.toMillis() < 1 || bulkPatience.toMillis() < 1 || retryDelay.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "comfort.search.patience, bulk-patience and retry-delay must be at least 1ms");
        }
    }

    /** Where it answers, and how one proves oneself to it; empty if no server is configured. */
    Optional<SearchServer.Place> place() {
        return Optional.ofNullable(url).map(known -> new SearchServer.Place(known, authorization()));
    }

    private @Nullable String authorization() {
        if (token != null) {
            return "Bearer " + token;
        }
        return user == null || password == null
                ? null
                : "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Without what must not reach a log. */
    @Override
    public String toString() {
        return "SearchProperties[url=" + url + ", plan=" + plan + "]";
    }
}
