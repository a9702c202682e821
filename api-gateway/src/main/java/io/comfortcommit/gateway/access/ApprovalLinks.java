package io.comfortcommit.gateway.access;

import com.nimbusds.jwt.JWTClaimsSet;
import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.token.SignedTokens;
import io.comfortcommit.gateway.token.SignedTokens.Purpose;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.RefusedException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Links to a draft that let one browser in, once, to decide about that draft and to do nothing else: a signed token with a
 * nonce. Whoever sends links to drafts gets them here. Blocks.
 */
@Component
public final class ApprovalLinks {
    /** The role of a browser that came by one. */
    static final String ROLE = "approver";

    private static final int NONCE_BYTES = 16;
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final SignedTokens tokens;
    private final JdbcClient jdbc;
    private final ErasedPeople erased;
    private final Duration validity;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApprovalLinks(
            SignedTokens tokens,
            JdbcClient jdbc,
            @Qualifier("erasedInGateway") ErasedPeople erased,
            GatewayProperties properties,
            Clock clock) {
        this.tokens = tokens;
        this.jdbc = jdbc;
        this.erased = erased;
        this.validity = properties.sessions().pairingWithin();
        this.clock = clock;
    }

    /** @param url has the token in its fragment, which browsers send to nobody: what only looks at a link does not use it up */
    public record Link(String token, String url, Instant expiresAt) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Link[expiresAt=" + expiresAt + "]";
        }
    }

    /** Whose link it was, and to which draft. */
    record Opened(UserId user, UUID draft) {}

    /**
     * @param base where browsers reach us, without a slash at its end
     * @throws RefusedException if the user was erased
     */
    public Link issue(UserId user, UUID draft, String base) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        jdbc.sql("DELETE FROM gateway.approval_link WHERE expires_at < :ended")
                .param("ended", at(now.minus(REMEMBERED)))
                .update();
        var _ = erased.unlessErased(
                user,
                () -> jdbc.sql("""
                INSERT INTO gateway.approval_link (nonce, user_id, draft_id, issued_at, expires_at)
                VALUES (:nonce, :user, :draft, :now, :expires)""")
                        .param("nonce", OwnerToken.sha256(nonce))
                        .param("user", user.value())
                        .param("draft", draft)
                        .param("now", at(now))
                        .param("expires", at(now.plus(validity)))
                        .update());
        String token = tokens.sign(Purpose.APPROVAL, draft.toString(), nonce, validity);
        return new Link(token, base + "/d/" + draft + "#k=" + token, now.plus(validity));
    }

    /** Whether it has the form of one. */
    static boolean isOne(String code) {
        return code.indexOf('.') >= 0;
    }

    /** Whose link it is, if it would be opened now; it is not used up by that. */
    Optional<UserId> user(String token) {
        return tokens.verify(Purpose.APPROVAL, token)
                .flatMap(claims -> jdbc.sql("""
                SELECT user_id FROM gateway.approval_link
                WHERE nonce = :nonce AND draft_id = :draft::uuid AND used_at IS NULL AND expires_at > :now""")
                        .param("now", at(clock.instant()))
                        .param("nonce", OwnerToken.sha256(claims.getJWTID()))
                        .param("draft", claims.getSubject())
                        .query((row, _) -> new UserId(row.getObject("user_id", UUID.class)))
                        .optional());
    }

    /** One statement, so that of two that come at once, in any process, one wins. */
    Optional<Opened> open(String token) {
        return tokens.verify(Purpose.APPROVAL, token).flatMap(this::use);
    }

    private Optional<Opened> use(JWTClaimsSet claims) {
        Instant now = clock.instant();
        return jdbc.sql("""
                UPDATE gateway.approval_link SET used_at = :now
                WHERE nonce = :nonce AND draft_id = :draft::uuid AND used_at IS NULL AND expires_at > :now
                RETURNING user_id, draft_id""")
                .param("now", at(now))
                .param("nonce", OwnerToken.sha256(claims.getJWTID()))
                .param("draft", claims.getSubject())
                .query((row, _) -> new Opened(
                        new UserId(row.getObject("user_id", UUID.class)), row.getObject("draft_id", UUID.class)))
                .optional();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
