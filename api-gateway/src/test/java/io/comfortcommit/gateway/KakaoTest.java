package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.KakaoConnection;
import io.comfortcommit.messages.notification.KakaoToken;
import io.comfortcommit.messages.notification.NotificationQuery.FindKakaoConnection;
import io.comfortcommit.messages.notification.NotificationQuery.FindKakaoToken;
import io.comfortcommit.testing.FakeKakaoServer;
import io.comfortcommit.testing.FakeKakaoServer.Received;
import io.comfortcommit.testing.FakeKakaoServer.Says;
import io.comfortcommit.testing.FormFields;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** How a user lets us write to them in KakaoTalk, against a server that speaks as Kakao does. */
@NullUnmarked // its fields are filled by the test framework
class KakaoTest extends GatewayTest {
    private static final String FINISH =
            "mutation($input: FinishKakaoInput!) { finishKakao(input: $input) { available connected } }";

    @Autowired
    private QueryGateway queries;

    @Autowired
    private JdbcClient jdbc;

    private final FakeKakaoServer kakao = KAKAO;
    private WebTestClient browser;

    @BeforeEach
    void letIn() {
        kakao.forget();
        jdbc.sql("DELETE FROM gateway.user_secret WHERE name = 'kakao'").update();
        browser = withSession();
    }

    @Test
    void whoLetsUsAtKakaoIsWrittenToInTheirOwnName() {
        assertThat(state().toString()).isEqualTo("{\"available\":true,\"connected\":false}");
        Map<String, String> asked = begin(browser);
        assertThat(asked)
                .containsEntry("client_id", "kakao-rest-key")
                .containsEntry("redirect_uri", url("/settings"))
                .containsEntry("response_type", "code")
                .containsEntry("scope", "talk_message");

        assertThat(finish(browser, "one-code", asked.get("state"))
                        .path("data")
                        .path("finishKakao")
                        .path("connected")
                        .asBoolean())
                .isTrue();
        Received exchange = kakao.received().getFirst();
        assertThat(exchange.path()).isEqualTo("/oauth/token");
        assertThat(exchange.form())
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("client_id", "kakao-rest-key")
                .containsEntry("client_secret", KAKAO_SECRET)
                .containsEntry("redirect_uri", url("/settings"))
                .containsEntry("code", "one-code");
        assertThat(token()).isEqualTo(new KakaoToken(true, "access-1"));
        assertThat(token()).asString().doesNotContain("access-1");
        assertThat(jdbc.sql("SELECT encode(sealed, 'escape') FROM gateway.user_secret WHERE name = 'kakao'")
                        .query(String.class)
                        .single())
                .doesNotContain("access-1", "refresh-1");

        json(send(browser, "mutation { disconnectKakao { connected } }", Map.of()));
        assertThat(token()).isEqualTo(new KakaoToken(false, null));
    }

    @Test
    void aTokenThatEndsIsRenewedAndOneThatWasTakenBackIsForgotten() {
        finish(browser, "one-code", begin(browser).get("state"));
        clock.advance(Duration.ofHours(6));
        kakao.will(
                Says.tokens("2", 21_599, "talk_message"),
                new Says(503, "{}"),
                new Says(400, "{\"error\":\"invalid_grant\",\"error_code\":\"KOE322\"}"));
        assertThat(token()).isEqualTo(new KakaoToken(true, "access-2"));
        assertThat(token()).as("kept").isEqualTo(new KakaoToken(true, "access-2"));
        clock.advance(Duration.ofHours(6));
        assertThat(token()).as("for the moment").isEqualTo(new KakaoToken(true, null));
        assertThat(token()).isEqualTo(new KakaoToken(false, null));
        assertThat(kakao.received().getLast().form())
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("refresh_token", "refresh-2");
        assertThat(kakao.received()).hasSize(4);
    }

    @Test
    void whetherSomebodyIsConnectedIsKnownWithoutAskingKakao() {
        assertThat(connection()).isEqualTo(new KakaoConnection(false));
        finish(browser, "one-code", begin(browser).get("state"));
        clock.advance(Duration.ofHours(6));
        kakao.forget();
        assertThat(connection()).isEqualTo(new KakaoConnection(true));
        assertThat(kakao.received()).isEmpty();
    }

