package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.NotificationCommand.ForgetPushTarget;
import io.comfortcommit.messages.notification.NotificationQuery.FindPushTargets;
import io.comfortcommit.messages.notification.PushTargets;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import io.comfortcommit.testing.FakePushService;
import io.comfortcommit.testing.FakePushService.Browser;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Which browsers Web Push goes to, and how this installation proves that it is the one who sends. */
@NullUnmarked // its fields are filled by the test framework
class PushTest extends GatewayTest {
    private static final UserId USER = new UserId(OWNER);
    private static final String MOZILLA = "https://updates.push.services.mozilla.com/wpush/v2/gAAAA";
    private static final String SUBSCRIBE =
            "mutation($input: SubscribeWebPushInput!) { subscribeWebPush(input: $input) { key on } }";

    @Autowired
    private QueryGateway queries;

    @Autowired
    private CommandGateway commands;

    @Autowired
    private JdbcClient jdbc;

    private final Browser keys = FakePushService.browser();
    private WebTestClient browser;

    @BeforeEach
    void letIn() {
        jdbc.sql("DELETE FROM gateway.user_secret WHERE name LIKE 'push/%'").update();
        browser = withSession();
    }

    @Test
    void aBrowserThatSubscribedIsOneToWriteToUntilItIsLoggedOut() {
        assertThat(push().path("on").asBoolean(true)).isFalse();
        assertThat(subscribe(browser, MOZILLA, keys.p256dh(), keys.auth())
                        .path("data")
                        .path("subscribeWebPush")
                        .path("on")
                        .asBoolean())
                .isTrue();
        assertThat(push().path("on").asBoolean()).isTrue();
        PushTarget target = targets().getFirst();
        assertThat(targets()).hasSize(1);
        assertThat(target.endpoint()).hasToString(MOZILLA);
        assertThat(target.publicKey()).isEqualTo(keys.p256dh());
        assertThat(target.secret()).isEqualTo(keys.auth());
        assertThat(target).asString().doesNotContain("mozilla", keys.auth(), "vapid");

        ask(
                "mutation($input: RevokeDeviceInput!) { revokeDevice(input: $input) { deviceId } }",
                Map.of("input", Map.of("deviceId", target.device().toString())));
        assertThat(targets()).isEmpty();
        assertThat(stored()).isZero();
    }

    @Test
    void aSessionThatHasRunOutIsToldNothing() {
        subscribe(browser, MOZILLA, keys.p256dh(), keys.auth());
        jdbc.sql("UPDATE gateway.device SET revoked_at = now(), revoked_by = 'REPLAY' WHERE id = :id")
                .param("id", targets().getFirst().device())
                .update();
        assertThat(targets()).isEmpty();
        assertThat(stored()).as("what lay there is gone").isZero();
    }

    @Test
    void whatIsStoredSaysNothingAndWhatIsGoneIsForgotten() {
        subscribe(browser, MOZILLA, keys.p256dh(), keys.auth());
        assertThat(jdbc.sql("SELECT encode(sealed, 'escape') FROM gateway.user_secret WHERE name LIKE 'push/%'")
                        .query(String.class)
                        .single())
                .doesNotContain("mozilla", keys.auth());
        PushTarget gone = targets().getFirst();
        commands.sendAndWait(new ForgetPushTarget(USER, gone.device(), gone.endpoint()));
        assertThat(targets()).isEmpty();
        assertThat(push().path("on").asBoolean(true)).isFalse();
    }

    /** A push service may say so while the browser tells us of its next subscription. */
    @Test
    void whereABrowserIsReachedByNowIsNotForgottenWithWhereItWas() {
        subscribe(browser, MOZILLA, keys.p256dh(), keys.auth());
        PushTarget gone = targets().getFirst();
        subscribe(browser, MOZILLA + "-next", keys.p256dh(), keys.auth());
        ForgetPushTarget late = new ForgetPushTarget(USER, gone.device(), gone.endpoint());
        assertThat(late).asString().doesNotContain("mozilla");
        commands.sendAndWait(late);
        assertThat(targets()).extracting(PushTarget::endpoint).containsExactly(URI.create(MOZILLA + "-next"));
    }

