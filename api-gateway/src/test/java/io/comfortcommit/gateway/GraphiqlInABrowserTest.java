package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftView;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.TestPropertySource;

/** GraphiQL as standalone offers it. That the browser complains of nothing, its policy above all, is looked at after each. */
@TestPropertySource(properties = {"comfort.graphql.introspection=true", "comfort.graphql.graphiql=true"})
class GraphiqlInABrowserTest extends BrowserTest {
    private static final String WRITE =
            "query => document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.setValue(query)";

    /** Before the editor has taken the query in. */
    private static final String PASTE_AND_RUN =
            "query => { (" + WRITE + ")(query); document.querySelector('.graphiql-execute-button').click(); }";

    @ParameterizedTest
    @CsvSource({"en-US, Open GraphiQL, Settings", "ko-KR, GraphiQL 열기, 설정"})
    void whoIsLetInAsksFromTheSettings(String locale, String link, String back) {
        drafts.drafted(MESSAGE);
        Page page = page(1280, 800, locale, ColorScheme.LIGHT);
        List<Request> requests = new CopyOnWriteArrayList<>();
        page.onRequest(requests::add);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator("#nav")).isVisible();
        page.navigate(url("/settings"));
        assertThat(requests).extracting(Request::url).noneMatch(address -> address.contains("graphiql"));
        page.getByRole(AriaRole.LINK, named(link)).click();
        page.waitForURL(url("/graphiql"));

        run(page);
        assertThat(page.locator(".result-window")).containsText("feat(mail): show unread mail first");
        picture(page, "graphiql-" + locale);
        assertThat(requests)
                .extracting(request -> URI.create(request.url()).getAuthority())
                .containsOnly("127.0.0.1:" + port);

        page.getByRole(AriaRole.LINK, named(back)).click();
        page.waitForURL(url("/settings"));
    }

    @Test
    void theSchemaExplainsItselfAndDialogsOpen() {
        Page page = letIn();
        page.getByLabel("Show Documentation Explorer").click();
        page.locator(".graphiql-doc-explorer")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Query"))
                .click();
        assertThat(page.locator(".graphiql-doc-explorer")).containsText("drafts");
        assertThat(page.locator(".graphiql-doc-explorer .graphiql-markdown-description")
                        .first())
                .not()
                .isEmpty();
        page.getByLabel("Open short keys dialog").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Short Keys");
    }

    @Test
    void aSubscriptionIsToldUntilItIsStopped() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = letIn();
        page.evaluate(PASTE_AND_RUN, "subscription { draftChanged { id status } }");
        await().untilAsserted(() -> assertThat(drafts.watchers()).isEqualTo(1));
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));
        assertThat(page.locator(".result-window")).containsText("APPROVED");
        page.getByLabel("Stop query").click();
        await().untilAsserted(() -> assertThat(drafts.watchers()).isZero());
    }

    @Test
    void nothingThatWasAskedIsLeftForWhoComesNext() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = letIn();
        page.evaluate(WRITE, "{ draft(id: \"%s\") { subject } }".formatted(draft.draftId()));
        run(page);
        assertThat(page.locator(".result-window")).containsText("feat(mail): show unread mail first");
        String kept = "() => JSON.stringify(localStorage)";
        await().untilAsserted(() -> assertThat((String) page.evaluate(kept))
                .contains(draft.draftId().toString()));

        page.navigate(url("/devices"));
        page.locator("#sign-out").click();
        page.locator("#really").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pair this browser"))).isVisible();
        assertThat((String) page.evaluate(kept))
                .doesNotContain(draft.draftId().toString())
                .doesNotContain("graphiql");
        mayComplainOf("401");
    }

    @Test
    void whoIsNotLetInIsLedHome() {
        mayComplainOf("401");
        Page page = page(1280, 800, "en-US", ColorScheme.LIGHT);
        page.navigate(url("/graphiql"));
        page.waitForURL(url("/"));
        assertThat(page.locator("h1").first()).isVisible();
    }

    @Test
    void itsPolicyLetsNoScriptInAndEachDocumentHasANonceOfItsOwn() {
        String policy = policy();
        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "script-src 'self';",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(policy()).isNotEqualTo(policy);
    }

    /** Spring would serve what WebJars hold at these. */
    @ParameterizedTest
    @ValueSource(strings = {"/webjars/graphiql/2.4.7/graphiql.min.js", "/assets/graphiql-2.4.7/graphiql.js"})
    void nothingElseOfItIsServed(String path) {
        owner.get().uri(path).exchange().expectStatus().isNotFound();
    }

    private String policy() {
        HttpHeaders headers = anybody.get()
                .uri("/graphiql")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .returnResult(Void.class)
                .getResponseHeaders();
        return Objects.requireNonNull(headers.getFirst("Content-Security-Policy"));
    }

    private Page letIn() {
        Page page = page(1280, 800, "en-US", ColorScheme.DARK);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator("#nav")).isVisible();
        page.navigate(url("/graphiql"));
        assertThat(page.locator(".graphiql-query-editor .CodeMirror")).isVisible();
        return page;
    }

    private static void run(Page page) {
        page.getByLabel("Execute query (Ctrl-Enter)").click();
    }
}
