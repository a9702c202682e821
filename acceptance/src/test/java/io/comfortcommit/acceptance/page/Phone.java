package io.comfortcommit.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.testing.Chromium;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A small screen that is touched, and what there is to look at on it. */
final class Phone {
    /** A push that has to wait for its turn. */
    static final IsVisibleOptions PATIENTLY = new IsVisibleOptions().setTimeout(60_000);

    private Phone() {}

    static Page open(Chromium chromium, String locale, ColorScheme colors) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setLocale(locale)
                        .setColorScheme(colors)
                        .setHasTouch(true));
        context.setDefaultTimeout(30_000);
        return context.newPage();
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    /** Of what is changed on a desk. */
    static UUID draft(Desk desk, GatewayClient client) throws Exception {
        Desk.Capture capture = desk.capture();
        JsonNode negotiated =
                client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")));
        GatewayClient.Answer accepted =
                client.capture(capture, negotiated.required("repositoryId").asString());
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return UUID.fromString(accepted.body().required("draftId").asString());
    }
}
