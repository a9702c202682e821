package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.comfortcommit.gateway.secret.UserSecrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;

/** What devices prove themselves with, and what thieves make of it. */
@NullUnmarked // its fields are filled by the test framework
class TokenTest extends GatewayTest {
    private static final AtomicLong EARLIER = new AtomicLong();
    private static final String WHO = "{ me { id devices { id kind name current createdAt lastSeenAt expiresAt } } }";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    UserSecrets secrets;

    @BeforeEach
    void noDevices() {
        for (JsonNode device : devices()) {
            revoke(device.path("id").asString());
        }
    }

    // --- sessions

    @Test
    void aSessionIsRenewedEveryTenMinutesForAsLongAsItIsUsed() {
        Browser browser = new Browser();
        for (int day = 0; day < 40; day++) {
            browser.asks().expectStatus().isOk();
            clock.advance(Duration.ofDays(1));
            browser.asks().expectStatus().isUnauthorized();
            browser.renews().expectStatus().isNoContent();
        }
        clock.advance(Duration.ofDays(30));
        browser.renews().expectStatus().isUnauthorized();
    }

    @Test
    void whatRenewsASessionIsSentToOneAddressOnly() {
        ResponseCookie cookie = new Browser().refreshCookie;
        assertThat(cookie.getPath()).isEqualTo("/api/sessions");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void aRefreshCookieThatComesTwiceEndsTheSessionOfThiefAndOwner() {
        Browser owner = new Browser();
        Browser thief = owner.copy();
        thief.renews().expectStatus().isNoContent();
        thief.asks().expectStatus().isOk();
        owner.renews().expectStatus().isUnauthorized();
        thief.asks().expectStatus().isUnauthorized();
        thief.renews().expectStatus().isUnauthorized();
        assertThat(devices()).isEmpty();
    }

    @Test
    void ofFiftyThatRenewAtOnceOneWinsAndThenAllAreOut() throws Exception {
        Browser browser = new Browser();
        List<Integer> statuses = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Browser tab = browser.copy();
                answers.add(threads.submit(() -> {
                    start.await();
                    return tab.renews().returnResult(Void.class).getStatus().value();
                }));
            }
            start.countDown();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
        assertThat(devices()).isEmpty();
    }

    @Test
    void anotherSiteCannotRenewAndNeitherCanARequestWithoutOrigin() {
        Browser browser = new Browser();
        for (@Nullable String origin : new String[] {"http://evil.example", "null", null}) {
            assertThat(json(browser.renewsFrom(origin).expectStatus().isForbidden())
                            .path("code")
                            .asString())
                    .isEqualTo("CROSS_SITE_REQUEST");
        }
        browser.renews().expectStatus().isNoContent(); // it was not used up
    }

    @Test
    void aLogoutEndsTheSessionAndTakesTheCookiesAway() {
        Browser browser = new Browser();
        MultiValueMap<String, ResponseCookie> cookies = anybody.delete()
                .uri("/api/sessions")
                .cookie("comfort_session", browser.session)
                .header("Origin", url(""))
                .header("Content-Type", "application/json")
                .exchange()
                .expectStatus()
                .isNoContent()
                .returnResult(Void.class)
                .getResponseCookies();
        assertThat(cookies.getFirst("comfort_session").getMaxAge()).isZero();
        assertThat(cookies.getFirst("comfort_refresh").getMaxAge()).isZero();
        browser.asks().expectStatus().isUnauthorized();
        browser.renews().expectStatus().isUnauthorized();
    }

    // --- programs

