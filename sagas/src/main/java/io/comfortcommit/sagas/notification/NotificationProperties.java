package io.comfortcommit.sagas.notification;

import io.comfortcommit.repositories.SecretReference;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By which channels authors can be told. Nothing is sent by one that is not set up.
 *
 * @param language of messages to users who have chosen none: {@code en} or {@code ko}
 * @param timeout of one call to a channel, to the end of its answer
 * @param concurrent messages sent at the same time
 */
@ConfigurationProperties("comfort.notifications")
record NotificationProperties(
        @DefaultValue("en") String language,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("8") int concurrent,
        @DefaultValue Retry retry,
        @DefaultValue Slack slack) {
    NotificationProperties {
        if (!language.equals("en") && !language.equals("ko")) {
            throw new IllegalArgumentException("comfort.notifications.language must be en or ko, not " + language);
        }
        if (!timeout.isPositive() || concurrent < 1) {
            throw new IllegalArgumentException("comfort.notifications: timeout and concurrent must be positive");
        }
    }

    /**
     * @param attempts calls of one channel before the next one is tried
     * @param first delay before the second, by up to a half longer or shorter; doubled for each one after
     * @param longest delay; a channel that asks for a longer one is left for the next
     */
    record Retry(
            @DefaultValue("3") int attempts,
            @DefaultValue("200ms") Duration first,
            @DefaultValue("3s") Duration longest) {
        Retry {
            if (attempts < 1 || !first.isPositive() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "comfort.notifications.retry: attempts and first must be positive, longest no less than first");
            }
        }
    }

    /**
     * @param botToken where the token of our app is, for direct messages
     * @param webhook where the URL of an incoming webhook is: who knows it can write
     * @param api of Slack, or of a proxy before it; with a slash at its end
     */
    record Slack(
            @Nullable SecretReference botToken,
            @Nullable SecretReference webhook,
            @DefaultValue("https://slack.com/api/") URI api) {
        Slack {
            if (!Wire.isSafe(api) || !api.getPath().endsWith("/")) {
                throw new IllegalArgumentException(
                        "comfort.notifications.slack.api must be an https address that ends with a slash");
            }
        }
    }
}
