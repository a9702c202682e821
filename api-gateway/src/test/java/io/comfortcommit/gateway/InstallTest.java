package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as an app: what the browser itself says about it, and the offer to install it. */
class InstallTest extends BrowserTest {
    private static final String INVITED = """
            window.asked = 0;
            dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt() { window.asked += 1; } }));
            """;

    @Test
    void theBrowserTakesThePageForAnAppThatCanBeInstalled() {
        Page page = installable("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.waitForFunction("() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')");
        CDPSession chrome = page.context().newCDPSession(page);

        JsonObject manifest = chrome.send("Page.getAppManifest");
        assertThat(manifest.getAsJsonArray("errors")).isEmpty();
        assertThat(manifest.get("data").getAsString()).contains("Comfort Commit");
        assertThat(names(chrome.send("Page.getInstallabilityErrors").getAsJsonArray("installabilityErrors")))
                .as("a browser that a test starts keeps nothing, and so installs nothing: that alone is in the way")
                .isSubsetOf("in-incognito");
    }

    @ParameterizedTest
    @CsvSource({"en-US, LIGHT", "ko-KR, DARK"})
    void whoAcceptsTheOfferIsAskedByTheBrowserOnce(String locale, ColorScheme colors) {
        Page page = phone(locale, colors);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        assertThat(page.locator("#install")).hasCount(0);
        page.evaluate(INVITED);
        page.locator("#install").click();
        assertThat(page.evaluate("window.asked")).isEqualTo(1);
        assertThat(page.locator("#install")).hasCount(0);
        page.evaluate("dispatchEvent(new Event('appinstalled'))");
        assertThat(page.locator("#install")).hasCount(0);
    }

    private static List<String> names(JsonArray errors) {
        return StreamSupport.stream(errors.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(error -> error.get("errorId").getAsString())
                .toList();
    }
}