    @Test
    void aProgramThatRenewsGetsShortTokensAndOneThatIsStolenEndsThemAll() {
        JsonNode first = renewing();
        assertThat(first.path("expiresAt").asString())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)).toString());
        assertThat(first.path("refreshExpiresAt").asString())
                .isEqualTo(clock.instant().plus(Duration.ofDays(30)).toString());
        byToken(first.path("token").asString()).expectStatus().isOk();
        clock.advance(Duration.ofMinutes(10));
        byToken(first.path("token").asString()).expectStatus().isUnauthorized();
        JsonNode second = json(renew(first).expectStatus().isOk());
        byToken(second.path("token").asString()).expectStatus().isOk();
        renew(first).expectStatus().isUnauthorized();
        byToken(second.path("token").asString()).expectStatus().isUnauthorized();
        renew(second).expectStatus().isUnauthorized();
    }

    @Test
    void whatABrowserRenewsWithIsNothingForAProgramAndIsNotUsedUpByTrying() {
        Browser browser = new Browser();
        renew(JSON.createObjectNode().put("refreshToken", browser.refresh))
                .expectStatus()
                .isUnauthorized();
        browser.renews().expectStatus().isNoContent();
        byToken(browser.session).expectStatus().isUnauthorized();
        byToken(browser.refresh).expectStatus().isUnauthorized();
        browser.session = renewing().path("token").asString();
        browser.asks().expectStatus().isUnauthorized();
    }

    @Test
    void whatAnEarlierVersionGaveGoesOnAndCanBeRevoked() throws Exception {
        String program = earlier("p1.");
        Browser browser = new Browser();
        browser.session = earlier("v1.");
        byToken(program).expectStatus().isOk();
        byToken(program).expectStatus().isOk();
        browser.asks().expectStatus().isOk();
        byToken("v1." + program.substring(3)).expectStatus().isUnauthorized();
        byToken(program.substring(0, program.length() - 2) + "AA")
                .expectStatus()
                .isUnauthorized();
        assertThat(devices()).hasSize(3);
        noDevices();
        byToken(program).expectStatus().isUnauthorized();
        browser.asks().expectStatus().isUnauthorized();
    }

    // --- devices

    @Test
    void devicesAreListedWithWhatTheyCallThemselvesAndRevokedOneByOne() {
        Browser phone = new Browser();
        String editor = json(anybody.post()
                        .uri("/api/tokens")
                        .header("comfort-client", "vscode/1.2")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"code\":\"" + code() + "\"}")
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("token")
                .asString();
        JsonNode seenByEditor = json(byToken(editor, WHO)).path("data").path("me");
        assertThat(seenByEditor.path("id").asString()).isEqualTo(OWNER_TEXT);
        JsonNode listed = seenByEditor.path("devices");
        assertThat(listed.findValuesAsString("kind")).containsExactlyInAnyOrder("PROGRAM", "BROWSER");
        for (JsonNode device : listed) {
            boolean program = device.path("kind").asString().equals("PROGRAM");
            assertThat(device.path("current").asBoolean()).isEqualTo(program);
            if (program) {
                assertThat(device.path("name").asString()).isEqualTo("vscode/1.2");
            } else {
                revoke(device.path("id").asString());
            }
        }
        phone.asks().expectStatus().isUnauthorized();
        phone.renews().expectStatus().isUnauthorized();
        byToken(editor).expectStatus().isOk();
        assertThat(devices()).hasSize(1);
    }

    @Test
    void aDeviceOfSomebodyElseIsNoDevice() {
        String stranger = "11111111-2222-4333-8444-555555555555";
        jdbc.sql("""
                INSERT INTO gateway.device (id, user_id, kind, name, created_at, seen_at, expires_at)
                VALUES (:id::uuid, gen_random_uuid(), 'BROWSER', 'x', now(), now(), '2100-01-01')
                ON CONFLICT DO NOTHING""").param("id", stranger).update();
        for (String id : List.of(stranger, "99999999-2222-4333-8444-555555555555")) {
            assertThat(revoke(id)
                            .path("errors")
                            .path(0)
                            .path("extensions")
                            .path("code")
                            .asString())
                    .isEqualTo("DEVICE_NOT_FOUND");
        }
        assertThat(devices()).isEmpty();
        assertThat(jdbc.sql("SELECT revoked_at IS NULL FROM gateway.device WHERE id = :id::uuid")
                        .param("id", stranger)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    // --- keys

    @Test
    void afterARotationOldTokensAreGoodUntilTheyEndAndNewOnesAreSignedByTheNewKey() throws Exception {
        JsonNode before = renewing();
        String oldKey = kid(before);
        JsonNode rotated = rotate();
        JsonNode after = renewing();
        assertThat(kid(after)).isEqualTo(rotated.path("signingKey").asString()).isNotEqualTo(oldKey);
        byToken(before.path("token").asString()).expectStatus().isOk();
        byToken(after.path("token").asString()).expectStatus().isOk();
        assertThat(published().getKeys()).extracting(key -> key.getKeyID()).contains(oldKey, kid(after));
        assertThat(published().getKeys()).noneMatch(key -> key.isPrivate());
        clock.advance(Duration.ofMinutes(13));
        assertThat(published().getKeys()).extracting(key -> key.getKeyID()).containsOnly(kid(after));
        rotate();
        assertThat(secrets.find(UserSecrets.INSTALLATION, "signing-key/" + oldKey))
                .as("the old private half is gone")
                .isEmpty();
    }

    @Test
    void onlyTheOwnerTokenRotatesKeys() {
        anybody.post()
                .uri("/api/keys/rotations")
                .header("Authorization", "Bearer " + renewing().path("token").asString())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    // --- forgeries

    @Test
    void aGoodTokenWithOneThingWrongIsWorthNothing() throws Exception {
        ECKey key = signingKey();
        byToken(forged(key, JWSAlgorithm.ES256, "at+jwt", _ -> {}))
                .expectStatus()
                .isOk(); // so the rest is to blame
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("audience", forged(key, "at+jwt", claims -> claims.audience("another-api"))),
                Map.entry("no audience", forged(key, "at+jwt", claims -> claims.audience((String) null))),
                Map.entry("issuer", forged(key, "at+jwt", claims -> claims.issuer("https://evil.example"))),
                Map.entry("over", forged(key, "at+jwt", claims -> claims.expirationTime(date(Duration.ZERO)))),
                Map.entry("never over", forged(key, "at+jwt", claims -> claims.expirationTime(null))),
                Map.entry("not yet", forged(key, "at+jwt", claims -> claims.notBeforeTime(date(Duration.ofHours(1))))),
                Map.entry(
                        "another user",
                        forged(
                                key,
                                "at+jwt",
                                claims -> claims.subject(UUID.randomUUID().toString()))),
                Map.entry("no user", forged(key, "at+jwt", claims -> claims.subject(null))),
                Map.entry("no device", forged(key, "at+jwt", claims -> claims.claim("did", null))),
                Map.entry("odd device", forged(key, "at+jwt", claims -> claims.claim("did", List.of("x")))),
                Map.entry("type", forged(key, "JWT", _ -> {})),
                Map.entry("no type", forged(key, null, _ -> {})),
                Map.entry("another's key", forged(newKey(key.getKeyID()), "at+jwt", _ -> {})),
                Map.entry("unknown key", forged(newKey("nobody"), "at+jwt", _ -> {})),
                Map.entry("no key", forged(newKey(null), "at+jwt", _ -> {})),
                Map.entry("no algorithm", new PlainJWT(claims(_ -> {})).serialize()),
                Map.entry("public key as a secret", symmetric(key)),
                Map.entry("no signature", forged(key, "at+jwt", _ -> {}).replaceAll("[^.]*$", "")),
                Map.entry(
                        "zero signature",
                        forged(key, "at+jwt", _ -> {})
                                .replaceAll(
                                        "[^.]*$",
                                        Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]))),
                Map.entry("empty", "..."));
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            clock.advance(Duration.ofMinutes(1)); // else the many failures are answered
            String token = one.getValue();
            byToken(token)
                    .expectStatus()
                    .value(status -> assertThat(status).as(one.getKey()).isIn(401, 429));
            anybody.post()
                    .uri("/graphql")
                    .cookie("comfort_session", token)
                    .header("Origin", url(""))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"query\":\"{ me { id } }\"}")
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }
    }

    private String device;

    private String forged(ECKey key, @Nullable String type, Consumer<JWTClaimsSet.Builder> change) throws Exception {
        return forged(key, JWSAlgorithm.ES256, type, change);
    }

    private String forged(
            ECKey key, JWSAlgorithm algorithm, @Nullable String type, Consumer<JWTClaimsSet.Builder> change)
            throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(type == null ? null : new JOSEObjectType(type))
                        .keyID(key.getKeyID())
                        .build(),
                claims(change));
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /** The classic: HMAC with what everybody knows. */
    private String symmetric(ECKey key) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(key.getKeyID())
                        .build(),
                claims(_ -> {}));
        token.sign(new MACSigner(key.toECPublicKey().getEncoded()));
        return token.serialize();
    }

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        if (device == null) {
            renewing();
            device = devices().path(0).path("id").asString();
        }
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer("comfort-commit")
                .audience("comfort-api")
                .subject(OWNER_TEXT)
                .issueTime(date(Duration.ZERO))
                .notBeforeTime(date(Duration.ofSeconds(-1)))
                .expirationTime(date(Duration.ofHours(1)))
                .jwtID("x")
                .claim("did", device);
        change.accept(claims);
        return claims.build();
    }

    private Date date(Duration fromNow) {
        return Date.from(clock.instant().plus(fromNow));
    }

    private ECKey signingKey() throws Exception {
        String kid = kid(renewing());
        return ECKey.parse(new String(
                secrets.find(UserSecrets.INSTALLATION, "signing-key/" + kid).orElseThrow(), StandardCharsets.UTF_8));
    }

    private static ECKey newKey(@Nullable String kid) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    }

    private JWKSet published() throws Exception {
        return JWKSet.parse(new String(
                anybody.get()
                        .uri("/.well-known/jwks.json")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody(),
                StandardCharsets.UTF_8));
    }

    private static String kid(JsonNode paired) throws Exception {
        return SignedJWT.parse(paired.path("token").asString()).getHeader().getKeyID();
    }

    private JsonNode rotate() {
        return json(owner.post()
                .uri("/api/keys/rotations")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk());
    }

    private JsonNode devices() {
        return ask(WHO, Map.of()).path("data").path("me").path("devices");
    }

    private JsonNode revoke(String id) {
        return ask("mutation($id: ID!) { revokeDevice(input: {deviceId: $id}) { deviceId } }", Map.of("id", id));
    }

    private JsonNode renewing() {
        return json(anybody.post()
                .uri("/api/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"code\":\"" + code() + "\",\"renews\":true}")
                .exchange()
                .expectStatus()
                .isOk());
    }

    private WebTestClient.ResponseSpec renew(JsonNode paired) {
        return anybody.post()
                .uri("/api/tokens/renewals")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(
                        Map.of("refreshToken", paired.path("refreshToken").asString())))
                .exchange();
    }

    private WebTestClient.ResponseSpec byToken(String token) {
        return byToken(token, "{ me { id } }");
    }

    private WebTestClient.ResponseSpec byToken(String token, String query) {
        return anybody.post()
                .uri("/graphql")
                .header("Authorization", "Bearer " + token)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(Map.of("query", query)))
                .exchange();
    }

    /** As they were made before there was a table of devices. */
    private String earlier(String prefix) throws Exception {
        byte[] payload = ByteBuffer.allocate(32)
                .putLong(OWNER.getMostSignificantBits())
                .putLong(OWNER.getLeastSignificantBits())
                .putLong(clock.instant().minus(Duration.ofDays(3)).getEpochSecond())
                .putLong(EARLIER.incrementAndGet())
                .array();
        String text = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "HmacSHA256",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(TOKEN.getBytes(StandardCharsets.UTF_8))
                                .thenExpand("comfort session v1".getBytes(StandardCharsets.US_ASCII), 32)));
        return text + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Keeps cookies as a browser does. */
    private final class Browser {
        private String session;
        private String refresh;
        private ResponseCookie refreshCookie;

        private Browser() {
            take(anybody.post()
                    .uri("/api/sessions")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"code\":\"" + code() + "\"}")
                    .exchange());
        }

        private Browser(Browser other) {
            session = other.session;
            refresh = other.refresh;
            refreshCookie = other.refreshCookie;
        }

        private Browser copy() {
            return new Browser(this);
        }

        private WebTestClient.ResponseSpec asks() {
            return anybody.post()
                    .uri("/graphql")
                    .cookie("comfort_session", session)
                    .header("Origin", url(""))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"query\":\"{ me { id } }\"}")
                    .exchange();
        }

        private WebTestClient.ResponseSpec renews() {
            return take(renewsFrom(url("")));
        }

        private WebTestClient.ResponseSpec renewsFrom(@Nullable String origin) {
            WebTestClient.RequestBodySpec request = anybody.post()
                    .uri("/api/sessions/renewals")
                    .cookie("comfort_refresh", refresh)
                    .contentType(MediaType.APPLICATION_JSON);
            if (origin != null) {
                request.header("Origin", origin);
            }
            return request.bodyValue("{}").exchange();
        }

        private WebTestClient.ResponseSpec take(WebTestClient.ResponseSpec answer) {
            MultiValueMap<String, ResponseCookie> cookies =
                    answer.returnResult(Void.class).getResponseCookies();
            if (cookies.containsKey("comfort_session")
                    && !cookies.getFirst("comfort_session").getMaxAge().isZero()) {
                session = Objects.requireNonNull(cookies.getFirst("comfort_session"))
                        .getValue();
                refreshCookie = Objects.requireNonNull(cookies.getFirst("comfort_refresh"));
                refresh = refreshCookie.getValue();
            }
            return answer;
        }
    }
}
