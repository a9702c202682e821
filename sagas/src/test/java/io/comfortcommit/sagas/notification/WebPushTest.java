package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import io.comfortcommit.sagas.notification.Notice.Digest;
import io.comfortcommit.sagas.notification.Notice.Waiting;
import io.comfortcommit.testing.FakePushService;
import io.comfortcommit.testing.FakePushService.Browser;
import io.comfortcommit.testing.FakePushService.Received;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a push service on loopback, whose browsers read what they get with their own keys. */
class WebPushTest {
    private static final DraftId DRAFT = new DraftId(UUID.fromString("0198c6a1-2b3c-7d4e-8f50-123456789abc"));
    private static final Recipient KIM =
            new Recipient(new UserId(new UUID(7, 7)), NotificationPreferences.unchosen("en"));

    private final Map<UUID, PushTarget> targets = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Browser phone = FakePushService.browser();
    private final UUID phoneId = new UUID(1, 1);
    private final UUID desktopId = new UUID(2, 2);
    private FakePushService service;
    private Wire wire;
    private WebPush push;

    @BeforeEach
    void start() throws IOException {
        service = new FakePushService();
        wire = new Wire(Duration.ofSeconds(5));
        push = new WebPush(
                new PushDirectory() {
                    @Override
                    public List<PushTarget> of(UserId user) {
                        return user.equals(KIM.user()) ? List.copyOf(targets.values()) : List.of();
                    }

                    @Override
                    public void forget(UserId user, PushTarget gone) {
                        targets.remove(gone.device(), gone);
                    }
                },
                wire);
        subscribe(phoneId, "phone", phone);
    }

    @AfterEach
    void stop() {
        push.close();
        wire.close();
        service.close();
    }

    @Test
    void aBrowserIsToldOfADraftInWordsThatItsPushServiceCantRead() throws Exception {
        push.deliver(waiting(Locale.ENGLISH, "feat: add <b>retry</b>", 0, false), KIM);

        Received message = only();
        assertThat(message.path()).isEqualTo("/send/phone");
        assertThat(message.headers())
                .containsEntry("Authorization", List.of("vapid t=a.b.c, k=BKey"))
                .containsEntry("Content-encoding", List.of("aes128gcm"))
                .containsEntry("Ttl", List.of("43200"))
                .containsEntry("Urgency", List.of("high"))
                .containsEntry("Topic", List.of("0198c6a12b3c7d4e8f50123456789abc"));
        assertThat(new String(message.body(), StandardCharsets.ISO_8859_1)).doesNotContain("retry", "shop");
        JsonNode text = read(message, phone);
        assertThat(text.path("title").asString()).isEqualTo("A draft in shop waits for you");
        assertThat(text.path("body").asString()).isEqualTo("feat: add <b>retry</b>\n2 files, +30 −4 lines");
        assertThat(text.path("path").asString()).isEqualTo("/d/" + DRAFT);
        assertThat(text.path("tag").asString()).isEqualTo("0198c6a12b3c7d4e8f50123456789abc");
        assertThat(text.path("lang").asString()).isEqualTo("en");
        assertThat(text.toString()).doesNotContain("#k=");
    }

    @Test
    void koreanArrivesAsItWasWrittenAndAReminderMayWait() throws Exception {
        push.deliver(waiting(Locale.KOREAN, "feat: 재시도 추가 🚀", 2, true), KIM);
        JsonNode text = read(only(), phone);
        assertThat(text.path("body").asString()).contains("feat: 재시도 추가 🚀", "파일 2개, +30 −4줄");
        assertThat(text.path("open").asString()).isEqualTo("열기");
        assertThat(only().headers()).containsEntry("Urgency", List.of("normal"));
    }

    @Test
    void theLongestWordsOfManyDraftsStillFitIntoOneMessage() throws Exception {
        String longest = "가\u202E\"".repeat(400);
        push.deliver(
                new Digest(Locale.KOREAN, "https://c.example/d/" + DRAFT, Collections.nCopies(10, longest), 40), KIM);
        assertThat(only().body()).hasSizeLessThanOrEqualTo(4096);
        JsonNode text = read(only(), phone);
        assertThat(text.path("body").asString().lines()).hasSize(5);
        assertThat(text.toString()).doesNotContain("\u202E");
        assertThat(only().headers()).doesNotContainKey("Topic");
    }

    @Test
    void allBrowsersAreToldAndOneThatIsGoneIsForgotten() throws Exception {
        Browser desktop = FakePushService.browser();
        subscribe(desktopId, "desktop", desktop);
        service.answers("phone", 410);
        push.deliver(waiting(Locale.ENGLISH, "feat: x", 0, false), KIM);
        assertThat(service.received()).hasSize(2);
        assertThat(targets).containsOnlyKeys(desktopId);

        service.answers("desktop", 404);
        assertThat(failure()).isEqualTo("REFUSED:gone");
        assertThat(targets).isEmpty();
        assertThat(push.reaches(KIM)).isFalse();
    }

    @Test
    void whatMayPassIsTriedAgainAndWhatIsRefusedIsNot() {
        service.answers("phone", 429);
        assertThat(failure()).isEqualTo("RATE_LIMITED");
        service.answers("phone", 503);
        assertThat(failure()).isEqualTo("FAILING:503");
        service.answers("phone", 403);
        assertThat(failure()).isEqualTo("REFUSED:403");
        assertThat(targets).containsOnlyKeys(phoneId);
    }

    @Test
    void nothingIsSentInTheClearOrToABrowserWhoseKeyIsNone() {
        targets.put(
                phoneId, new PushTarget(phoneId, URI.create("http://10.0.0.1/x"), phone.p256dh(), phone.auth(), ""));
        assertThat(failure()).isEqualTo("MISCONFIGURED");
        targets.put(phoneId, new PushTarget(phoneId, service.endpoint("phone"), "AAAA", phone.auth(), "vapid"));
        assertThat(failure()).isEqualTo("REFUSED:key");
        assertThat(service.received()).isEmpty();
    }

    private void subscribe(UUID device, String name, Browser browser) {
        targets.put(
                device,
                new PushTarget(
                        device, service.endpoint(name), browser.p256dh(), browser.auth(), "vapid t=a.b.c, k=BKey"));
    }

    private String failure() {
        var code = new StringBuilder();
        assertThatThrownBy(() -> push.deliver(waiting(Locale.ENGLISH, "feat: x", 0, false), KIM))
                .isInstanceOfSatisfying(DeliveryFailure.class, failure -> code.append(failure.code()));
        return code.toString();
    }

    private Received only() {
        assertThat(service.received()).hasSize(1);
        return service.received().getFirst();
    }

    private static JsonNode read(Received message, Browser browser) throws GeneralSecurityException {
        return JsonMapper.shared().readTree(browser.read(message.body()));
    }

    private static Waiting waiting(Locale locale, String subject, int findings, boolean reminder) {
        return new Waiting(
                locale,
                "https://c.example/d/" + DRAFT,
                DRAFT,
                2,
                "shop",
                subject,
                new ChangeSummary(2, 30, 4),
                findings,
                reminder);
    }
}
