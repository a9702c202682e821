package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.login.KakaoAccounts;
import io.comfortcommit.gateway.page.PageViews;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The caller's account at Kakao. Its pages lead back to the settings, whose script finishes with the caller's session. */
@Controller
class KakaoController {
    private final KakaoAccounts accounts;
    private final Offload offload;

    KakaoController(KakaoAccounts accounts, Offload offload) {
        this.accounts = accounts;
        this.offload = offload;
    }

    record Kakao(boolean available, boolean connected) {}

    record BeginKakaoPayload(String url) {}

    record FinishKakaoInput(String code, String state) {}

    @QueryMapping
    @Requires(Action.NOTIFICATION_READ)
    Mono<Kakao> kakao(@AuthenticationPrincipal Caller caller) {
        return offload.call(() -> new Kakao(accounts.isSetUp(), accounts.isConnected(caller.user())));
    }

    @MutationMapping
    @Requires(Action.NOTIFICATION_CHOOSE)
    Mono<BeginKakaoPayload> beginKakao(@AuthenticationPrincipal Caller caller, GraphQLContext context) {
        UUID device = OwnDevice.of(caller);
        @Nullable String origin = RequestFacts.headers(context).getOrigin();
        if (!accounts.isSetUp()) {
            throw Problem.badRequest("NO_KAKAO").asException();
        }
        if (origin == null) {
            throw Problem.badRequest("NO_DEVICE").asException();
        }
        return offload.call(
                () -> new BeginKakaoPayload(accounts.begin(caller.user(), device, origin + PageViews.SETTINGS)
                        .toString()));
    }

    @MutationMapping
    @Requires(Action.NOTIFICATION_CHOOSE)
    Mono<Kakao> finishKakao(@Argument FinishKakaoInput input, @AuthenticationPrincipal Caller caller) {
        UUID device = OwnDevice.of(caller);
        return offload.call(() -> switch (accounts.finish(caller.user(), device, input.code(), input.state())) {
            case CONNECTED -> new Kakao(true, true);
            case NOT_BEGUN_HERE ->
                throw Problem.badField("NOT_BEGUN_HERE", "state").asException();
            case NOT_ALLOWED -> throw Problem.badRequest("KAKAO_NOT_ALLOWED").asException();
            case REFUSED -> throw Problem.badField("KAKAO_REFUSED", "code").asException();
        });
    }

    @MutationMapping
    @Requires(Action.NOTIFICATION_CHOOSE)
    Mono<Kakao> disconnectKakao(@AuthenticationPrincipal Caller caller) {
        return offload.call(() -> {
            accounts.disconnect(caller.user());
            return new Kakao(accounts.isSetUp(), false);
        });
    }
}
