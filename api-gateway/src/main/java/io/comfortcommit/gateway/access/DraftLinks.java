package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.notification.DraftLink;
import io.comfortcommit.messages.notification.NotificationQuery.IssueDraftLink;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Links to drafts for whoever sends them to their authors. One that only its author reads lets them in, once. */
@Component
class DraftLinks {
    private final ApprovalLinks links;
    private final OwnOrigin origin;
    private final Environment environment;

    DraftLinks(ApprovalLinks links, OwnOrigin origin, Environment environment) {
        this.links = links;
        this.origin = origin;
        this.environment = environment;
    }

    @QueryHandler
    DraftLink handle(IssueDraftLink query) {
        String base = origin.base().orElseGet(this::here);
        return new DraftLink(
                query.personal()
                        ? links.issue(query.user(), query.draftId().value(), base)
                                .url()
                        : base + "/d/" + query.draftId());
    }

    private String here() {
        String host = environment.getProperty("server.address", "127.0.0.1");
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
    }
}