    /** They tell of Kakao, of the way there, or of our own app; the user has taken nothing back. */
    @Test
    void whatIsNotAboutTheUserLeavesThemConnected() {
        finish(browser, "one-code", begin(browser).get("state"));
        clock.advance(Duration.ofHours(6));
        for (Says trouble : List.of(
                new Says(401, "{\"error\":\"invalid_client\",\"error_code\":\"KOE010\"}"),
                new Says(401, "{\"error\":\"invalid_grant\"}"),
                new Says(429, "{\"error\":\"invalid_grant\"}"),
                new Says(429, ""),
                new Says(400, "{\"error\":\"invalid_client\",\"error_code\":\"KOE101\"}"),
                new Says(403, "<html>a proxy</html>"),
                new Says(302, ""),
                new Says(200, "<html>a proxy</html>"),
                new Says(200, "{}"),
                new Says(500, "{}"))) {
            kakao.will(trouble);
            assertThat(token()).as(trouble.toString()).isEqualTo(new KakaoToken(true, null));
        }
        assertThat(token()).isEqualTo(new KakaoToken(true, "access-1"));
    }

    @Test
    void whoDisconnectsWhileATokenIsRenewedStaysDisconnected() {
        finish(browser, "one-code", begin(browser).get("state"));
        clock.advance(Duration.ofHours(6));
        browser = withSession();
        kakao.meanwhile(() -> json(send(browser, "mutation { disconnectKakao { connected } }", Map.of())));
        assertThat(token()).isEqualTo(new KakaoToken(false, null));
        assertThat(state().path("connected").asBoolean()).isFalse();
    }

    @Test
    void whoConnectsAgainWhileAnOldTokenIsTriedKeepsTheNewOne() {
        finish(browser, "one-code", begin(browser).get("state"));
        for (Says old : List.of(
                new Says(400, "{\"error\":\"invalid_grant\",\"error_code\":\"KOE322\"}"),
                Says.tokens("of-before", 21_599, "talk_message"))) {
            clock.advance(Duration.ofHours(6));
            browser = withSession();
            kakao.will(old, Says.tokens("of-now", 21_599, "talk_message"));
            String state = begin(browser).get("state");
            kakao.meanwhile(() -> finish(browser, "another-code", state));
            assertThat(token()).isEqualTo(new KakaoToken(true, "access-of-now"));
        }
    }

    /** Else somebody's drafts would be told to whoever sent them a link. */
    @Test
    void whatSomebodyElseBeganIsWorthNothing() {
        String theirs = begin(withSession()).get("state");
        String mine = begin(browser).get("state");
        clock.advance(Duration.ofMinutes(1));
        for (String state : new String[] {theirs, "", mine + "x", "a.b.c"}) {
            assertThat(finish(browser, "one-code", state).toString()).contains("BAD_REQUEST", "state");
        }
        clock.advance(Duration.ofMinutes(10));
        browser = withSession();
        assertThat(finish(browser, "one-code", mine).toString()).contains("BAD_REQUEST", "state");
        assertThat(kakao.received()).isEmpty();
        assertThat(token().connected()).isFalse();
    }

    @Test
    void whatKakaoOrItsUserRefusesConnectsNothing() {
        String state = begin(browser).get("state");
        kakao.will(new Says(400, "{\"error\":\"invalid_grant\"}"), Says.tokens("3", 21_599, "profile_nickname"));
        assertThat(finish(browser, "used-code", state).toString()).contains("BAD_REQUEST", "code");
        assertThat(finish(browser, "one-code", state).toString()).contains("BAD_REQUEST", "KakaoTalk");
        assertThat(token().connected()).isFalse();
    }

    @Test
    void whatIsNoBrowserIsToldWhereToConnect() {
        assertThat(json(send(owner, "mutation { beginKakao { url } }", Map.of()))
                        .toString())
                .contains("Only a browser", "settings")
                .doesNotContain("Web Push");
    }

    private JsonNode state() {
        return json(send(browser, "{ kakao { available connected } }", Map.of()))
                .path("data")
                .path("kakao");
    }

    /** What Kakao is asked, as its page gets it. */
    private Map<String, String> begin(WebTestClient client) {
        URI there = URI.create(json(send(client, "mutation { beginKakao { url } }", Map.of()))
                .path("data")
                .path("beginKakao")
                .path("url")
                .asString());
        assertThat(there.toString()).startsWith(kakao.url() + "oauth/authorize?");
        return FormFields.of(there.getRawQuery());
    }

    private static JsonNode finish(WebTestClient client, String code, String state) {
        return json(send(client, FINISH, Map.of("input", Map.of("code", code, "state", state))));
    }

    private KakaoConnection connection() {
        return queries.query(
                        new FindKakaoConnection(new UserId(OWNER)), ResponseTypes.instanceOf(KakaoConnection.class))
                .join();
    }

    private KakaoToken token() {
        return queries.query(new FindKakaoToken(new UserId(OWNER)), ResponseTypes.instanceOf(KakaoToken.class))
                .join();
    }
}
