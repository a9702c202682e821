package io.comfortcommit.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.comfortcommit.gateway.GatewayTest;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.testing.FakeProvider;
import io.comfortcommit.testing.FormFields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Signing in at a real provider, over the wire, with what a browser keeps and sends. */
@ExtendWith(OutputCaptureExtension.class)
@NullUnmarked // its fields are filled by the test framework
class LoginTest extends GatewayTest {
    private static final FakeProvider PROVIDER = FakeProvider.only();
    private static final String DRAFT = "/d/01920000-0000-7000-8000-000000000001";

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void aNewPerson() {
        PROVIDER.begin(clock, "kim@example.org");
    }

    // --- the way in

    @ParameterizedTest
    @ValueSource(strings = {"corp", "github"})
    void whoSignsInComesBackToWhereTheyWantedAndIsAnAuthor(String provider) throws Exception {
        Browser browser = new Browser();
        HttpResponse<String> answer = browser.signsIn(provider, DRAFT);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo(DRAFT);
        assertThat(browser.cookies).containsKeys("comfort_session", "comfort_refresh");
        assertThat(setCookies(answer))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("comfort_session=").contains("HTTPOnly", "SameSite=Strict"));
        String user = browser.user();
        assertThat(user).isNotEqualTo(OWNER.toString());
        assertThat(jdbc.sql("SELECT role FROM gateway.user_role WHERE user_id = :user::uuid")
                        .param("user", user)
                        .query(String.class)
                        .list())
                .containsExactly("author");
        assertThat(newest()).isEqualTo("user:" + user + " login.finish ALLOWED null");
    }

    @Test
    void theSameAccountIsTheSameUserWhateverItsAddressIsNow() throws Exception {
        Browser first = new Browser();
        first.signsIn("corp", "/");
        PROVIDER.person(PROVIDER.subject(), "kim.new@example.org");
        Browser second = new Browser();
        second.signsIn("corp", "/");
        assertThat(second.user()).isEqualTo(first.user());
        PROVIDER.person(UUID.randomUUID().toString(), "kim@example.org");
        Browser another = new Browser();
        another.signsIn("corp", "/");
        assertThat(another.user()).as("an address that somebody else has now").isNotEqualTo(first.user());
    }

    @Test
    void theOwnerByConfigurationHasTheInstallationsDrafts() throws Exception {
        jdbc.sql("DELETE FROM gateway.account").update();
        PROVIDER.person("the-owner", "Boss@Example.org");
        Browser boss = new Browser();
        boss.signsIn("corp", "/");
        assertThat(boss.user()).isEqualTo(OWNER.toString());

        PROVIDER.person("who-got-the-address-later", "boss@example.org");
        Browser later = new Browser();
        assertThat(location(later.signsIn("corp", "/"))).isEqualTo("/#login=NOT_ALLOWED");
        assertThat(later.cookies).doesNotContainKey("comfort_session");
    }

    @Test
    void thePageIsToldWhereOneCanSignIn() {
        JsonNode choices =
                json(anybody.get().uri("/api/login").exchange().expectStatus().isOk());
        assertThat(choices.path("providers").findValuesAsString("name")).containsExactly("Corp", "GitHub");
        assertThat(choices.toString()).doesNotContain(FakeProvider.CLIENT, "secret");
    }

    @Test
    void aSessionBySigningInRenewsItselfAndIsRevokedAsAnyOther() throws Exception {
        Browser browser = new Browser();
        browser.signsIn("corp", "/");
        clock.advance(Duration.ofMinutes(11));
        assertThat(browser.asks().statusCode()).isEqualTo(401);
        assertThat(browser.renews().statusCode()).isEqualTo(204);
        assertThat(browser.asks().statusCode()).isEqualTo(200);
        jdbc.sql("UPDATE gateway.device SET revoked_at = now() WHERE user_id = :user::uuid")
                .param("user", browser.user())
                .update();
        assertThat(browser.renews().statusCode()).isEqualTo(401);
    }

    @Test
    void whoHasJustSignedInLetsAProgramInAndLaterHasToSignInAgain() throws Exception {
        Browser browser = new Browser();
        browser.signsIn("corp", "/devices");
        String user = browser.user();
        HttpResponse<String> invited = browser.invites();
        assertThat(invited.statusCode()).isEqualTo(200);
        String token = json(anybody.post()
                        .uri("/api/tokens")
                        .header("Content-Type", "application/json")
                        .bodyValue("{\"code\":\""
                                + JSON.readTree(invited.body()).path("code").asString() + "\"}")
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("token")
                .asString();
        assertThat(json(send(
                                anybody.mutate()
                                        .defaultHeader("Authorization", "Bearer " + token)
                                        .build(),
                                "{ me { id canPair devices { kind } } }",
                                Map.of()))
                        .path("data")
                        .path("me")
                        .path("id")
                        .asString())
                .isEqualTo(user);

        clock.advance(Duration.ofMinutes(9));
        assertThat(browser.invites().statusCode()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        browser.renews();
        HttpResponse<String> late = browser.invites();
        assertThat(late.statusCode()).as("a session alone").isEqualTo(403);
        assertThat(late.body()).contains("Sign in again");
        assertThat(newest()).isEqualTo("user:" + user + " pairing.create DENIED PROOF");
        String subject = PROVIDER.subject();
        aNewPerson(); // by the time that it is now
        PROVIDER.person(subject, "kim@example.org");
        browser.signsIn("corp", "/devices");
        assertThat(browser.user()).isEqualTo(user);
        assertThat(browser.invites().statusCode()).isEqualTo(200);
    }

    @Test
    void mailGoesToTheAddressThatTheProviderVerifiedAndToNoOther() throws Exception {
        String subject = PROVIDER.subject();
        Browser browser = new Browser();
        browser.signsIn("corp", "/");
        assertThat(browser.wantsMailAt("victim@example.org"))
                .contains("BAD_REQUEST", "\\\"email\\\"")
                .doesNotContain("victim@example.org");
        assertThat(browser.wantsMailAt("Kim@Example.org")).contains("\"email\":\"Kim@Example.org\"");

        PROVIDER.person(subject, "kim.new@example.org");
        browser.signsIn("corp", "/");
        assertThat(browser.wantsMailAt("kim@example.org")).contains("BAD_REQUEST");
        assertThat(browser.wantsMailAt("kim.new@example.org")).contains("\"email\":\"kim.new@example.org\"");
    }

    // --- who may not

    @Test
    void whoIsNotAllowedIsNotLetIn() throws Exception {
        PROVIDER.person("stranger", "kim@example.org.evil.example");
        refused("corp", "NOT_ALLOWED");
        PROVIDER.person("stranger", "kim@evil.example");
        refused("github", "NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"corp", "github"})
    void anAddressThatTheProviderDidNotVerifyIsNobodys(String provider) throws Exception {
        PROVIDER.notVerified();
        refused(provider, "ADDRESS_NOT_VERIFIED");
    }

    // --- forgeries

    @Test
    void anIdentityWithOneThingWrongLetsNobodyIn() throws Exception {
        var foreign = new RSAKeyGenerator(2048).keyID("k1").generate();
        Map<String, Consumer<JWTClaimsSet.Builder>> wrongClaims = Map.of(
                "issuer", claims -> claims.issuer("https://evil.example"),
                "audience", claims -> claims.audience("another client"),
                "two audiences without azp", claims -> claims.audience(List.of(FakeProvider.CLIENT, "another")),
                "azp",
                        claims -> claims.audience(List.of(FakeProvider.CLIENT, "another"))
                                .claim("azp", "another"),
                "over", claims -> claims.expirationTime(date(Duration.ofMinutes(-2))),
                "never over", claims -> claims.expirationTime(null),
                "nonce", claims -> claims.claim("nonce", "another"),
                "no nonce", claims -> claims.claim("nonce", null),
                "nobody", claims -> claims.subject(null));
        Map<String, Function<JWTClaimsSet, String>> wrongSigners = Map.of(
                "no algorithm", claims -> new PlainJWT(claims).serialize(),
                "another's key", claims -> FakeProvider.sign(claims, foreign),
                "public key as a secret", LoginTest::symmetric,
                "client secret as a key", claims -> hmac(claims, FakeProvider.SECRET.getBytes(StandardCharsets.UTF_8)),
                "no signature",
                        claims -> FakeProvider.sign(claims, PROVIDER.key()).replaceAll("[^.]*$", ""),
                "nothing", _ -> "");
        for (var one : wrongClaims.entrySet()) {
            aNewPerson();
            PROVIDER.says(one.getValue());
            refused("corp", "IDENTITY_REFUSED", one.getKey());
        }
        for (var one : wrongSigners.entrySet()) {
            aNewPerson();
            PROVIDER.signs(one.getValue());
            refused("corp", "IDENTITY_REFUSED", one.getKey());
        }
    }

    @Test
    void anAnswerIsGoodInTheBrowserThatBeganItAndOnce() throws Exception {
        Browser victim = new Browser();
        Browser attacker = new Browser();
        URI answer = attacker.begins("corp", "/");
        assertThat(location(victim.goes(answer))).as("another's answer").isEqualTo("/#login=NOT_BEGUN_HERE");

        victim.begins("corp", "/");
        assertThat(location(victim.goes(answer))).as("another's state").isEqualTo("/#login=NOT_BEGUN_HERE");

        Browser twice = new Browser();
        URI own = twice.begins("corp", "/");
        Map<String, String> kept = new HashMap<>(twice.cookies);
        assertThat(location(twice.goes(own))).isEqualTo("/");
        assertThat(location(twice.goes(own))).isEqualTo("/#login=NOT_BEGUN_HERE");
        twice.cookies.putAll(kept);
        assertThat(location(twice.goes(own))).as("the code again").isEqualTo("/#login=CODE_REFUSED");
    }

    @Test
    void anAnswerThatCameTooLateOrFromElsewhereIsWorthNothing() throws Exception {
        Browser slow = new Browser();
        URI answer = slow.begins("corp", "/");
        clock.advance(Duration.ofMinutes(10));
        assertThat(location(slow.goes(answer))).isEqualTo("/#login=NOT_BEGUN_HERE");

        Browser mixed = new Browser();
        URI ours = mixed.begins("corp", "/");
        assertThat(location(mixed.goes(URI.create(ours + "&iss=https%3A%2F%2Fevil.example"))))
                .isEqualTo("/#login=PROVIDER_REFUSED");

        Browser crossed = new Browser();
        URI forCorp = crossed.begins("corp", "/");
        assertThat(location(crossed.goes(URI.create(forCorp.toString().replace("/corp/", "/github/")))))
                .isEqualTo("/#login=NOT_BEGUN_HERE");

        Browser no = new Browser();
        String state = FormFields.of(no.begins("corp", "/").getRawQuery()).get("state");
        assertThat(location(no.goes(URI.create(url("/api/login/corp/callback?error=access_denied&state=" + state)))))
                .isEqualTo("/#login=PROVIDER_REFUSED");
        assertThat(newest()).isEqualTo("anybody login.finish DENIED PROVIDER_REFUSED");
    }

    @Test
    void whatTheBrowserKeepsIsNoSession() throws Exception {
        Browser browser = new Browser();
        browser.begins("corp", "/");
        browser.cookies.put("comfort_session", Objects.requireNonNull(browser.cookies.get("comfort_login")));
        assertThat(browser.asks().statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "/%2f/evil.example",
                "/d/../../evil",
                "/api/sessions",
                "/d/01920000-0000-7000-8000-000000000001%0d%0aSet-Cookie:x=y",
                "javascript:alert(1)",
                ""
            })
    void nobodyIsSentElsewhereByALinkToUs(String to) throws Exception {
        Browser browser = new Browser();
        HttpResponse<String> answer = browser.signsIn("corp", to);
        assertThat(location(answer)).isEqualTo("/");
    }

    @Test
    void theProviderIsAskedWithPkceAndToldOneAddressOfOurs() throws Exception {
        Browser browser = new Browser();
        HttpResponse<String> away = browser.goes(URI.create(url("/api/login/corp?to=/")));
        Map<String, String> asked = FormFields.of(URI.create(location(away)).getRawQuery());
        assertThat(asked)
                .containsEntry("redirect_uri", url("/api/login/corp/callback"))
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid email")
                .containsEntry("response_type", "code");
        assertThat(asked.get("nonce")).isNotEqualTo(asked.get("state")).hasSizeGreaterThan(40);
        assertThat(setCookies(away))
                .singleElement()
                .satisfies(cookie ->
                        assertThat(cookie).contains("HTTPOnly", "SameSite=Lax", "Path=/api/login", "Max-Age=600"));
    }

    @Test
    void noSecretIsLogged(CapturedOutput output) throws Exception {
        Browser browser = new Browser();
        browser.signsIn("corp", "/");
        browser.signsIn("github", "/");
        PROVIDER.says(claims -> claims.claim("nonce", "another"));
        browser.signsIn("corp", "/");
        assertThat(output.getAll())
                .contains("IDENTITY_REFUSED")
                .doesNotContain(FakeProvider.SECRET, "kim@example.org", "gho_of", "id_token");
    }

    // --- settings

    @Test
    void settingsThatWouldLetAnybodyInOrSpeakInClearAreRefused() {
        assertThatThrownBy(() ->
                        new LoginProperties(List.of(provider("https://id.example.org")), List.of(), null, "author"))
                .hasMessageContaining("comfort.login.allow");
        assertThatThrownBy(() -> provider("http://id.example.org")).hasMessageContaining("https");
        assertThatThrownBy(() -> new LoginProperties(List.of(), List.of(), null, "owner"))
                .hasMessageContaining("comfort.login.role");
    }

    private static LoginProperties.Provider provider(String issuer) {
        return new LoginProperties.Provider(
                "corp",
                LoginProperties.Kind.OIDC,
                null,
                URI.create(issuer),
                "client",
                SecretReference.of("env:COMFORT_CLIENT_SECRET"));
    }

    // ---

    private void refused(String provider, String why) throws Exception {
        refused(provider, why, why);
    }

    private void refused(String provider, String why, String description) throws Exception {
        clock.advance(Duration.ofMinutes(1)); // else the many failures are answered
        Browser browser = new Browser();
        assertThat(location(browser.signsIn(provider, "/"))).as(description).isEqualTo("/#login=" + why);
        assertThat(browser.cookies).as(description).doesNotContainKey("comfort_session");
        assertThat(newest()).isEqualTo("anybody login.finish DENIED " + why);
    }

    private String newest() {
        return jdbc.sql("SELECT concat(actor, ' ', action, ' ', outcome, ' ', coalesce(reason, 'null'))"
                        + " FROM gateway.action_log ORDER BY id DESC LIMIT 1")
                .query(String.class)
                .single();
    }

    private Date date(Duration fromNow) {
        return Date.from(clock.instant().plus(fromNow));
    }

    /** The classic: HMAC with what everybody knows. */
    private static String symmetric(JWTClaimsSet claims) {
        try {
            return hmac(claims, PROVIDER.key().toRSAPublicKey().getEncoded());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(JWTClaimsSet claims, byte[] secret) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static List<String> setCookies(HttpResponse<?> answer) {
        return answer.headers().allValues("Set-Cookie");
    }

    /** Keeps cookies, and follows to the provider and back. */
    private final class Browser {
        private final Map<String, String> cookies = new HashMap<>();

        HttpResponse<String> signsIn(String provider, String to) throws Exception {
            return goes(begins(provider, to));
        }

        /** @return where the provider sends it */
        URI begins(String provider, String to) throws Exception {
            HttpResponse<String> away =
                    goes(URI.create(url("/api/login/" + provider + "?to=" + ProviderHttp.encoded(to))));
            assertThat(away.statusCode()).isEqualTo(303);
            HttpResponse<Void> there = http.send(
                    HttpRequest.newBuilder(URI.create(location(away))).build(), HttpResponse.BodyHandlers.discarding());
            assertThat(there.statusCode()).isEqualTo(302);
            return URI.create(location(there));
        }

        HttpResponse<String> goes(URI address) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(address));
        }

        HttpResponse<String> asks() throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(url("/graphql")))
                    .header("Origin", url(""))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ me { id } }\"}")));
        }

        String wantsMailAt(String address) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(url("/graphql")))
                            .header("Origin", url(""))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of(
                                    "query",
                                    "mutation($to: String) { setNotificationPreferences(input: {channels: [EMAIL],"
                                            + " language: \"en\", email: $to}) { email } }",
                                    "variables",
                                    Map.of("to", address))))))
                    .body();
        }

        HttpResponse<String> invites() throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(url("/api/pairings")))
                    .header("Origin", url(""))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
        }

        HttpResponse<String> renews() throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(url("/api/sessions/renewals")))
                    .header("Origin", url(""))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
        }

        String user() throws IOException, InterruptedException {
            return JSON.readTree(asks().body())
                    .path("data")
                    .path("me")
                    .path("id")
                    .asString();
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            @Nullable
            String jar = cookies.isEmpty()
                    ? null
                    : String.join(
                            "; ",
                            cookies.entrySet().stream()
                                    .map(one -> one.getKey() + "=" + one.getValue())
                                    .toList());
            if (jar != null) {
                request.header("Cookie", jar);
            }
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (String cookie : setCookies(answer)) {
                String[] parts = cookie.split(";", 2)[0].split("=", 2);
                if (parts[1].isEmpty()) {
                    cookies.remove(parts[0]);
                } else {
                    cookies.put(parts[0], parts[1]);
                }
            }
            return answer;
        }
    }
}
