package io.comfortcommit.acceptance.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.acceptance.command.Comfort;
import io.comfortcommit.testing.Chromium;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.FakeProvider;
import io.comfortcommit.testing.Needed;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who sign in at a real OpenID Connect server, on a phone; the server, git and the remote are real too. */
class FromLinkToPushTest {
    @Test
    void whoFollowsALinkSignsInReadsEditsApprovesAndSeesTheCommitInKoreanAndInEnglish(
            @TempDir Path folder, @TempDir Path git) throws Exception {
        Needed.check(Chromium.isInstalled(), Chromium.howToInstall());
        FakeProvider provider = FakeProvider.only();
        provider.begin(InstantSource.system(), "mina@example.org");
        Path secret = Files.writeString(folder.resolve("client-secret"), FakeProvider.SECRET);
        Desk desk = Desk.in(git);
        try (StandaloneProcess server = StandaloneProcess.start(
                        folder,
                        "-Dcomfort.login.providers[0].id=corp",
                        "-Dcomfort.login.providers[0].name=Corp",
                        "-Dcomfort.login.providers[0].issuer=" + provider.url(),
                        "-Dcomfort.login.providers[0].client-id=" + FakeProvider.CLIENT,
                        "-Dcomfort.login.providers[0].client-secret=file:" + secret,
                        "-Dcomfort.login.owner=corp/mina@example.org");
                Chromium chromium = Chromium.start()) {
            desk.write("README.md", "안녕하세요\n");
            String korean = decided(
                    Phone.open(chromium, "ko-KR", ColorScheme.DARK),
                    server,
                    Phone.draft(desk, server.client()),
                    "docs: 첫 인사를 남긴다",
                    new Words("Corp 계정으로 로그인", "승인하고 푸시", "푸시했습니다"));
            assertThat(desk.remoteGit("log", "-1", "--format=%H %s", "main")).isEqualTo(korean + " docs: 첫 인사를 남긴다");

            desk.git("fetch", "-q", "origin", "main");
            desk.git("reset", "-q", "--hard", "FETCH_HEAD");
            desk.write("README.md", "Hello\n");
            Page page = Phone.open(chromium, "en-US", ColorScheme.LIGHT);
            String english = decided(
                    page,
                    server,
                    Phone.draft(desk, server.client()),
                    "docs: say hello in English",
                    new Words("Sign in with Corp", "Approve and push", "Pushed"));
            assertThat(desk.remoteGit("log", "-1", "--format=%H %P %s", "main"))
                    .isEqualTo(english + " " + korean + " docs: say hello in English");

            pairsADesk(page, server, git);
        }
    }

    private record Words(String signIn, String approve, String pushed) {}

    /** @return the id of the commit that the page shows */
    private static String decided(Page page, StandaloneProcess server, UUID draft, String message, Words words) {
        page.navigate(server.url().resolve("/d/" + draft).toString());
        page.getByText(words.signIn()).click();
        assertThat(page.locator(".row.add").first()).isVisible(Phone.PATIENTLY);
        page.locator("#message").fill(message);
        page.getByRole(AriaRole.BUTTON, Phone.named(words.approve())).click();
        assertThat(page.getByRole(AriaRole.HEADING, Phone.named(words.pushed())))
                .isVisible(Phone.PATIENTLY);
        String id = page.locator(".result .commit").getAttribute("aria-label");
        return Pattern.compile("[0-9a-f]{40}")
                .matcher(id)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse(id);
    }

    /** By the link that the page gives to who has just signed in. */
    private static void pairsADesk(Page page, StandaloneProcess server, Path home) {
        page.navigate(server.url().resolve("/devices").toString());
        page.locator("#invite").click();
        String command = page.locator("#command").textContent();
        String link = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));
        Map<String, String> environment = Map.of(
                "HOME",
                home.toString(),
                "XDG_CONFIG_HOME",
                home.resolve("config").toString());
        assertThat(Comfort.run(environment, "pair", link, "--json")
                        .path("status")
                        .asString())
                .isEqualTo("PAIRED");
        page.reload();
        assertThat(page.locator(".device").getByText("Program")).isVisible();
    }
}
