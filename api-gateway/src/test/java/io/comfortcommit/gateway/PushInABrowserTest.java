package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.notification.NotificationQuery.FindPushTargets;
import io.comfortcommit.messages.notification.PushTargets;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import io.comfortcommit.testing.FakePushService;
import io.comfortcommit.testing.FakePushService.Browser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Web Push as the page and its worker do it. Chromium has no push service here, so that one thing is put in its place. */
@NullUnmarked // its fields are filled by the test framework
class PushInABrowserTest extends BrowserTest {
    private static final String ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc";

    /** What a push service gives, for the key that the server has. */
    private static final String PUSH_SERVICE = """
            let made = null;
            let key = null;
            let times = 0;
            PushManager.prototype.lose = () => { made = null; };
            PushManager.prototype.getSubscription = async () => made;
            PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
              if (!userVisibleOnly || applicationServerKey.length !== 87) throw new DOMException('', 'InvalidAccessError');
              if (made && key !== applicationServerKey) throw new DOMException('', 'InvalidStateError');
              if (made) return made;
              times += 1;
              key = applicationServerKey;
              const endpoint = `%s/${times}`;
              const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/') + '='), (one) => one.charCodeAt(0));
              made = {
                options: { userVisibleOnly, applicationServerKey: bytes.buffer },
                toJSON: () => ({ endpoint, keys: { p256dh: '%s', auth: '%s' } }),
                unsubscribe: async () => { made = null; return true; },
              };
              return made;
            };""";

    /** Its browser is told of another address: in a page that does the worker's work, since nobody can tell a worker. */
    private static final String CHANGED = """
            async () => {
              window.registration = await navigator.serviceWorker.ready;
              window.registration.pushManager.lose();
              await import('/worker.js');
              const changed = new Event('pushsubscriptionchange');
              const done = new Promise((resolve) => { changed.waitUntil = resolve; });
              window.dispatchEvent(changed);
              await done;
            }""";

    @Autowired
    private QueryGateway queries;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void nobody() {
        jdbc.sql("DELETE FROM gateway.user_secret WHERE name LIKE 'push/%'").update();
    }

    @Test
    void aBrowserIsSwitchedOnAndOffInTheSettings() {
        Browser keys = FakePushService.browser();
        Page page = letIn("ko-KR", List.of("notifications"));
        page.addInitScript(PUSH_SERVICE.formatted(ENDPOINT, keys.p256dh(), keys.auth()));
        page.navigate(url("/settings"));
        assertThat(page.getByLabel("이 브라우저에 알림 받기")).not().isChecked();
        page.locator("#push").check();
        assertThat(page.locator("#announcer")).hasText("저장했습니다.");
        assertThat(page.locator("#push")).isChecked();
        fitsTheScreen(page);
        assertThat(targets()).extracting(PushTarget::publicKey).containsExactly(keys.p256dh());

        page.locator("#push").uncheck();
        await().untilAsserted(() -> assertThat(targets()).isEmpty());
        assertThat(page.locator("#push")).not().isChecked();
    }

    @Test
    void whoDoesNotAllowNotificationsIsToldWhatToDo() {
        Page page = letIn("en-US", List.of());
        page.navigate(url("/settings"));
        page.locator("#push").click();
        assertThat(page.locator(".settings .notice")).containsText("Allow them in its settings");
        assertThat(page.locator("#push")).not().isChecked();
        assertThat(targets()).isEmpty();
    }

    @Test
    void aBrowserThatIsReachedElsewhereTellsTheServerByItself() {
        Page page = switchedOn(FakePushService.browser());
        assertThat(targets()).extracting(PushTarget::endpoint).containsExactly(URI.create(ENDPOINT + "/1"));

        page.evaluate(CHANGED);
        assertThat(targets()).extracting(PushTarget::endpoint).containsExactly(URI.create(ENDPOINT + "/2"));

        mayComplainOf("401");
        clock.advance(Duration.ofMinutes(11)); // no page has renewed the session for that long
        page.evaluate(CHANGED);
        assertThat(targets()).extracting(PushTarget::endpoint).containsExactly(URI.create(ENDPOINT + "/3"));
    }

    @Test
    void aBrowserThatIsSubscribedForAnotherKeyIsOffAndCanBeSwitchedOn() {
        Page page = switchedOn(FakePushService.browser());
        page.addInitScript(
                "PushManager.prototype.subscribe({ userVisibleOnly: true, applicationServerKey: 'B'.repeat(87) })");
        page.navigate(url("/settings"));
        assertThat(page.locator("#push")).not().isChecked();
        page.locator("#push").check();
        await().untilAsserted(() ->
                assertThat(targets()).extracting(PushTarget::endpoint).containsExactly(URI.create(ENDPOINT + "/2")));
    }

    @Test
    void whatIsPushedIsShownAndOpensNothingButOurOwnPages() {
        Page page = letIn("en-US", List.of("notifications"));
        CDPSession chrome = page.context().newCDPSession(page);
        AtomicReference<String> registration = new AtomicReference<>();
        chrome.on(
                "ServiceWorker.workerRegistrationUpdated",
                event -> event.getAsJsonArray("registrations")
                        .forEach(one -> registration.set(
                                one.getAsJsonObject().get("registrationId").getAsString())));
        chrome.send("ServiceWorker.enable");
        page.waitForCondition(() -> registration.get() != null);
        JsonObject push = new JsonObject();
        push.addProperty("origin", url(""));
        push.addProperty("registrationId", registration.get());
        push.addProperty("data", """
                {"title": "A draft in shop waits for you", "body": "feat: <b>x</b>\\n2 files", "lang": "en", "tag": "0198",
                 "path": "/d/0198", "open": "Open"}""");
        chrome.send("ServiceWorker.deliverPushMessage", push);

        page.waitForFunction(
                "navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) => all.length === 1)");
        assertThat(page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.getNotifications())"
                        + ".then(([one]) => [one.title, one.body, one.lang, one.tag, one.data.path].join('|'))"))
                .isEqualTo("A draft in shop waits for you|feat: <b>x</b>\n2 files|en|0198|/d/0198");
    }

    private Page switchedOn(Browser keys) {
        Page page = letIn("en-US", List.of("notifications"));
        page.addInitScript(PUSH_SERVICE.formatted(ENDPOINT, keys.p256dh(), keys.auth()));
        page.navigate(url("/settings"));
        page.locator("#push").check();
        await().untilAsserted(() -> assertThat(targets()).hasSize(1));
        return page;
    }

    private Page letIn(String locale, List<String> permissions) {
        Page page = installable(locale, ColorScheme.LIGHT);
        page.context().grantPermissions(permissions, new BrowserContext.GrantPermissionsOptions().setOrigin(url("")));
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.evaluate("navigator.serviceWorker.ready.then(() => true)");
        return page;
    }

    private List<PushTarget> targets() {
        return queries.query(new FindPushTargets(new UserId(OWNER)), ResponseTypes.instanceOf(PushTargets.class))
                .join()
                .targets();
    }
}
