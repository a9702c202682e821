package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.DiffView.FileDiff;
import io.comfortcommit.testing.Chromium;
import io.comfortcommit.testing.Needed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The page in a real browser. Leaves pictures in {@code target/screenshots}. */
@NullUnmarked // its fields are filled before each test
abstract class BrowserTest extends GatewayTest {
    static final Path PICTURES = Path.of("target", "screenshots");

    static final String MESSAGE = """
            feat(mail): show unread mail first

            The newest unread thread was hidden below the fold on small screens.""";

    private static Chromium chromium;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    @BeforeAll
    static void startBrowser() {
        Needed.check(Chromium.isInstalled(), Chromium.howToInstall());
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void noComplaints() {
        complaints.clear();
        expected.clear();
    }

    @AfterEach
    void closePages() {
        contexts.forEach(BrowserContext::close);
        complaints.removeIf(complaint -> expected.stream().anyMatch(complaint::contains));
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    /** What the browser has a line of its own about, whenever that comes. */
    void mayComplainOf(String... parts) {
        expected.addAll(List.of(parts));
    }

    /** The browser's own lines about requests that could not be sent. */
    void offlineIsNoComplaint() {
        mayComplainOf("ERR_INTERNET_DISCONNECTED");
    }

    Page phone(String locale, ColorScheme colors) {
        return page(360, 740, locale, colors);
    }

    /** A phone that starts the page's worker too. */
    Page installable(String locale, ColorScheme colors) {
        return page(360, 740, locale, colors, ServiceWorkerPolicy.ALLOW);
    }

    Page page(int width, int height, String locale, ColorScheme colors) {
        return page(width, height, locale, colors, ServiceWorkerPolicy.BLOCK);
    }

    Page page(int width, int height, String locale, ColorScheme colors, ServiceWorkerPolicy workers) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setDeviceScaleFactor(2)
                        .setLocale(locale)
                        .setColorScheme(colors)
                        .setServiceWorkers(workers)
                        .setHasTouch(width < 500));
        contexts.add(context);
        context.setDefaultTimeout(Chromium.WITHIN_MS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            boolean ofPlaywright = message.text().equals("Service Worker registration blocked by Playwright");
            if (!ofPlaywright
                    && (message.type().equals("error") || message.type().equals("warning"))) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** The last command of a kind, once it has come: the page shows what it asks for before it is answered. */
    <C> C sent(Class<C> kind) {
        return await().until(
                        () -> drafts.sent().stream()
                                .map(MemoryDrafts.Sent::command)
                                .filter(kind::isInstance)
                                .map(kind::cast)
                                .reduce((_, last) -> last),
                        Optional::isPresent)
                .orElseThrow();
    }

    String link(DraftId draft) {
        return pairingUrl("{\"draftId\":\"" + draft + "\"}");
    }

    String pairingUrl(String body) {
        return json(owner.post()
                        .uri("/api/pairings")
                        .header("Content-Type", "application/json")
                        .bodyValue(body)
                        .exchange())
                .path("url")
                .asString();
    }

    static void fitsTheScreen(Page page) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                .as("nothing to scroll sideways")
                .isLessThanOrEqualTo(0);
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    static void pictureOfAll(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    static List<FileDiff> someFiles() {
        return List.of(
                new FileDiff(
                        "src/main/java/org/example/mail/Inbox.java",
                        "src/main/java/org/example/mail/Inbox.java",
                        "MODIFIED",
                        false,
                        4,
                        2,
                        """
                        @@ -12,7 +12,9 @@
                             List<Mail> shown() {
                        -        return mails.stream().sorted(newestFirst()).toList();
                        +        return mails.stream()
                        +                .sorted(unreadFirst().thenComparing(newestFirst()))
                        +                .toList();
                             }
                        @@ -31,3 +33,3 @@
                        -    // sorted by date
                        +    private static Comparator<Mail> unreadFirst() {
                         }
                        """),
                new FileDiff(
                        "docs/inbox.md",
                        "docs/mail/inbox.md",
                        "RENAMED",
                        false,
                        8,
                        2,
                        "@@ -1,1 +1,1 @@\n-Inbox\n+# Inbox\n"),
                new FileDiff(null, "docs/mail/unread.png", "ADDED", true, 0, 0, null));
    }
}
