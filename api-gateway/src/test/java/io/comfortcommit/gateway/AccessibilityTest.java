package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.query.DraftView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What axe-core finds against each view: nothing, whatever it weighs. */
@NullUnmarked // its fields are filled before each test
class AccessibilityTest extends BrowserTest {
    /** Of WCAG 2.2, levels A and AA, and what is good practice besides. Contrast is among them. */
    private static final String RUN = """
            async () => (await axe.run(document, {
              resultTypes: ['violations'],
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            })).violations.map(({ id, impact, help, nodes }) =>
              `${impact}: ${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`)
            """;

    private static final String AXE = axe();

    private final List<String> found = new ArrayList<>();

    @BeforeEach
    void nothingFound() {
        found.clear();
    }

    @AfterEach
    void isAccessible() {
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en-US, LIGHT", "ko-KR, DARK", "ko-KR, LIGHT", "en-US, DARK"})
    void everybodyCanReadAndDecide(String locale, ColorScheme colors) {
        drafts.withModel(true);
        DraftView draft = drafts.drafted(
                MESSAGE,
                MemoryDrafts.finding("one", "GITHUB_TOKEN", "src/order/OrderClient.java"),
                MemoryDrafts.finding("two", "PASSWORD", ".env"));
        drafts.hasDiff(draft.draftId(), someFiles(), true);
        Page page = phone(locale, colors);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator(".file").first()).isVisible();
        look(page, "secrets to decide about");
        for (String folded : List.of(".again", "#split", ".history", ".reasons", ".about details")) {
            page.locator(folded + " > summary").first().click();
        }
        page.locator("#others").click();
        assertThat(page.locator(".candidate")).hasCount(4);
        assertThat(page.locator(".split-part").first()).isVisible();
        assertThat(page.locator(".entries li").first()).isVisible();
        page.locator("#message").fill("x".repeat(80));
        for (Locator folded : page.locator(".file:not([open]) > summary").all()) {
            folded.click();
        }
        assertThat(page.locator(".row.add").first()).isVisible();
        assertThat(page.locator(".row.del").first()).isVisible();
        look(page, "everything open");
        drafts.change(draft.draftId(), change -> change.message("feat: other words"));
        assertThat(page.locator(".theirs")).isVisible();
        look(page, "conflict");
        page.locator("#discard").click();
        look(page, "to be discarded");
        page.keyboard().press("Escape");
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
        assertThat(page.locator(".result")).isVisible();
        look(page, "pushing");
        drafts.change(draft.draftId(), change -> change.failed(PushFailure.REMOTE_REFUSED, "remote: no"));
        assertThat(page.locator(".result.bad")).isVisible();
        look(page, "failed");
        drafts.change(draft.draftId(), change -> change.pushed("8f14e45fceea167a5a36", "main"));
        assertThat(page.locator(".result.good")).isVisible();
        look(page, "pushed");
    }

    @ParameterizedTest
    @CsvSource({"en-US, LIGHT", "ko-KR, DARK", "ko-KR, LIGHT", "en-US, DARK"})
    void everybodyCanFindTheirWay(String locale, ColorScheme colors) {
        Page page = phone(locale, colors);
        page.navigate(url("/"));
        assertThat(page.locator(".welcome")).isVisible();
        look(page, "nobody");
        page.navigate("about:blank");
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        look(page, "no drafts");
        drafts.drafted(MESSAGE);
        drafts.captured();
        for (DraftStatus status : List.of(DraftStatus.DISCARDED, DraftStatus.EXPIRED, DraftStatus.PUSH_FAILED)) {
            DraftView ended = drafts.drafted("fix: " + status);
            drafts.change(ended.draftId(), change -> change.status(status));
        }
        page.reload();
        assertThat(page.locator(".earlier .draft-link")).hasCount(2);
        page.evaluate("dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt() {} }))");
        look(page, "drafts");
        page.navigate(url("/history"));
        assertThat(page.locator(".draft-link").first()).isVisible();
        look(page, "history");
        page.getByRole(AriaRole.SEARCHBOX).fill("nowhere");
        assertThat(page.locator(".empty")).isVisible();
        look(page, "nothing found");
        page.navigate(url("/devices"));
        assertThat(page.locator(".device").first()).isVisible();
        look(page, "devices");
        page.locator("#sign-out").click();
        look(page, "signing out");
        page.keyboard().press("Escape");
        page.navigate(url("/settings"));
        page.locator("#quiet").check();
        assertThat(page.locator("#quiet-zone")).isVisible();
        look(page, "settings");
        page.navigate(url("/d/nonsense"));
        assertThat(page.locator(".welcome")).isVisible();
        look(page, "no such draft");
        page.setViewportSize(1_280, 800);
        page.navigate(url("/history"));
        assertThat(page.locator(".draft-link").first()).isVisible();
        look(page, "on a wide screen");
        mayComplainOf("401", "404");
    }

    private void look(Page page, String view) {
        page.evaluate("Promise.all(document.getAnimations().filter((one) => !(one instanceof CSSAnimation))"
                + ".map((one) => one.finished))"); // a colour on its way to another is none yet
        page.evaluate(AXE);
        if (page.evaluate(RUN) instanceof List<?> violations) {
            violations.forEach(violation -> found.add(view + ": " + violation));
        }
    }

    private static String axe() {
        try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
