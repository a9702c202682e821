package io.comfortcommit.gateway.access;

import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.messages.UserId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import reactor.core.publisher.Mono;

/**
 * Who sent a request.
 *
 * @param proof by what they proved it
 * @param device the one that was let in; null where it is of none
 * @param limitedTo the role that the device is limited to; null where it may do all that its user may
 * @param onlyDraft the draft that all that may be done is limited to; null for no limit
 * @param actions what may be done
 */
public record Caller(
        UserId user,
        Proof proof,
        @Nullable UUID device,
        @Nullable String limitedTo,
        @Nullable UUID onlyDraft,
        Set<Action> actions) {
    /** Who sent the request that is worked on; empty where that is nobody who was let in. */
    public static Mono<Caller> current() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(who -> who.getPrincipal() instanceof Caller caller ? caller : null);
    }

    /** What a caller showed. */
    public enum Proof {
        OWNER_TOKEN,
        PROGRAM_TOKEN,
        SESSION,
        /** A session of who signed in at a provider a moment ago: good enough to let others in. */
        SIGN_IN,
        /** That Slack signed who pressed a button. */
        SLACK
    }
}
