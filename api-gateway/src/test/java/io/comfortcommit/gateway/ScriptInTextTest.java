package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.Cluster;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.Reason;
import io.comfortcommit.messages.draft.ChangeCard.Risk;
import io.comfortcommit.messages.draft.ChangeCard.Theme;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.query.DiffView.FileDiff;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.FoundCommits.Hit;
import io.comfortcommit.messages.search.SearchAvailability;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Whoever names a branch, a file, a function or a program, or words a message, gets that shown: it is never run. The author's name
 * is nowhere on the page.
 */
class ScriptInTextTest extends BrowserTest {
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void nothingRan() {
        ran.clear();
    }

    @AfterEach
    void nothingRuns() {
        assertThat(ran)
                .as("scripts that ran, or were held back by the content policy alone")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=owned('img')>",
                "<script>owned('script')</script>",
                "\"><svg/onload=owned('svg')>",
                "' onmouseover=owned('over') onfocus=owned('focus') autofocus x='",
                "</textarea></pre><iframe srcdoc=\"<script>parent.owned('frame')</script>\"></iframe>",
                "javascript:owned('address')"
            })
    void nothingThatAStrangerNamesIsRun(String hostile, @Autowired MemoryMembers members) {
        DraftView draft = draftOf(hostile);
        Page page = watched();

        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#message")).hasValue(hostile);
        assertThat(page.locator(".summary .branch")).hasText(hostile);
        assertThat(page.locator(".symbols code")).hasText(hostile);
        assertThat(page.locator(".clusters strong").first()).hasText(hostile);
        assertThat(page.locator(".risk li").first()).containsText(hostile);
        assertThat(page.locator(".findings .finding")).containsText(hostile);
        assertThat(page.locator(".words")).hasText(hostile);
        assertThat(page.locator(".row.add")).hasText("+" + hostile);
        assertThat(page.locator(".file .from")).containsText(hostile);
        assertThat(page.locator(".file .path").first()).containsText(hostile.substring(hostile.lastIndexOf('/') + 1));
        for (Locator folded : page.locator("main summary:visible").all()) {
            folded.click();
        }
        assertThat(page.locator(".reasons li")).hasText(hostile);
        assertThat(page.locator(".split-file .path").first()).hasText(hostile);
        assertThat(page.locator(".entry-detail").first()).hasText(hostile);
        assertThat(page).hasTitle(hostile + " · Comfort Commit");
        drafts.change(draft.draftId(), change -> change.message("fix: " + hostile));
        assertThat(page.locator("#message")).hasValue("fix: " + hostile);
        page.locator("#message").fill("mine");
        drafts.change(draft.draftId(), change -> change.message("feat: " + hostile));
        assertThat(page.locator(".theirs")).hasText("feat: " + hostile);
        onlyText(page);

        drafts.change(
                draft.draftId(),
                change -> change.beside("8f14e45fceea167a5a36", hostile, hostile)
                        .withPullRequest(PullRequest.notOpened(PullRequestTrouble.UNREACHABLE, hostile)));
        assertThat(page.locator(".result .branch")).hasText(hostile);
        page.locator(".result summary").click();
        assertThat(page.locator(".result .words")).hasText(hostile);
        onlyText(page);

        DraftView like = drafts.drafted("like " + hostile);
        search.answer(_ -> new FoundCommits(SearchAvailability.AVAILABLE, List.of(new Hit(like, 0.03, null, 1))));
        nameADevice(hostile);
        members.forget();
        members.track(new UserId(OWNER), hostile);
        Page owners = watched();
        owners.navigate(pairingUrl("{}"));
        assertThat(owners.locator(".earlier .draft-link strong")).hasText("feat: " + hostile);
        onlyText(owners);
        owners.navigate(url("/history"));
        owners.locator("#search").fill(hostile);
        assertThat(owners.locator("#similar .draft-link strong")).hasText("like " + hostile);
        onlyText(owners);
        owners.reload();
        assertThat(owners.locator("#search")).hasValue(hostile);
        onlyText(owners);
        owners.navigate(url("/devices"));
        assertThat(owners.getByText(hostile.substring(0, Math.min(60, hostile.length())))
                        .first())
                .isVisible();
        onlyText(owners);
        owners.navigate(url("/settings"));
        for (String section : List.of("drafting-title", "members-title")) {
            Locator repository = owners.locator("[aria-labelledby='%s'] .repository summary".formatted(section));
            assertThat(repository).hasText(hostile);
            repository.click();
        }
        onlyText(owners);
        fitsTheScreen(owners);
    }

    @Test
    void aScriptThatRanWouldBeNoticed() {
        Page page = watched();
        page.navigate(pairingUrl("{}"));
        page.evaluate("owned('control')");
        assertThat(ran).containsExactly("control");
        page.evaluate("try { document.body.setAttribute('onclick', 'owned()'); } catch { }");
        page.waitForCondition(() -> ran.size() > 1);
        assertThat(ran.getLast()).startsWith("held back: require-trusted-types-for");
        ran.clear();
        mayComplainOf("Content Security Policy", "TrustedScript");
    }

    private DraftView draftOf(String hostile) {
        DraftView draft = drafts.drafted(hostile, MemoryDrafts.finding("one", hostile, hostile));
        drafts.hasDiff(
                draft.draftId(),
                List.of(new FileDiff(
                        "old/" + hostile,
                        hostile,
                        "RENAMED",
                        false,
                        1,
                        1,
                        "@@ -1,1 +1,1 @@\n-" + hostile + "\n+" + hostile + "\n")),
                false);
        Cluster cluster = new Cluster(hostile, Theme.SOURCE, List.of(new ClusterFile(hostile, List.of(0))), 1, 1, 1);
        ChangeCard card = new ChangeCard(
                List.of(cluster, cluster),
                List.of(new ChangedSymbol(hostile, "METHOD", "ADDED", hostile)),
                new Risk(Risk.Level.HIGH, List.of(new Reason("API_REMOVED", List.of(hostile)))),
                List.of(MemoryDrafts.finding("one", hostile, hostile)),
                List.of(new Reason("TYPE", List.of(hostile, hostile))));
        return drafts.change(
                draft.draftId(),
                change -> change.card(card).branch(hostile).failed(PushFailure.REMOTE_REFUSED, hostile));
    }

    /** By how its browser calls itself. */
    private void nameADevice(String name) {
        anybody.post()
                .uri("/api/sessions")
                .header("Content-Type", "application/json")
                .header("User-Agent", name)
                .bodyValue("{\"code\":\"" + code() + "\"}")
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    private Page watched() {
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.exposeFunction("owned", given -> ran.add(String.valueOf(given[0])));
        page.exposeFunction("heldBack", given -> ran.add("held back: " + given[0]));
        page.addInitScript("addEventListener('securitypolicyviolation',"
                + " (held) => heldBack(`${held.violatedDirective} ${held.blockedURI} ${held.sample}`))");
        return page;
    }

    private static void onlyText(Page page) {
        assertThat(page.locator("main :is(img, script, iframe, object, embed, svg, style, link, base)"))
                .hasCount(0);
        assertThat(page.locator("a[href^='javascript:'], form[action]")).hasCount(0);
        assertThat((Integer) page.evaluate("[...document.querySelectorAll('*')]"
                        + ".filter((one) => one.getAttributeNames().some((name) => name.startsWith('on'))).length"))
                .as("elements with a script of their own")
                .isZero();
    }
}
