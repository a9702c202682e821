package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.repositories.SecretReference;
import java.net.URI;
import java.nio.file.Path;
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
        @DefaultValue Slack slack,
        @DefaultValue Kakao kakao,
        @DefaultValue Email email) {
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

    /** @param api of Kakao; with a slash at its end */
    record Kakao(@DefaultValue("https://kapi.kakao.com/") URI api) {
        Kakao {
            if (!Wire.isSafe(api) || !api.getPath().endsWith("/")) {
                throw new IllegalArgumentException(
                        "comfort.notifications.kakao.api must be an https address that ends with a slash");
            }
        }
    }

    /**
     * @param host of the mail server; null for no e-mail
     * @param port 587 for submission with STARTTLS, 465 with TLS from the first byte
     * @param user to sign in as; null for a server that asks nobody
     * @param password where it is
     * @param from address that messages come from
     * @param authorities PEM file of those who may vouch for the server instead of the JVM's own
     */
    record Email(
            @Nullable String host,
            @DefaultValue("587") int port,
            @DefaultValue("starttls") Security security,
            @Nullable String user,
            @Nullable SecretReference password,
            @Nullable String from,
            @Nullable Path authorities) {
        /** A server without encryption is let alone unless it is this very machine's. */
        enum Security {
            STARTTLS,
            TLS,
            NONE
        }

        Email {
            if (host != null && (from == null || !NotificationPreferences.isEmail(from))) {
                throw new IllegalArgumentException(
                        "comfort.notifications.email.from must be an address as commits@example.org");
            }
            if ((user == null) != (password == null)) {
                throw new IllegalArgumentException(
                        "comfort.notifications.email: set both user and password, or neither");
            }
            if (security == Security.NONE && host != null && !host.equals("127.0.0.1") && !host.equals("::1")) {
                throw new IllegalArgumentException(
                        "comfort.notifications.email.security may be none for 127.0.0.1 and ::1 only");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("comfort.notifications.email.port must be from 1 to 65535");
            }
        }
    }
}
