package io.comfortcommit.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the gateway behaves.
 *
 * @param publicUrl where browsers reach it, if that is not the address it listens on (a proxy, a tunnel)
 * @param allowedHosts further names that requests may be addressed to; loopback names, plain addresses and the host of
 *     {@code publicUrl} always may
 * @param spool folder for uploads on their way in; nothing stays in it
 * @param captureLimit largest body of a capture
 * @param answerWithin how long a command or query may take
 */
@ConfigurationProperties("comfort.gateway")
public record GatewayProperties(
        @Nullable URI publicUrl,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue("${java.io.tmpdir}") Path spool,
        @DefaultValue("520MB") DataSize captureLimit,
        @DefaultValue("30s") Duration answerWithin,
        @DefaultValue Sessions sessions,
        @DefaultValue Queries queries) {

    public GatewayProperties {
        allowedHosts = List.copyOf(allowedHosts);
        if (publicUrl != null && (publicUrl.getHost() == null || !isHttp(publicUrl.getScheme()))) {
            throw new IllegalArgumentException(
                    "comfort.gateway.public-url must be like https://commits.example.org, not " + publicUrl);
        }
        if (captureLimit.toBytes() < 1 || !answerWithin.isPositive()) {
            throw new IllegalArgumentException(
                    "comfort.gateway.capture-limit and comfort.gateway.answer-within must be positive");
        }
    }

    private static boolean isHttp(@Nullable String scheme) {
        return "http".equals(scheme) || "https".equals(scheme);
    }

    /**
     * How browsers and programs come in.
     *
     * @param pairingWithin how long a pairing code works, and how long after signing in a browser may ask for one for programs
     * @param accessLifetime of what a device shows with each request
     * @param lifetime of what it renews that with; each time it gets the next one
     * @param programLifetime of the token of a program that was paired and does not renew it
     * @param failuresPerMinute wrong tokens and codes from one address that are answered as such; more are turned away
     */
    public record Sessions(
            @DefaultValue("10m") Duration pairingWithin,
            @DefaultValue("10m") Duration accessLifetime,
            @DefaultValue("30d") Duration lifetime,
            @DefaultValue("365d") Duration programLifetime,
            @DefaultValue("20") int failuresPerMinute) {
        /** Keys that were replaced verify for little longer. */
        private static final Duration LONGEST_ACCESS = Duration.ofMinutes(10);

        public Sessions {
            if (!pairingWithin.isPositive()
                    || !accessLifetime.isPositive()
                    || accessLifetime.compareTo(LONGEST_ACCESS) > 0
                    || !lifetime.isPositive()
                    || !programLifetime.isPositive()
                    || failuresPerMinute < 1) {
                throw new IllegalArgumentException("comfort.gateway.sessions: every value must be positive,"
                        + " and access-lifetime at most " + LONGEST_ACCESS.toMinutes() + "m");
            }
        }
    }

    /**
     * What a GraphQL request may ask for at the most.
     *
     * @param depth of nested fields; the standard introspection query has 13
     * @param complexity sum over all fields: 1 each, 10 for a timeline, 50 for a diff, 500 for candidates, times the size of the page
     */
    public record Queries(
            @DefaultValue("16") int depth,
            @DefaultValue("5000") int complexity) {
        public Queries {
            if (depth < 1 || complexity < 1) {
                throw new IllegalArgumentException("comfort.gateway.queries: every value must be positive");
            }
        }
    }
}