    @Test
    void theSameBrowserThatIsLetInAgainIsToldOnce() {
        subscribe(browser, MOZILLA, keys.p256dh(), keys.auth());
        WebTestClient again = withSession();
        subscribe(again, MOZILLA, keys.p256dh(), keys.auth());
        assertThat(targets()).hasSize(1);
        send(again, "mutation { unsubscribeWebPush { on } }", Map.of())
                .expectStatus()
                .isOk();
        assertThat(targets()).isEmpty();
    }

    /** RFC 8292, 2 and 3.2. */
    @Test
    void whoSendsIsProvedWithTheKeyThatBrowsersSubscribeWith() throws Exception {
        subscribe(browser, MOZILLA, keys.p256dh(), keys.auth());
        String authorization = targets().getFirst().authorization();
        assertThat(authorization).matches("vapid t=[\\w-]+\\.[\\w-]+\\.[\\w-]+, k=[\\w-]{87}");
        String key = authorization.substring(authorization.indexOf("k=") + 2);
        assertThat(push().path("key").asString()).isEqualTo(key);
        SignedJWT token = SignedJWT.parse(authorization.substring("vapid t=".length(), authorization.indexOf(',')));
        assertThat(token.verify(new ECDSAVerifier(point(key)))).isTrue();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("https://updates.push.services.mozilla.com");
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
                .isAfter(clock.instant())
                .isBefore(clock.instant().plus(Duration.ofHours(24)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://updates.push.services.mozilla.com/x",
                "https://169.254.169.254/latest/meta-data",
                "https://localhost:5432/",
                "https://[::1]/",
                "https://evil.example/updates.push.services.mozilla.com",
                "https://evilpush.services.mozilla.com.evil.example/",
                "https://notfcm.googleapis.com/x",
                "https://fcm.googleapis.com@evil.example/x",
                "https://user@fcm.googleapis.com/x",
                "file:///etc/passwd",
                "/relative",
                "https://fcm.googleapis.com/ /x"
            })
    void anAddressThatIsNoPushServicesIsNotWrittenTo(String endpoint) {
        JsonNode error = subscribe(browser, endpoint, keys.p256dh(), keys.auth())
                .path("errors")
                .path(0);
        assertThat(error.path("extensions").path("code").asString()).isEqualTo("BAD_REQUEST");
        assertThat(error.path("message").asString()).contains("\"endpoint\"");
        assertThat(stored()).isZero();
    }

    @Test
    void keysThatAreNoneAreRefusedByTheirName() {
        byte[] off = keys.point();
        off[64] ^= 1;
        for (String point : List.of("", "AAAA", "not base64!", base64(off), "A".repeat(5000))) {
            assertThat(subscribe(browser, MOZILLA, point, keys.auth()).toString())
                    .contains("\\\"p256dh\\\"");
        }
        for (String secret : List.of("", "AAAA", base64(new byte[17]))) {
            assertThat(subscribe(browser, MOZILLA, keys.p256dh(), secret).toString())
                    .contains("\\\"auth\\\"");
        }
        assertThat(stored()).isZero();
    }

    @Test
    void whatIsNoBrowserCantBeTold() {
        assertThat(subscribe(owner, MOZILLA, keys.p256dh(), keys.auth())
                        .path("errors")
                        .path(0)
                        .path("message")
                        .asString())
                .contains("Only a browser");
    }

    private JsonNode push() {
        return json(send(browser, "{ webPush { key on } }", Map.of())
                        .expectStatus()
                        .isOk())
                .path("data")
                .path("webPush");
    }

    private static JsonNode subscribe(WebTestClient client, String endpoint, String p256dh, String auth) {
        return json(
                send(client, SUBSCRIBE, Map.of("input", Map.of("endpoint", endpoint, "p256dh", p256dh, "auth", auth))));
    }

    private List<PushTarget> targets() {
        return queries.query(new FindPushTargets(USER), ResponseTypes.instanceOf(PushTargets.class))
                .join()
                .targets();
    }

    private int stored() {
        return jdbc.sql("SELECT count(*) FROM gateway.user_secret WHERE name LIKE 'push/%'")
                .query(Integer.class)
                .single();
    }

    private static ECKey point(String key) {
        byte[] point = Base64.getUrlDecoder().decode(key);
        return new ECKey.Builder(
                        Curve.P_256,
                        Base64URL.encode(Arrays.copyOfRange(point, 1, 33)),
                        Base64URL.encode(Arrays.copyOfRange(point, 33, 65)))
                .build();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
