package io.comfortcommit.gateway.login;

import com.nimbusds.jwt.JWTClaimsSet;
import io.comfortcommit.gateway.login.LoginFailure.Why;
import io.comfortcommit.gateway.secret.UserSecrets;
import io.comfortcommit.gateway.token.SignedTokens;
import io.comfortcommit.gateway.token.SignedTokens.Purpose;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.KakaoConnection;
import io.comfortcommit.messages.notification.KakaoToken;
import io.comfortcommit.messages.notification.NotificationQuery.FindKakaoConnection;
import io.comfortcommit.messages.notification.NotificationQuery.FindKakaoToken;
import io.comfortcommit.repositories.SecretReference;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whom users are at Kakao, as far as it lets us write to them: nothing but the tokens for it, encrypted
 * (<a href="https://developers.kakao.com/docs/latest/en/kakaologin/rest-api">Kakao Login</a>). Who began in one browser
 * finishes in it, as the same user. Blocks.
 */
public class KakaoAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(KakaoAccounts.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SECRET = "kakao";

    /** To send a message to oneself, and nothing else. */
    private static final String SCOPE = "talk_message";

    private static final Duration WITHIN = Duration.ofMinutes(10);

    /** Before a token ends a new one is asked for. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    private static final int LONGEST = 2_000;

    private final KakaoProperties properties;
    private final UserSecrets secrets;
    private final SignedTokens tokens;
    private final ProviderHttp http;
    private final InstantSource clock;

    KakaoAccounts(
            KakaoProperties properties,
            UserSecrets secrets,
            SignedTokens tokens,
            ProviderHttp http,
            InstantSource clock) {
        this.properties = properties;
        this.secrets = secrets;
        this.tokens = tokens;
        this.http = http;
        this.clock = clock;
    }

    private record Kept(String refreshToken, String accessToken, long endsAt) {}

    /** What came of an attempt to connect. */
    public enum Outcome {
        CONNECTED,
        /** Another user or browser began it, or too long ago. */
        NOT_BEGUN_HERE,
        /** The person did not let us send messages. */
        NOT_ALLOWED,
        /** Kakao does not take the code, or does not answer. */
        REFUSED
    }

    /** Whether there is an app at Kakao to connect with. */
    public boolean isSetUp() {
        return properties.clientId() != null;
    }

    public boolean isConnected(UserId user) {
        return isSetUp() && secrets.find(user, SECRET).isPresent();
    }

    /**
     * Where the user lets us. What comes back is of the same user and device, or is worth nothing.
     *
     * @param redirect address of ours, as it is registered at Kakao
     */
    public URI begin(UserId user, UUID device, String redirect) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", clientId());
        parameters.put("redirect_uri", redirect);
        parameters.put("response_type", "code");
        parameters.put("scope", SCOPE);
        parameters.put(
                "state",
                tokens.sign(
                        Purpose.KAKAO,
                        user.toString(),
                        Map.of("device", device.toString(), "redirect", redirect),
                        WITHIN));
        return properties.authority().resolve("oauth/authorize?" + ProviderHttp.encoded(parameters));
    }

    public Outcome finish(UserId user, UUID device, String code, String state) {
        String redirect = redirect(user, device, state).orElse(null);
        if (redirect == null) {
            return Outcome.NOT_BEGUN_HERE;
        }
        if (code.isEmpty() || code.length() > LONGEST) {
            return Outcome.REFUSED;
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("redirect_uri", redirect);
        form.put("code", code);
        try {
            JsonNode given = token(form);
            // Absent where all that was asked for was given before.
            String scope = given.path("scope").asString(SCOPE);
            if (!Arrays.asList(scope.split(" ")).contains(SCOPE)) {
                return Outcome.NOT_ALLOWED;
            }
            secrets.put(user, SECRET, kept(given, given.path("refresh_token").asString("")));
            return Outcome.CONNECTED;
        } catch (LoginFailure e) {
            LOG.warn("an account of Kakao was not connected: {}", e.why());
            return Outcome.REFUSED;
        }
    }

    public void disconnect(UserId user) {
        secrets.remove(user, SECRET);
    }

    @QueryHandler
    KakaoConnection handle(FindKakaoConnection query) {
        return new KakaoConnection(isConnected(query.user()));
    }

    @QueryHandler
    KakaoToken handle(FindKakaoToken query) {
        Optional<byte[]> stored = isSetUp() ? secrets.find(query.user(), SECRET) : Optional.empty();
        KakaoToken token = asKept(stored);
        return stored.isPresent() && token.accessToken() == null ? renewed(query.user(), stored.get()) : token;
    }

    private KakaoToken asKept(Optional<byte[]> stored) {
        if (stored.isEmpty()) {
            return new KakaoToken(false, null);
        }
        Kept kept = JSON.readValue(stored.get(), Kept.class);
        boolean fresh = clock.instant().plus(EARLY).isBefore(Instant.ofEpochSecond(kept.endsAt()));
        return new KakaoToken(true, fresh ? kept.accessToken() : null);
    }

    /** Of a user who disconnected, or connected again, while Kakao was asked, nothing is kept or forgotten by the answer. */
    private KakaoToken renewed(UserId user, byte[] tried) {
        String refreshToken = JSON.readValue(tried, Kept.class).refreshToken();
        try {
            JsonNode given = token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
            // A new one comes in the last month of the old one only.
            byte[] fresh = kept(given, given.path("refresh_token").asString(refreshToken));
            if (secrets.replace(user, SECRET, tried, fresh)) {
                return new KakaoToken(true, given.path("access_token").asString(""));
            }
        } catch (LoginFailure e) {
            LOG.warn("Kakao gives no fresh token: {}", e.why());
            if (e.why() == Why.CODE_REFUSED) {
                secrets.remove(user, SECRET, tried); // the user took it back there, or it ran out
            }
        }
        return asKept(secrets.find(user, SECRET));
    }

    private JsonNode token(Map<String, String> parameters) throws LoginFailure {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("client_id", clientId());
        SecretReference secret = properties.clientSecret();
        if (secret != null) {
            try {
                form.put("client_secret", secret.line());
            } catch (IOException e) {
                throw new LoginFailure(Why.PROVIDER_UNREACHABLE, e); // names where it should be
            }
        }
        JsonNode given = http.post(properties.authority().resolve("oauth/token"), form, Map.of());
        if (given.path("access_token").asString("").isEmpty()) {
            throw new LoginFailure(Why.PROVIDER_UNREACHABLE); // it is not Kakao that speaks so
        }
        return given;
    }

    private byte[] kept(JsonNode given, String refreshToken) {
        long endsAt =
                clock.instant().getEpochSecond() + given.path("expires_in").asLong(0);
        return JSON.writeValueAsBytes(
                new Kept(refreshToken, given.path("access_token").asString(""), endsAt));
    }

    private Optional<String> redirect(UserId user, UUID device, String state) {
        Optional<JWTClaimsSet> claims = tokens.verify(Purpose.KAKAO, state);
        if (claims.isEmpty() || !user.toString().equals(claims.get().getSubject())) {
            return Optional.empty();
        }
        try {
            return device.toString().equals(claims.get().getStringClaim("device"))
                    ? Optional.ofNullable(claims.get().getStringClaim("redirect"))
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private String clientId() {
        @Nullable String id = properties.clientId();
        if (id == null) {
            throw new IllegalStateException("KakaoTalk is not set up");
        }
        return id;
    }
}
