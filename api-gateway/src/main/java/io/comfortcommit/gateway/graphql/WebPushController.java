package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.webpush.PushSubscriptions;
import io.comfortcommit.gateway.webpush.Subscription;
import java.net.URI;
import java.util.UUID;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Web Push to the caller's own device. */
@Controller
class WebPushController {
    private final PushSubscriptions subscriptions;
    private final Offload offload;

    WebPushController(PushSubscriptions subscriptions, Offload offload) {
        this.subscriptions = subscriptions;
        this.offload = offload;
    }

    record WebPush(String key, boolean on) {}

    record SubscribeWebPushInput(String endpoint, String p256dh, String auth) {}

    @QueryMapping
    @Requires(Action.NOTIFICATION_READ)
    Mono<WebPush> webPush(@AuthenticationPrincipal Caller caller) {
        return offload.call(() -> {
            UUID device = caller.device();
            return new WebPush(subscriptions.publicKey(), device != null && subscriptions.has(caller.user(), device));
        });
    }

    @MutationMapping
    @Requires(Action.NOTIFICATION_CHOOSE)
    Mono<WebPush> subscribeWebPush(@Argument SubscribeWebPushInput input, @AuthenticationPrincipal Caller caller) {
        UUID device = OwnDevice.of(caller);
        Subscription subscription = subscription(input);
        return offload.call(() -> {
            if (!subscriptions.put(caller.user(), device, subscription)) {
                throw Problem.badField("NOT_A_PUSH_SERVICE", "endpoint").asException();
            }
            return new WebPush(subscriptions.publicKey(), true);
        });
    }

    @MutationMapping
    @Requires(Action.NOTIFICATION_CHOOSE)
    Mono<WebPush> unsubscribeWebPush(@AuthenticationPrincipal Caller caller) {
        UUID device = OwnDevice.of(caller);
        return offload.call(() -> {
            subscriptions.remove(caller.user(), device);
            return new WebPush(subscriptions.publicKey(), false);
        });
    }

    private static Subscription subscription(SubscribeWebPushInput input) {
        try {
            return new Subscription(uri(input.endpoint()), input.p256dh(), input.auth());
        } catch (IllegalArgumentException e) {
            throw Problem.badField("UNUSABLE", String.valueOf(e.getMessage())).asException();
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("endpoint", e);
        }
    }
}
