package io.comfortcommit.benchmarks;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.comfortcommit.testing.Chromium;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.StandaloneProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An approval link followed on a phone that was never here: a processor slowed down four times, and a network as "slow 4G" of
 * Lighthouse (150 ms to and fro, 1.6 Mbit/s down, 750 kbit/s up). The page is interactive once its approve button can be
 * pressed and what ran until then is over.
 */
final class PageOnAPhone {
    private static final int TIMES = 11;
    private static final double SLOWER = 4;
    private static final double LATENCY = 150;
    private static final double DOWN = 1_600_000 / 8.0;
    private static final double UP = 750_000 / 8.0;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private static final String LOOKS = """
            new MutationObserver(() => {
              const approve = document.getElementById('approve');
              if (approve && !approve.disabled && approve.getClientRects().length > 0) {
                setTimeout(() => { window.interactiveAt ??= performance.now(); });
              }
            }).observe(document, { subtree: true, childList: true, attributes: true });
            """;

    private PageOnAPhone() {}

    /** @return milliseconds from the beginning of the navigation, one for each phone */
    static List<Double> run(Path checkout, Path folder) throws Exception {
        Desk desk = Desk.in(folder.resolve("git"));
        for (int number = 0; number < 9; number++) {
            desk.write("src/Order" + number + ".java", "class Order" + number + " {\n    int total = 1;\n}\n");
        }
        try (StandaloneProcess server = StandaloneProcess.byLauncher(checkout, folder, Map.of());
                Chromium chromium = Chromium.start()) {
            GatewayClient client = server.client();
            UUID draft = drafted(client, desk);
            List<Double> milliseconds = new ArrayList<>();
            for (int time = -1; time < TIMES; time++) {
                double one = interactive(chromium.browser(), link(client, draft));
                if (time >= 0) {
                    milliseconds.add(one);
                }
            }
            return milliseconds;
        }
    }

    private static double interactive(Browser browser, String link) {
        try (BrowserContext phone = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(360, 740)
                .setLocale("en-US")
                .setHasTouch(true))) {
            Page page = phone.newPage();
            page.addInitScript(LOOKS);
            CDPSession chrome = phone.newCDPSession(page);
            JsonObject processor = new JsonObject();
            processor.addProperty("rate", SLOWER);
            chrome.send("Emulation.setCPUThrottlingRate", processor);
            JsonObject network = new JsonObject();
            network.addProperty("offline", false);
            network.addProperty("latency", LATENCY);
            network.addProperty("downloadThroughput", DOWN);
            network.addProperty("uploadThroughput", UP);
            chrome.send("Network.enable");
            chrome.send("Network.emulateNetworkConditions", network);
            page.navigate(link);
            page.waitForFunction(
                    "() => window.interactiveAt",
                    null,
                    new Page.WaitForFunctionOptions().setTimeout(PATIENCE.toMillis()));
            return ((Number) page.evaluate("window.interactiveAt")).doubleValue();
        }
    }

    /** A new one each time: it works once. */
    private static String link(GatewayClient client, UUID draft) throws Exception {
        return client.post("/api/pairings", Map.of("draftId", draft.toString()))
                .body()
                .required("url")
                .asString();
    }

    private static UUID drafted(GatewayClient client, Desk desk) throws Exception {
        String repository = client.negotiate(desk.remote().toString(), "main", List.of(desk.git("rev-parse", "HEAD")))
                .required("repositoryId")
                .asString();
        UUID draft = UUID.fromString(client.capture(desk.capture(), repository)
                .body()
                .required("draftId")
                .asString());
        Awaited.until(
                () -> client.draft(draft).path("status").asString("").equals("DRAFTED"),
                "there was no draft",
                PATIENCE,
                GLANCE);
        return draft;
    }
}
