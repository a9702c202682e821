package io.comfortcommit.gateway.permission;

import io.comfortcommit.gateway.access.Caller.Proof;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can be asked of the gateway. Who may do what is in {@code gateway.role_action_map}; an action that stands
 * there for no role is nobody's.
 */
public enum Action {
    // --- everybody's
    PAGE_READ("page.read", Reach.EVERYBODY),
    HEALTH_READ("health.read", Reach.EVERYBODY),
    CONTRACT_READ("contract.read", Reach.EVERYBODY),
    SIGNING_KEY_READ("signing-key.read", Reach.EVERYBODY),
    /** Proven by a code. */
    SESSION_BEGIN("session.begin", Reach.EVERYBODY),
    /** Proven by a refresh token. */
    SESSION_RENEW("session.renew", Reach.EVERYBODY),
    TOKEN_BEGIN("token.begin", Reach.EVERYBODY),
    TOKEN_RENEW("token.renew", Reach.EVERYBODY),
    LOGIN_BEGIN("login.begin", Reach.EVERYBODY),
    /** Proven by what a provider says. */
    LOGIN_FINISH("login.finish", Reach.EVERYBODY),
    /** Proven by a signature. */
    WEBHOOK_DELIVER("webhook.deliver", Reach.EVERYBODY),

    // --- of people and their programs
    GRAPHQL_ASK("graphql.ask", Reach.ROLES),
    ME_READ("me.read", Reach.ROLES),
    SESSION_END("session.end", Reach.RECORDED, Proof.SESSION, Proof.SIGN_IN),
    /** A session must not outlive itself by pairing others; who has just signed in could do so again. */
    PAIRING_CREATE("pairing.create", Reach.RECORDED, Proof.OWNER_TOKEN, Proof.PROGRAM_TOKEN, Proof.SIGN_IN),
    DEVICE_REVOKE("device.revoke", Reach.RECORDED),
    CAPTURE_SEND("capture.send", Reach.ROLES),
    DRAFT_READ("draft.read", Reach.ROLES),
    DRAFT_EDIT("draft.edit", Reach.RECORDED),
    DRAFT_REDRAFT("draft.redraft", Reach.ROLES),
    DRAFT_APPROVE("draft.approve", Reach.RECORDED),
    DRAFT_DISCARD("draft.discard", Reach.RECORDED),
    FINDING_CLEAR("finding.clear", Reach.RECORDED),
    /** Of one's own repositories. */
    MEMBER_READ("member.read", Reach.ROLES),
    MEMBER_ADD("member.add", Reach.RECORDED),
    MEMBER_REMOVE("member.remove", Reach.RECORDED),
    /** One of one's own. */
    REPOSITORY_CONFIGURE("repository.configure", Reach.RECORDED),
    USAGE_READ("usage.read", Reach.ROLES),
    PLAN_READ("plan.read", Reach.ROLES),
    NOTIFICATION_READ("notification.read", Reach.ROLES),
    /** Who is named there as the caller in Slack approves for them. */
    NOTIFICATION_CHOOSE("notification.choose", Reach.RECORDED),
    PUSH_CLAIM("push.claim", Reach.ROLES),
    PUSH_RECORD("push.record", Reach.ROLES),
    AUDIT_READ("audit.read", Reach.ROLES),
    AUDIT_EXPORT("audit.export", Reach.RECORDED),
    /** Hashes and signatures, which say nothing of anybody. */
    AUDIT_PROVE("audit.prove", Reach.ROLES),
    /** The events of everybody as they are stored. */
    CHAIN_EXPORT("chain.export", Reach.RECORDED),

    // --- of operators
    ACTUATOR_READ("actuator.read", Reach.ROLES),
    DELIVERY_READ("delivery.read", Reach.ROLES, Proof.OWNER_TOKEN),
    KEY_ROTATE("key.rotate", Reach.RECORDED, Proof.OWNER_TOKEN),
    /** Recorded with the person that it is about, once it is known who that is. */
    PERSON_ERASE("person.erase", Reach.ROLES, Proof.OWNER_TOKEN),
    PROJECTION_READ("projection.read", Reach.ROLES),
    PROJECTION_REPLAY("projection.replay", Reach.RECORDED),
    DEAD_LETTER_READ("dead-letter.read", Reach.ROLES),
    DEAD_LETTER_RETRY("dead-letter.retry", Reach.RECORDED),
    DEAD_LETTER_DISCARD("dead-letter.discard", Reach.RECORDED);

    private enum Reach {
        EVERYBODY,
        ROLES,
        /** By role, and {@code gateway.action_log} says each time that it was allowed. */
        RECORDED
    }

    private final String code;
    private final Reach reach;
    private final EnumSet<Proof> proofs;

    Action(String code, Reach reach, Proof... proofs) {
        this.code = code;
        this.reach = reach;
        this.proofs = proofs.length == 0 ? EnumSet.allOf(Proof.class) : EnumSet.copyOf(Arrays.asList(proofs));
    }

    /** {@code noun.verb}, stable. */
    public String code() {
        return code;
    }

    public static Optional<Action> byCode(String code) {
        return Arrays.stream(values())
                .filter(action -> action.code.equals(code))
                .findFirst();
    }

    /** Whether it lets somebody in, or would have. */
    public boolean login() {
        return switch (this) {
            case SESSION_BEGIN, SESSION_RENEW, TOKEN_BEGIN, TOKEN_RENEW, LOGIN_BEGIN, LOGIN_FINISH -> true;
            default -> false;
        };
    }

    /** Whether it needs nobody, or proves itself. */
    public boolean open() {
        return reach == Reach.EVERYBODY;
    }

    /** Refusals always are. */
    boolean recorded() {
        return reach == Reach.RECORDED;
    }

    /** Whether it is about one draft, where its caller is limited to one. */
    boolean ofDraft() {
        return this != GRAPHQL_ASK && this != SESSION_END && !open();
    }

    /** With what one must come. */
    Set<Proof> proofs() {
        return Set.copyOf(proofs);
    }
}
