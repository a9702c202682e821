package io.comfortcommit.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider that speaks the real wire, as OpenID Connect and as GitHub do: discovery, keys, an authorization endpoint, a
 * token endpoint that holds to PKCE, client, address and one use of each code. Its person is always signed in, and says
 * yes. What it says can be forged.
 */
public final class FakeProvider {
    public static final String CLIENT = "comfort client";
    public static final String SECRET = "a secret: of+the client, quite long";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final FakeProvider ONLY = new FakeProvider();

    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();

    private volatile Instant now = Instant.EPOCH;
    private volatile String subject = "";
    private volatile String address = "";
    private volatile boolean verified = true;
    private volatile Consumer<JWTClaimsSet.Builder> claims = _ -> {};
    private volatile Function<JWTClaimsSet, String> signer = this::sign;

    private FakeProvider() {
        try {
            key = new RSAKeyGenerator(2048).keyID("k1").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** One for all tests; it ends with the process. */
    public static FakeProvider only() {
        return ONLY;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** An honest provider, and a new person. */
    public void begin(InstantSource clock, String who) {
        now = clock.instant();
        subject = UUID.randomUUID().toString();
        address = who;
        verified = true;
        claims = _ -> {};
        signer = this::sign;
    }

    public void person(String knownSubject, String who) {
        subject = knownSubject;
        address = who;
    }

    public String subject() {
        return subject;
    }

    public void notVerified() {
        verified = false;
    }

    public void says(Consumer<JWTClaimsSet.Builder> changed) {
        claims = changed;
    }

    public void signs(Function<JWTClaimsSet, String> otherwise) {
        signer = otherwise;
    }

    public RSAKey key() {
        return key;
    }

    private String sign(JWTClaimsSet content) {
        return sign(content, key);
    }

    public static String sign(JWTClaimsSet content, RSAKey by) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(by.getKeyID())
                            .build(),
                    content);
            token.sign(new RSASSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = FormFields.of(
                    Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" ->
                    json(
                            exchange,
                            200,
                            Map.of(
                                    "issuer", url(),
                                    "authorization_endpoint", url() + "/authorize",
                                    "token_endpoint", url() + "/token",
                                    "jwks_uri", url() + "/jwks"));
                case "/jwks" -> json(exchange, 200, new JWKSet(key).toJSONObject(true));
                case "/authorize", "/login/oauth/authorize" -> authorize(exchange, query);
                case "/token" -> token(exchange, false);
                case "/login/oauth/access_token" -> token(exchange, true);
                case "/api/v3/user" -> ofToken(exchange, Map.of("id", Math.abs(subject.hashCode()), "login", "kim"));
                case "/api/v3/user/emails" ->
                    ofToken(
                            exchange,
                            List.of(
                                    Map.of("email", "other@evil.example", "primary", false, "verified", true),
                                    Map.of("email", address, "primary", true, "verified", verified)));
                default -> json(exchange, 404, Map.of());
            }
        }
    }

    private void authorize(HttpExchange exchange, Map<String, String> query) throws IOException {
        boolean right = CLIENT.equals(query.get("client_id"))
                && "S256".equals(query.get("code_challenge_method"))
                && query.getOrDefault("code_challenge", "").length() == 43
                && query.getOrDefault("state", "").length() >= 40;
        if (!right) {
            json(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = UUID.randomUUID().toString();
        asked.put(code, query);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri") + "?code=" + code + "&state="
                                + encoded(query.getOrDefault("state", "")));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange, boolean github) throws IOException {
        Map<String, String> form =
                FormFields.of(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> begun = asked.remove(form.getOrDefault("code", ""));
        boolean client = github
                ? CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret"))
                : ("Basic "
                                + Base64.getEncoder()
                                        .encodeToString((encoded(CLIENT) + ":" + encoded(SECRET))
                                                .getBytes(StandardCharsets.UTF_8)))
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean right = begun != null
                && client
                && Objects.equals(begun.get("redirect_uri"), form.get("redirect_uri"))
                && challenge(form.getOrDefault("code_verifier", "")).equals(begun.get("code_challenge"));
        if (!right || begun == null) {
            json(exchange, github ? 200 : 400, Map.of("error", github ? "bad_verification_code" : "invalid_grant"));
        } else if (github) {
            json(exchange, 200, Map.of("access_token", "gho_of-" + subject, "token_type", "bearer"));
        } else {
            JWTClaimsSet.Builder content = new JWTClaimsSet.Builder()
                    .issuer(url())
                    .audience(CLIENT)
                    .subject(subject)
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(300)))
                    .claim("nonce", begun.get("nonce"))
                    .claim("email", address)
                    .claim("email_verified", verified);
            claims.accept(content);
            json(exchange, 200, Map.of("id_token", signer.apply(content.build()), "token_type", "Bearer"));
        }
    }

    private void ofToken(HttpExchange exchange, Object content) throws IOException {
        boolean right =
                ("Bearer gho_of-" + subject).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        json(exchange, right ? 200 : 401, right ? content : Map.of());
    }

    private static void json(HttpExchange exchange, int status, Object content) throws IOException {
        byte[] body = JSON.writeValueAsBytes(content);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** As RFC 7636 says for S256. */
    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
