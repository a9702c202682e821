package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.messages.notification.DraftLink;
import io.comfortcommit.messages.notification.NotificationQuery.IssueDraftLink;
import java.net.URI;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Links to drafts for whoever sends them to their authors. One that only its author reads lets them in, once. */
@Component
class DraftLinks {
    private final ApprovalLinks links;
    private final @Nullable URI publicUrl;
    private final Environment environment;

    DraftLinks(ApprovalLinks links, GatewayProperties properties, Environment environment) {
        this.links = links;
        this.publicUrl = properties.publicUrl();
        this.environment = environment;
    }

    @QueryHandler
    DraftLink handle(IssueDraftLink query) {
        return new DraftLink(
                query.personal()
                        ? links.issue(query.user(), query.draftId().value(), base())
                                .url()
                        : base() + "/d/" + query.draftId());
    }

    private String base() {
        if (publicUrl != null) {
            String url = publicUrl.toString();
            return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        }
        String host = environment.getProperty("server.address", "127.0.0.1");
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
    }
}
