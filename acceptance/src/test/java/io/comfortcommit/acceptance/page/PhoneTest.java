package io.comfortcommit.acceptance.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.IsEnabledOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.testing.Chromium;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.Needed;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on phones on the way: out of reach, at the same time, in parts, too late. Server, git and remote are real. */
@NullUnmarked // its fields are filled before each test
class PhoneTest {
    private static final IsEnabledOptions WRITTEN = new IsEnabledOptions().setTimeout(60_000);

    private static StandaloneProcess server;
    private static Chromium chromium;

    private Desk desk;

    @BeforeAll
    static void begin(@TempDir Path folder) throws Exception {
        Needed.check(Chromium.isInstalled(), Chromium.howToInstall());
        server = StandaloneProcess.start(folder);
        chromium = Chromium.start();
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void aDesk(@TempDir Path git) throws Exception {
        desk = Desk.in(git);
    }

    @Test
    void whatIsApprovedOutOfReachIsPushedOnceWhenThePhoneIsBack() throws Exception {
        desk.write("README.md", "안녕하세요\n");
        Page page = opened("ko-KR", ColorScheme.DARK, Phone.draft(desk, server.client()));
        page.context().setOffline(true);
        page.locator("#message").fill("docs: 지하철에서 승인한다");
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, Phone.named("승인함 · 연결을 기다리는 중")))
                .isVisible();
        assertThat(desk.remoteLog()).hasSize(1);

        page.context().setOffline(false);
        assertThat(page.getByRole(AriaRole.HEADING, Phone.named("푸시했습니다"))).isVisible(Phone.PATIENTLY);
        assertThat(desk.remoteLog()).hasSize(2);
        assertThat(desk.remoteGit("log", "-1", "--format=%s", "main")).isEqualTo("docs: 지하철에서 승인한다");
    }

    @Test
    void ofTwoPhonesThatDecideAtOnceTheSlowerIsToldWhatChangedAndOneCommitIsPushed() throws Exception {
        desk.write("README.md", "Hello\n");
        UUID draft = Phone.draft(desk, server.client());
        Page quick = opened("en-US", ColorScheme.LIGHT, draft);
        Page slow = opened("en-US", ColorScheme.LIGHT, draft);
        List<Route> onItsWay = new ArrayList<>();
        slow.route("**/graphql", asked -> {
            if (onItsWay.isEmpty() && String.valueOf(asked.request().postData()).contains("approveDraft")) {
                onItsWay.add(asked);
            } else {
                asked.resume();
            }
        });
        slow.locator("#approve").click();
        assertThat(slow.getByRole(AriaRole.HEADING, Phone.named("Pushing …"))).isVisible();
        slow.waitForCondition(() -> !onItsWay.isEmpty());
        quick.locator("#message").fill("docs: said on the quick phone");
        quick.waitForResponse(
                answer -> String.valueOf(answer.request().postData()).contains("editDraft"),
                () -> quick.getByText("Save", new Page.GetByTextOptions().setExact(true))
                        .click());

        onItsWay.getFirst().resume();
        assertThat(slow.locator(".notice.warn")).containsText("Your approval was not given.");
        assertThat(slow.locator("#message")).hasValue("docs: said on the quick phone");
        assertThat(desk.remoteLog()).hasSize(1);
        slow.locator("#approve").click();
        for (Page page : List.of(slow, quick)) {
            assertThat(page.getByRole(AriaRole.HEADING, Phone.named("Pushed"))).isVisible(Phone.PATIENTLY);
        }
        assertThat(desk.remoteLog()).hasSize(2);
        assertThat(desk.remoteGit("log", "-1", "--format=%s", "main")).isEqualTo("docs: said on the quick phone");
    }

    @Test
    void aChangeOfSeveralPartsIsPushedAsTheCommitsThatThePhoneShows() throws Exception {
        desk.write("src/Order.java", "class Order {\n    int total() {\n        return 1;\n    }\n}\n");
        desk.write("docs/guide.md", "# Guide\n\nOrders have a total.\n");
        Page page = opened("en-US", ColorScheme.LIGHT, Phone.draft(desk, server.client()));
        page.locator("#split > summary").click();
        assertThat(page.locator(".split-part").nth(1)).isVisible();
        int parts = page.locator(".split-part").count();
        page.locator(".split-part textarea").last().fill("docs: the last of the parts");
        page.locator("#approve-split").click();

        assertThat(page.getByRole(AriaRole.HEADING, Phone.named("Pushed"))).isVisible(Phone.PATIENTLY);
        assertThat(page.locator(".result .commit")).hasCount(parts);
        assertThat(desk.remoteLog()).hasSize(1 + parts);
        assertThat(desk.remoteGit("log", "-1", "--format=%s", "main")).isEqualTo("docs: the last of the parts");
    }

    @Test
    void aLinkThatWasUsedOpensNothingForAnotherPhoneAndAFreshOneDoes() throws Exception {
        desk.write("README.md", "Hello\n");
        UUID draft = Phone.draft(desk, server.client());
        String link = link(draft);
        Page first = Phone.open(chromium, "en-US", ColorScheme.LIGHT);
        first.navigate(link);
        assertThat(first.locator("#approve")).isEnabled(WRITTEN);
        Page second = Phone.open(chromium, "en-US", ColorScheme.LIGHT);
        second.navigate(link);
        assertThat(second.getByRole(AriaRole.HEADING, Phone.named("Pair this browser")))
                .isVisible();
        assertThat(second.locator(".notice")).containsText("used already or is too old");
        second.navigate("about:blank");
        second.navigate(link(draft));
        assertThat(second.locator("#approve")).isEnabled(WRITTEN);
    }

    private static Page opened(String locale, ColorScheme colors, UUID draft) throws Exception {
        Page page = Phone.open(chromium, locale, colors);
        page.navigate(link(draft));
        assertThat(page.locator("#approve")).isEnabled(WRITTEN);
        assertThat(page.locator(".row.add").first()).isVisible(Phone.PATIENTLY);
        return page;
    }

    private static String link(UUID draft) throws Exception {
        return server.client()
                .post("/api/pairings", Map.of("draftId", draft.toString()))
                .body()
                .required("url")
                .asString();
    }
}
