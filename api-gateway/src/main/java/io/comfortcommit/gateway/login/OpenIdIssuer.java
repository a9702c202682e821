package io.comfortcommit.gateway.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.comfortcommit.gateway.login.LoginFailure.Why;
import io.comfortcommit.gateway.login.LoginProperties.Provider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://openid.net/specs/openid-connect-core-1_0.html">OpenID Connect</a>, the code flow with PKCE. The
 * provider's keys are read anew at each login: these are rare, and no key is trusted for longer than the provider does.
 */
final class OpenIdIssuer implements Issuer {
    /** Neither none nor anything symmetric. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Duration KNOWN_FOR = Duration.ofHours(1);
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    private final Provider provider;
    private final ProviderHttp http;
    private final InstantSource clock;
    private volatile @Nullable Known known;

    OpenIdIssuer(Provider provider, ProviderHttp http, InstantSource clock) {
        this.provider = provider;
        this.http = http;
        this.clock = clock;
    }

    private record Known(URI authorization, URI token, URI keys, boolean secretInBody, Instant read) {}

    @Override
    public URI authorization(Attempt attempt) throws LoginFailure {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", provider.clientId());
        parameters.put("redirect_uri", attempt.redirect().toString());
        parameters.put("scope", "openid email");
        parameters.put("state", attempt.state());
        parameters.put("nonce", attempt.nonce());
        parameters.put("code_challenge", Pkce.challenge(attempt.verifier()));
        parameters.put("code_challenge_method", "S256");
        String address = known().authorization().toString();
        return URI.create(address + (address.contains("?") ? "&" : "?") + ProviderHttp.encoded(parameters));
    }

    @Override
    public Identity identity(Attempt attempt, String code) throws LoginFailure {
        Known endpoints = known();
        String secret = provider.secret();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", attempt.redirect().toString());
        form.put("code_verifier", attempt.verifier());
        Map<String, String> headers = new LinkedHashMap<>();
        if (endpoints.secretInBody()) {
            form.put("client_id", provider.clientId());
            form.put("client_secret", secret);
        } else {
            // RFC 6749, section 2.3.1: each is form-encoded first
            headers.put(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((ProviderHttp.encoded(provider.clientId()) + ":"
                                                    + ProviderHttp.encoded(secret))
                                            .getBytes(StandardCharsets.UTF_8)));
        }
        String token =
                http.post(endpoints.token(), form, headers).path("id_token").asString("");
        JWTClaimsSet claims = verified(token, endpoints.keys());
        return identity(claims, attempt);
    }

    private Identity identity(JWTClaimsSet claims, Attempt attempt) throws LoginFailure {
        try {
            boolean forUs =
                    claims.getAudience().size() == 1 || provider.clientId().equals(claims.getStringClaim("azp"));
            if (!forUs || !attempt.nonce().equals(claims.getStringClaim("nonce"))) {
                throw new LoginFailure(Why.IDENTITY_REFUSED);
            }
            String address = claims.getStringClaim("email");
            boolean verified = Objects.equals(String.valueOf(claims.getClaim("email_verified")), "true");
            if (address == null || address.indexOf('@') < 1 || !verified) {
                throw new LoginFailure(Why.ADDRESS_NOT_VERIFIED);
            }
            return new Identity(provider.address().toString(), claims.getSubject(), address);
        } catch (ParseException e) {
            throw new LoginFailure(Why.IDENTITY_REFUSED);
        }
    }

    private JWTClaimsSet verified(String token, URI keys) throws LoginFailure {
        JsonNode published = http.get(keys, Map.of());
        try {
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                    ALGORITHMS,
                    new ImmutableJWKSet<>(JWKSet.parse(published.toString()).toPublicJWKSet())));
            DefaultJWTClaimsVerifier<SecurityContext> rules =
                    new DefaultJWTClaimsVerifier<>(
                            provider.clientId(),
                            new JWTClaimsSet.Builder()
                                    .issuer(provider.address().toString())
                                    .build(),
                            Set.of("sub", "iat", "exp", "nonce")) {
                        @Override
                        protected Date currentTime() {
                            return Date.from(clock.instant());
                        }
                    };
            rules.setMaxClockSkew((int) CLOCKS_DIFFER.toSeconds());
            processor.setJWTClaimsSetVerifier(rules);
            return processor.process(SignedJWT.parse(token), null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new LoginFailure(Why.IDENTITY_REFUSED);
        }
    }

    /** <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">What the provider says of itself.</a> */
    private Known known() throws LoginFailure {
        Known found = known;
        if (found != null && clock.instant().isBefore(found.read().plus(KNOWN_FOR))) {
            return found;
        }
        String issuer = provider.address().toString();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode said = http.get(URI.create(base + "/.well-known/openid-configuration"), Map.of());
        if (!issuer.equals(said.path("issuer").asString(""))) {
            throw new LoginFailure(Why.PROVIDER_UNREACHABLE);
        }
        JsonNode ways = said.path("token_endpoint_auth_methods_supported");
        boolean basic = ways.isMissingNode()
                || ways.valueStream().anyMatch(way -> way.asString("").equals("client_secret_basic"));
        found = new Known(
                address(said, "authorization_endpoint"),
                address(said, "token_endpoint"),
                address(said, "jwks_uri"),
                !basic,
                clock.instant());
        known = found;
        return found;
    }

    private static URI address(JsonNode said, String name) throws LoginFailure {
        try {
            URI address = URI.create(said.path(name).asString(""));
            if (Provider.isSafe(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new LoginFailure(Why.PROVIDER_UNREACHABLE);
    }
}
