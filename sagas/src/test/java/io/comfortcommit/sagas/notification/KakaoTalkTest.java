package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.notification.KakaoToken;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.sagas.notification.Notice.Digest;
import io.comfortcommit.sagas.notification.Notice.Waiting;
import io.comfortcommit.testing.FakeKakaoServer;
import io.comfortcommit.testing.FakeKakaoServer.Received;
import io.comfortcommit.testing.FakeKakaoServer.Says;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a server that speaks as Kakao does. */
class KakaoTalkTest {
    private static final String LINK = "https://c.example/d/1#k=once";
    private static final Recipient KIM =
            new Recipient(new UserId(new UUID(7, 7)), NotificationPreferences.unchosen("ko"));

    private boolean connected = true;
    private int tokens;
    private KakaoToken token = new KakaoToken(true, "access-1");
    private FakeKakaoServer server;
    private Wire wire;
    private KakaoTalk kakao;

    @BeforeEach
    void start() throws IOException {
        server = new FakeKakaoServer();
        wire = new Wire(Duration.ofSeconds(5));
        kakao = new KakaoTalk(new NotificationProperties.Kakao(server.url()), new Directory(), wire);
    }

    @AfterEach
    void stop() {
        wire.close();
        server.close();
    }

    @Test
    void aMessageToOneselfTellsOfADraftWithAButtonThatOpensIt() {
        assertThat(kakao.deliver(waiting("feat: 재시도 추가 & \"<b>\" 🚀"), KIM)).isNull();

        Received sent = server.received().getFirst();
        assertThat(sent.path()).isEqualTo("/v2/api/talk/memo/default/send");
        assertThat(sent.authorization()).isEqualTo("Bearer access-1");
        assertThat(sent.form()).containsOnlyKeys("template_object");
        JsonNode template = template(sent);
        assertThat(template.path("object_type").asString()).isEqualTo("text");
        assertThat(template.path("text").asString())
                .isEqualTo("shop에 승인을 기다리는 초안이 있습니다\nfeat: 재시도 추가 & \"<b>\" 🚀\n파일 2개, +30 −4줄");
        assertThat(template.path("link").path("web_url").asString()).isEqualTo(LINK);
        assertThat(template.path("link").path("mobile_web_url").asString()).isEqualTo(LINK);
        assertThat(template.path("button_title").asString()).isEqualTo("열기");
    }

    @Test
    void aTextHasTheRoomThatKakaoGivesIt() {
        kakao.deliver(waiting("가".repeat(500)), KIM);
        kakao.deliver(new Digest(Locale.KOREAN, LINK, Collections.nCopies(10, "shop: " + "가".repeat(60)), 12), KIM);
        assertThat(server.received())
                .allSatisfy(sent ->
                        assertThat(template(sent).path("text").asString()).hasSizeBetween(100, 200));
    }

    @ParameterizedTest
    @CsvSource({
        "401, -401, REFUSED:-401, false",
        "403, -402, REFUSED:-402, false",
        "400, -10, RATE_LIMITED:-10, true",
        "429, -10, RATE_LIMITED:-10, true",
        "500, -1, FAILING:-1, true",
        "503, -9798, FAILING:-9798, true"
    })
    void whatKakaoSaysNoToIsKeptAsItsNumberAlone(int status, int code, String kept, boolean mayPass) {
        server.will(Says.no(status, code));
        assertThatThrownBy(() -> kakao.deliver(waiting("feat: x"), KIM))
                .isInstanceOfSatisfying(DeliveryFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(kept);
                    assertThat(failure.mayPass()).isEqualTo(mayPass);
                    assertThat(failure).hasMessageNotContaining("secret");
                });
    }

    @Test
    void whatIsNoAnswerOfKakaosIsNoDelivery() {
        for (String body : List.of("", "<html>", "{}", "{\"result_code\":-1}")) {
            server.will(new Says(200, body));
            assertThatThrownBy(() -> kakao.deliver(waiting("feat: x"), KIM))
                    .isInstanceOfSatisfying(
                            DeliveryFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo("NOT_UNDERSTOOD"));
        }
    }

    @Test
    void whoConnectedNoAccountIsNotReachedAndAFreshTokenIsWaitedFor() {
        connected = false;
        assertThat(kakao.reaches(KIM)).isFalse();
        connected = true;
        assertThat(kakao.reaches(KIM)).isTrue();
        assertThat(tokens).as("asked for, which may take an answer of Kakao").isZero();
        token = new KakaoToken(true, null);
        assertThatThrownBy(() -> kakao.deliver(waiting("feat: x"), KIM))
                .isInstanceOfSatisfying(DeliveryFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("UNREACHABLE:token");
                    assertThat(failure.mayPass()).isTrue();
                });
        assertThat(server.received()).isEmpty();
    }

    @Test
    void whoseConnectionTurnsOutToBeOverIsNotTriedAgain() {
        token = new KakaoToken(false, null);
        assertThatThrownBy(() -> kakao.deliver(waiting("feat: x"), KIM))
                .isInstanceOfSatisfying(DeliveryFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("REFUSED:disconnected");
                    assertThat(failure.mayPass()).isFalse();
                });
        assertThat(server.received()).isEmpty();
    }

    private final class Directory implements KakaoDirectory {
        @Override
        public boolean connected(UserId user) {
            return connected;
        }

        @Override
        public KakaoToken token(UserId user) {
            tokens++;
            return token;
        }
    }

    private static JsonNode template(Received sent) {
        return JsonMapper.shared().readTree(sent.form().get("template_object"));
    }

    private static Waiting waiting(String subject) {
        return new Waiting(
                Locale.KOREAN,
                LINK,
                new DraftId(new UUID(1, 2)),
                2,
                "shop",
                subject,
                new ChangeSummary(2, 30, 4),
                0,
                false);
    }
}
