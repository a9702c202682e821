package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.messages.query.DraftView;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a phone that was never here has to be sent before its owner can approve. Bytes and requests are counted, since how long
 * they take is another's matter.
 */
class FirstLoadTest extends BrowserTest {
    private static final int MOST_SCRIPT = 120 * 1024;
    private static final Set<String> FILES = Set.of("document", "script", "stylesheet");

    @ParameterizedTest
    @CsvSource({"en-US, texts.en.js, texts.ko.js", "ko-KR, texts.ko.js, texts.en.js"})
    void aDraftIsReadyAfterFiveFilesInTwoRoundsAndLittleScript(String locale, String spoken, String other) {
        DraftView draft = drafts.drafted(MESSAGE);
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        Page page = phone(locale, ColorScheme.LIGHT);
        List<Request> requests = new ArrayList<>();
        page.onRequest(requests::add);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#approve")).isEnabled();

        List<Request> files = List.copyOf(requests).stream()
                .filter(request -> FILES.contains(request.resourceType()))
                .toList();
        assertThat(files)
                .extracting(FirstLoadTest::name)
                .as("the document names all others: none is asked for because another has come")
                .containsExactlyInAnyOrder(draft.draftId().toString(), "theme.js", "page.css", spoken, "main.js");
        assertThat(files)
                .filteredOn(request -> !request.resourceType().equals("document"))
                .extracting(request -> request.response().headerValue("content-encoding"))
                .containsOnly("gzip");
        assertThat(files.stream()
                        .filter(request -> request.resourceType().equals("script"))
                        .mapToInt(request -> request.sizes().responseBodySize)
                        .sum())
                .as("bytes of script as they were sent")
                .isPositive()
                .isLessThanOrEqualTo(MOST_SCRIPT);
        assertThat(requests)
                .filteredOn(request -> request.resourceType().equals("fetch"))
                .extracting(FirstLoadTest::name)
                .as("let in, then the draft")
                .startsWith("sessions", "graphql");

        page.waitForResponse("**/" + other, page.locator("#language")::click);
        assertThat(page.locator("html")).not().hasAttribute("lang", locale.substring(0, 2));
        assertThat(page.locator("#message")).hasValue(MESSAGE);
    }

    private static String name(Request request) {
        String path = URI.create(request.url()).getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
