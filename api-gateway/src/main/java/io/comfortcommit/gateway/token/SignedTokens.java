package io.comfortcommit.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * JSON Web Tokens (RFC 7519) of ours, as RFC 8725 wants them made and read: one algorithm, a type and an audience for each
 * purpose, and a key that we named.
 */
public final class SignedTokens {
    /** Clocks of our processes differ by less. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

    private final SigningKeys keys;
    private final String issuer;
    private final InstantSource clock;

    SignedTokens(SigningKeys keys, String issuer, InstantSource clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** What a token is for; one is worth nothing for another purpose. */
    public enum Purpose {
        /** <a href="https://www.rfc-editor.org/rfc/rfc9068">As its type says.</a> */
        ACCESS("at+jwt", "comfort-api"),
        /** What a browser keeps while it is away at a provider. */
        LOGIN("login+jwt", "comfort-login"),
        /** What somebody is known by who is away at Kakao. */
        KAKAO("kakao+jwt", "comfort-kakao"),
        /** A link to a draft; as short as it can be, since it becomes a QR code. */
        APPROVAL("approval+jwt", "comfort-approval", Set.of("sub", "exp", "jti"));

        private final JOSEObjectType type;
        private final String audience;
        private final Set<String> needed;

        Purpose(String type, String audience) {
            this(type, audience, Set.of("sub", "iat", "nbf", "exp", "jti"));
        }

        Purpose(String type, String audience, Set<String> needed) {
            this.type = new JOSEObjectType(type);
            this.audience = audience;
            this.needed = needed;
        }
    }

    /** @param claims beside the registered ones, which are ours to set */
    public String sign(Purpose purpose, String subject, Map<String, String> claims, Duration lifetime) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder content = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(purpose.audience)
                .subject(subject)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now.minus(CLOCKS_DIFFER)))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString());
        claims.forEach(content::claim);
        return sign(purpose, content.build());
    }

    /** With nothing but what must be in it. */
    public String sign(Purpose purpose, String subject, String id, Duration lifetime) {
        return sign(
                purpose,
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(purpose.audience)
                        .subject(subject)
                        .expirationTime(Date.from(clock.instant().plus(lifetime)))
                        .jwtID(id)
                        .build());
    }

    private String sign(Purpose purpose, JWTClaimsSet content) {
        ECKey key = keys.signing();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(SigningKeys.ALGORITHM)
                        .type(purpose.type)
                        .keyID(key.getKeyID())
                        .build(),
                content);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token can't be signed", e);
        }
        return token.serialize();
    }

    /** What it says; empty if it is forged, for another purpose or audience, by another issuer, over, or not yet good. */
    public Optional<JWTClaimsSet> verify(Purpose purpose, String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            String kid = parsed.getHeader().getKeyID();
            return kid == null
                    ? Optional.empty()
                    : Optional.of(processor(purpose, kid).process(parsed, null));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(Purpose purpose, String kid) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(purpose.type));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                SigningKeys.ALGORITHM, (selector, _) -> selector.select(keys.verifying(kid))));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        purpose.audience,
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        purpose.needed) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew(0);
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }
}
