package io.comfortcommit.gateway.webpush;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who browsers may have us write to. A browser names an address, and we send there from within our network: so only the
 * services that browsers come with are taken.
 *
 * @param services names of hosts; whatever ends with one after a dot is its own
 * @param contact {@code mailto:} or https address that a push service can complain to
 */
@ConfigurationProperties("comfort.web-push")
record WebPushProperties(
        @DefaultValue({"fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"})
        List<String> services,

        @Nullable URI contact) {
    WebPushProperties {
        services = services.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
        if (contact != null && !List.of("mailto", "https").contains(String.valueOf(contact.getScheme()))) {
            throw new IllegalArgumentException("comfort.web-push.contact must be like mailto:ops@example.org");
        }
    }

    /** By TLS, or to this very machine where it is named. */
    boolean takes(URI endpoint) {
        String host = endpoint.getHost();
        if (host == null || endpoint.getUserInfo() != null || endpoint.getFragment() != null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        boolean safe = "https".equals(endpoint.getScheme())
                || ("http".equals(endpoint.getScheme()) && name.equals("127.0.0.1"));
        return safe && services.stream().anyMatch(one -> name.equals(one) || name.endsWith("." + one));
    }
}
