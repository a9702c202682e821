package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.DiscardDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.EditDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RedraftDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.SplitDraft;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.RedraftState;
import io.comfortcommit.messages.draft.SplitPart;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences.QuietHours;
import io.comfortcommit.messages.query.DiffView.FileDiff;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.search.FoundCommits;
import io.comfortcommit.messages.search.FoundCommits.Hit;
import io.comfortcommit.messages.search.SearchAvailability;
import io.comfortcommit.testing.FakeProvider;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the page does, on a screen of 360 by 740. */
@NullUnmarked // its fields are filled by the test framework
class PageInABrowserTest extends BrowserTest {

    @Autowired
    private MemoryNotifications notifications;

    @Test
    void aDraftIsReadEditedAndApprovedOnASmallScreen() {
        DraftView draft = drafts.drafted(MESSAGE);
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        Page page = phone("en-US", ColorScheme.LIGHT);

        page.navigate(link(draft.draftId()));

        assertThat(page.locator("#message")).hasValue(MESSAGE);
        assertThat(page.locator(".figures")).containsText("3 files");
        assertThat(page.locator(".file").first()).containsText("Inbox.java");
        assertThat(page.url()).as("the code leaves the address at once").doesNotContain("#");
        fitsTheScreen(page);
        BoundingBox approve = page.locator("#approve").boundingBox();
        assertThat(approve.height).as("for a thumb").isGreaterThanOrEqualTo(44);
        assertThat(approve.width).isGreaterThan(180);
        assertThat(approve.y + approve.height).as("at the bottom, whole").isBetween(640.0, 740.0);
        picture(page, "1-draft");
        pictureOfAll(page, "1-draft-whole");

        page.locator("#message").fill(MESSAGE.replace("unread mail", "the unread mail"));
        assertThat(page.locator("#counter")).hasText("38 / 72");
        page.locator("#message").fill("x".repeat(73) + "\nbody");
        assertThat(page.locator("#hints")).containsText("longer than 72");
        assertThat(page.locator("#hints")).containsText("second line empty");
        picture(page, "2-hints");
        page.locator("#message").fill("");
        assertThat(page.locator("#approve")).isDisabled();
        page.locator("#message").fill("feat(mail): unread mail comes first");
        page.locator("#approve").click();

        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(page.locator(".bar")).isHidden();
        picture(page, "3-pushing");
        assertThat(sent(ApproveDraft.class)).satisfies(sent -> {
            assertThat(sent.message()).isEqualTo("feat(mail): unread mail comes first");
            assertThat(sent.expectedVersion()).isEqualTo(2);
        });
        assertThat(drafts.sent().getLast().metaData().get("client")).isEqualTo("page/1");

        drafts.change(draft.draftId(), change -> change.pushed("8f14e45fceea167a5a36dedd4bea2543c0ffee00", "main"));
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushed"))).isVisible();
        assertThat(page.locator(".result")).containsText("8f14e45fce");
        assertThat(page.locator("#announcer")).hasText("Pushed.");
        picture(page, "4-pushed");
    }

    @Test
    void thePageSpeaksKoreanAndKnowsTheDark() {
        DraftView draft = drafts.drafted("feat(mail): 읽지 않은 메일을 먼저 보여 준다\n\n작은 화면에서는 새 메일이 접힌 곳 아래에 숨어 있었다.");
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        drafts.change(draft.draftId(), change -> change.unpushed(2));
        Page page = phone("ko-KR", ColorScheme.DARK);

        page.navigate(link(draft.draftId()));

        assertThat(page.locator("#approve")).hasText("승인하고 푸시");
        assertThat(page.locator("html")).hasAttribute("lang", "ko");
        assertThat(page.locator(".summary")).containsText("커밋 2개도 그대로 함께");
        fitsTheScreen(page);
        picture(page, "5-korean-dark");
        pictureOfAll(page, "5-korean-dark-whole");

        page.locator("#message").fill("feat(mail): 고친 제목");
        page.locator("#language").click();
        assertThat(page.locator("#approve")).hasText("Approve and push");
        assertThat(page.locator("#message")).hasValue("feat(mail): 고친 제목");
        page.reload();
        assertThat(page.locator("#approve")).hasText("Approve and push");
    }

    @Test
    void aChosenLanguageThatCannotBeLoadedGivesWayToTheBrowsers() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.addInitScript("localStorage.setItem('comfort.language', 'ko')");
        page.route("**/texts.ko.js", Route::abort);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#approve")).hasText("Approve and push");
        assertThat(page.locator("html")).hasAttribute("lang", "en");

        page.unroute("**/texts.ko.js");
        page.reload();
        assertThat(page.locator("#approve")).hasText("승인하고 푸시");
        mayComplainOf("ERR_FAILED");
    }

    @Test
    void aPageWithoutAnyTextsCanBeTriedAgain() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.route("**/texts.*.js", Route::abort);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#speechless")).containsText("This page could not be loaded.");
        assertThat(page.locator("#speechless")).containsText("페이지를 불러오지 못했습니다.");
        fitsTheScreen(page);
        picture(page, "43-no-texts");

        page.unroute("**/texts.*.js");
        page.getByText("Try again").click();
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        assertThat(page.locator("#speechless")).hasCount(0);
        mayComplainOf("ERR_FAILED");
    }

    @ParameterizedTest
    @CsvSource({
        "en-US, ko, The other language could not be loaded., 이제 한국어로 표시합니다.",
        "ko-KR, en, 다른 언어를 불러오지 못했습니다., The page is in English now."
    })
    void aLanguageThatCannotBeLoadedIsNotSaidToBeSpoken(String locale, String other, String failed, String switched) {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone(locale, ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#approve")).isEnabled();
        page.locator("#message").fill("feat(mail): my own words");
        page.route("**/texts." + other + ".js", Route::abort);
        page.locator("#language").click();
        assertThat(page.locator(".notice.warn")).containsText(failed);
        assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
        assertThat(page.locator("#message")).hasValue("feat(mail): my own words");
        assertThat(page.locator("#announcer")).isEmpty();

        page.unroute("**/texts." + other + ".js");
        page.locator("#language").click();
        assertThat(page.locator("#announcer")).hasText(switched);
        assertThat(page.locator(".notice.warn")).hasCount(0);
        assertThat(page.locator("#message")).hasValue("feat(mail): my own words");
        mayComplainOf("ERR_FAILED");
    }

    @Test
    void withoutASessionThePageSaysHowToPair() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(url("/d/" + draft.draftId()));
        assertThat(page.getByRole(AriaRole.HEADING, named("Pair this browser"))).isVisible();
        assertThat(page.locator("main")).not().containsText("unread");
        fitsTheScreen(page);
        picture(page, "6-pair");

        String link = link(draft.draftId());
        phone("en-US", ColorScheme.LIGHT).navigate(link);
        page.navigate(link);
        page.reload();
        page.navigate("about:blank");
        page.navigate(link);
        assertThat(page.locator(".notice")).containsText("used already");
        mayComplainOf("401");
    }

    @Test
    void aSessionThatIsOverRenewsItselfWithoutAWord() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        for (int hour = 0; hour < 2; hour++) {
            leaveForAnHour(page);
            page.navigate(url("/d/" + draft.draftId()));
            assertThat(page.locator("#message")).hasValue(MESSAGE);
        }
        mayComplainOf("401"); // the browser's own line about the first try
    }

    @Test
    void aPageThatIsLeftWhileItsSessionIsRenewedDoesNotLogItsReaderOut(@Autowired HeldAnswers answers) {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        leaveForAnHour(page);
        HeldAnswers.Held renewal = answers.next("/api/sessions/renewals");
        page.navigate(url("/d/" + draft.draftId()));
        renewal.await();
        page.waitForResponse("**/graphql", page::reload);
        renewal.arrive();
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        mayComplainOf("401");
    }

    /** What a page still asks for when its hour is over would renew the session too. */
    private void leaveForAnHour(Page page) {
        page.navigate("about:blank");
        clock.advance(Duration.ofHours(1));
    }

    @Test
    void aUsedLinkStillOpensTheDraftWhereThereIsASession() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        String link = link(draft.draftId());
        page.navigate(link);
        assertThat(page.locator("#message")).isVisible();
        page.navigate("about:blank");
        page.navigate(link);
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        mayComplainOf("401");
    }

    @Test
    void aSecondDeviceSeesWhatTheFirstOneDoes() {
        DraftView draft = drafts.captured();
        Page first = phone("en-US", ColorScheme.LIGHT);
        Page second = phone("en-US", ColorScheme.LIGHT);
        first.navigate(link(draft.draftId()));
        second.navigate(link(draft.draftId()));
        assertThat(first.locator(".writing")).isVisible();
        assertThat(first.locator("#approve")).isDisabled();
        picture(first, "7-writing");

        drafts.change(
                draft.draftId(), change -> change.status(DraftStatus.DRAFTED).message(MESSAGE));
        assertThat(first.locator("#message")).hasValue(MESSAGE);
        assertThat(second.locator("#message")).hasValue(MESSAGE);

        first.locator("#message").fill("fix: said better");
        first.getByText("Save", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(first.locator(".notice.good")).isVisible();
        assertThat(sent(EditDraft.class).message()).isEqualTo("fix: said better");
        assertThat(second.locator("#message")).hasValue("fix: said better");
        assertThat(second.locator(".notices .notice")).containsText("changed on another device");
        assertThat(second.locator("#approve")).isEnabled();

        first.locator("#discard").click();
        first.locator("#reason").fill("not today");
        picture(first, "8-discard");
        first.locator("#discard-really").click();
        assertThat(first.getByRole(AriaRole.HEADING, named("Discarded"))).isVisible();
        assertThat(second.getByRole(AriaRole.HEADING, named("Discarded"))).isVisible();
        assertThat(sent(DiscardDraft.class).reason()).isEqualTo("not today");
    }

    @Test
    void anotherMessageIsAskedForAndWatchedWhileItIsWritten() {
        drafts.withModel(true);
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));

        page.getByText("Another message").click();
        page.getByLabel("What should be different?").fill("shorter");
        fitsTheScreen(page);
        assertThat(page.locator("#redraft").boundingBox().height)
                .as("for a thumb")
                .isGreaterThanOrEqualTo(44);
        picture(page, "21-another-message");
        page.locator("#redraft").click();
        assertThat(page.locator(".writing-line")).containsText("being written again");
        awaitWish("shorter");
        assertThat(page.locator("#approve")).isEnabled();

        drafts.awaitsProgress();
        drafts.writes(draft.draftId(), "unread mail");
        assertThat(page.locator(".again .so-far")).hasText("unread mail");
        fitsTheScreen(page);
        picture(page, "22-being-written");

        drafts.change(draft.draftId(), change -> change.message("feat(mail): unread mail first"));
        assertThat(page.locator("#message")).hasValue("feat(mail): unread mail first");
        assertThat(page.locator(".notice.good")).containsText("the new message");
        assertThat(page.locator(".again .so-far")).hasCount(0);
    }

    @Test
    void aModelThatFailsLeavesTheMessageAndAQuietNote() {
        drafts.withModel(true);
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("ko-KR", ColorScheme.DARK);
        page.navigate(link(draft.draftId()));
        page.getByText("다른 메시지").click();
        page.locator("#instruction").fill("더 짧게");
        page.locator("#instruction").press("Enter");
        assertThat(page.locator(".writing-line")).containsText("다시 쓰는 중");

        awaitWish("더 짧게");
        drafts.redraft(draft.draftId(), RedraftState.FAILED);
        assertThat(page.locator("#redraft-failed")).containsText("메시지는 그대로입니다");
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        assertThat(page.locator("#approve")).isEnabled();
        picture(page, "23-no-answer");
    }

    private void awaitWish(String instruction) {
        await().until(() -> drafts.sent().stream()
                .anyMatch(sent -> sent.command() instanceof RedraftDraft wish
                        && wish.instruction().equals(instruction)));
    }

    @Test
    void aWishThatIsRefusedIsOverAndSaysWhy() {
        drafts.withModel(true);
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        page.getByText("Another message").click();
        page.locator("#instruction").fill("shorter");
        // Who follows the draft already is not told that there is no model any more.
        drafts.redraft(draft.draftId(), RedraftState.FAILED);
        assertThat(page.locator("#redraft-failed")).isVisible();
        drafts.withModel(false);
        page.locator("#redraft").click();
        assertThat(page.locator(".notice.warn")).containsText("COMFORT_LLM_BASE_URL");
        assertThat(page.locator(".writing-line")).hasCount(0);
        assertThat(page.locator("#instruction")).hasValue("shorter");
    }

    @Test
    void theFirstMessageIsWatchedToo() {
        DraftView draft = drafts.captured();
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        drafts.awaitsProgress();
        drafts.writes(draft.draftId(), "show unread");
        assertThat(page.locator(".writing .so-far")).hasText("show unread");
        fitsTheScreen(page);
    }

    @Test
    void oneOfSeveralMessagesIsTakenByATap() {
        drafts.withModel(true);
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        page.getByText("Another message").click();
        page.locator("#others").click();
        assertThat(page.locator(".candidate")).hasCount(4);
        fitsTheScreen(page);
        pictureOfAll(page, "24-candidates");
        page.locator(".candidate").nth(1).click();

        assertThat(page.locator("#message")).hasValue("feat: candidate 1");
        assertThat(page.locator(".notice.good")).containsText("Saved");
        assertThat(page.locator(".candidate")).hasCount(0);
        assertThat(sent(EditDraft.class).message()).isEqualTo("feat: candidate 1");
    }

    @Test
    void withoutAModelNothingOffersOne() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        assertThat(page.locator(".again")).isHidden();
    }

    @Test
    void whatTheAuthorWritesSurvivesAChangeFromElsewhere() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        page.locator("#message").fill("feat: my own words");

        drafts.change(draft.draftId(), change -> change.message("feat: other words"));

        assertThat(page.locator(".theirs")).hasText("feat: other words");
        assertThat(page.locator("#message")).hasValue("feat: my own words");
        picture(page, "9-conflict");
        assertThat(page.locator("#approve")).isEnabled();
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(sent(ApproveDraft.class)).satisfies(sent -> {
            assertThat(sent.message()).isEqualTo("feat: my own words");
            assertThat(sent.expectedVersion()).isEqualTo(3);
        });
    }

    @Test
    void aStaleApprovalShowsWhatChangedAndApprovesNothing() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        // Without the live connection the page learns of the change from the refusal.
        page.route("**/graphql", route -> {
            if (String.valueOf(route.request().postData()).contains("subscription")) {
                route.abort();
            } else {
                route.resume();
            }
        });
        page.navigate(link(draft.draftId()));
        page.locator("#message").fill("feat: my own words");
        drafts.change(draft.draftId(), change -> change.message("feat: other words"));

        page.locator("#approve").click();

        assertThat(page.locator(".theirs")).hasText("feat: other words");
        assertThat(page.locator("#message")).hasValue("feat: my own words");
        assertThat(page.locator(".pill-drafted")).isVisible();
        page.locator("#use-theirs").click();
        assertThat(page.locator("#message")).hasValue("feat: other words");
        mayComplainOf("ERR_FAILED");
    }

    @Test
    void theRepositorysRulesAreSaidWhileTheAuthorWrites() {
        repositories.texts(Map.of(".commitlintrc.yml", "rules: {type-enum: [2, always, [feat, fix]]}"));
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("ko-KR", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));

        page.locator("#message").fill("docs: explain it");
        assertThat(page.locator("#hints .blocks")).hasText("타입은 feat, fix 중 하나여야 합니다");
        assertThat(page.locator("#approve")).isDisabled();
        fitsTheScreen(page);
        picture(page, "13-rules");
        page.locator("#message").fill("fix: explain it");
        assertThat(page.locator("#approve")).isEnabled();
    }

    @Test
    void whoCameByALinkToOneDraftIsToldHowToSeeTheOthers() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("ko-KR", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#approve")).isEnabled();
        page.locator(".brand").click();
        assertThat(page.locator(".welcome")).containsText("이 브라우저 연결하기");
        assertThat(page.locator(".welcome")).containsText("Corp 계정으로 로그인");
        mayComplainOf("403");
    }

    @Test
    void failuresAndSideBranchesSayWhatToDo() {
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        DraftView failed = drafts.drafted(MESSAGE);
        drafts.change(failed.draftId(), change -> change.status(DraftStatus.APPROVED));
        drafts.change(
                failed.draftId(),
                change -> change.failed(PushFailure.REMOTE_REFUSED, "remote: GH006: Protected branch update failed"));
        page.navigate(url("/d/" + failed.draftId()));
        assertThat(page.locator(".advice")).containsText("give your account the right to push");
        assertThat(page.locator(".words")).hasText("remote: GH006: Protected branch update failed");
        assertThat(page.locator("#approve")).hasText("Approve again");
        picture(page, "10-failed");

        DraftView beside = drafts.drafted(MESSAGE);
        drafts.change(
                beside.draftId(),
                change -> change.beside("8f14e45fceea167a5a36", "comfort/show-unread", "conflict: src/Inbox.java")
                        .withPullRequest(PullRequest.opened("https://git.example.org/o/r/pulls/7")));
        page.navigate(url("/d/" + beside.draftId()));
        assertThat(page.locator(".result")).containsText("comfort/show-unread");
        assertThat(page.locator(".advice")).containsText("src/Inbox.java");
        assertThat(page.locator("#pull-request")).hasAttribute("href", "https://git.example.org/o/r/pulls/7");
        fitsTheScreen(page);
        picture(page, "11-side-branch");

        DraftView old = drafts.drafted(MESSAGE);
        drafts.change(old.draftId(), change -> change.supersededBy(failed.draftId()));
        page.navigate(url("/d/" + old.draftId()));
        picture(page, "12-superseded");
        page.locator("#successor").click();
        assertThat(page.locator(".pill-push_failed")).isVisible();

        page.navigate(url("/d/" + UUID.randomUUID()));
        assertThat(page.getByRole(AriaRole.HEADING, named("No such draft"))).isVisible();
        page.navigate(url("/d/nonsense"));
        assertThat(page.getByRole(AriaRole.HEADING, named("No such draft"))).isVisible();
        mayComplainOf("404");
    }

    @Test
    void thePageSaysWhatTheChangeIsAboutAndWhatToLookAt() {
        DraftView draft = drafts.drafted(MESSAGE);
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));

        assertThat(page.locator(".symbols li")).hasText(new String[] {"changed OrderClient.submit", "new Retry"});
        assertThat(page.locator(".clusters")).containsText("2 parts that could stand alone");
        assertThat(page.locator(".clusters li").first()).containsText("OrderClient.java");
        assertThat(page.locator(".clusters li").first()).containsText("code · 2 files");
        assertThat(page.locator(".notice.bad.risk .label")).hasText("Look at this before you approve");
        assertThat(page.locator(".risk li")).hasText(new String[] {"1,200 lines of source change and no test."});
        page.locator(".reasons summary").click();
        assertThat(page.locator(".reasons li")).containsText("src/order/");
        fitsTheScreen(page);
        pictureOfAll(page, "17-card");
        Page korean = phone("ko-KR", ColorScheme.DARK);
        korean.navigate(link(draft.draftId()));
        assertThat(korean.locator(".risk li").last()).hasText("소스 1,200줄이 바뀌었지만 테스트는 그대로입니다.");
        fitsTheScreen(korean);
        pictureOfAll(korean, "18-card-ko");
    }

    @Test
    void whatLooksLikeASecretIsDecidedAboutBeforeAnythingCanBeApproved() {
        DraftView draft = drafts.drafted(
                "feat: connect",
                MemoryDrafts.finding(
                        "one", "GITHUB_TOKEN", "src/main/java/org/example/order/connection/OrderClient.java"),
                MemoryDrafts.finding("two", "PASSWORD", ".env"));
        drafts.hasDiff(
                draft.draftId(),
                List.of(new FileDiff(
                        null, ".env", "ADDED", false, 1, 0, "@@ -0,0 +1,1 @@\n+DB_PASSWORD=<PASSWORD:1>\n")),
                false);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));

        assertThat(page.locator("#findings-title")).hasText("2 values look like secrets");
        assertThat(page.locator(".findings li").last()).containsText("PASSWORD .env:7");
        assertThat(page.locator(".row.add")).hasText("+DB_PASSWORD=<PASSWORD:1>");
        assertThat(page.locator("#approve")).isDisabled();
        assertThat(page.locator("#approve")).hasAccessibleDescription("2 possible secrets to decide");
        fitsTheScreen(page);
        picture(page, "19-secrets");
        Page korean = phone("ko-KR", ColorScheme.DARK);
        korean.navigate(link(draft.draftId()));
        assertThat(korean.locator("#findings-title")).hasText("비밀로 보이는 값 2개");
        fitsTheScreen(korean);
        picture(korean, "20-secrets-ko");

        page.locator("#undecided").click();
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        named("It is not a secret: GITHUB_TOKEN in"
                                + " src/main/java/org/example/order/connection/OrderClient.java:7")))
                .isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#announcer")).hasText("1 value looks like a secret");
        assertThat(page.locator("#approve")).isDisabled();
        assertThat(page.getByRole(AriaRole.BUTTON, named("It is not a secret: PASSWORD in .env:7")))
                .isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#findings-title")).isFocused();
        assertThat(page.locator(".findings li").last()).containsText("You said that it is not a secret.");
        assertThat(page.locator("#undecided")).isHidden();
        picture(page, "21-no-secrets");
        assertThat(korean.locator("#findings-title")).hasText("비밀로 보이던 값은 모두 비밀이 아니라고 표시했습니다.");

        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
    }

    @Test
    void aChangeIsSplitIntoCommitsEachWithItsMessage() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));

        page.locator("#split > summary").click();

        assertThat(page.locator(".split-part")).hasCount(2);
        assertThat(page.locator(".split-part").last()).containsText("docs/guide.md");
        assertThat(page.locator("#approve-split")).hasText("Approve as 2 commits");
        fitsTheScreen(page);
        pictureOfAll(page, "22-split");
        page.getByLabel("Commit of src/order/Retry.java").selectOption("1");
        assertThat(page.locator(".split-part").last()).containsText("src/order/Retry.java");
        assertThat(page.locator(".split-part").first()).not().containsText("src/order/Retry.java");
        fitsTheScreen(page);
        pictureOfAll(page, "22-split-moved");
        page.setViewportSize(1280, 800);
        pictureOfAll(page, "22-split-wide");
        page.locator(".split-part textarea").last().fill("");
        assertThat(page.locator("#approve-split")).isDisabled();
        page.locator(".split-part textarea").last().fill("docs: mention it");
        page.locator("#approve-split").click();

        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(sent(SplitDraft.class)).satisfies(sent -> {
            assertThat(sent.parts())
                    .extracting(SplitPart::message)
                    .containsExactly("feat(order): retry", "docs: mention it");
            assertThat(sent.parts().getLast().files())
                    .extracting(ClusterFile::path)
                    .containsExactly("docs/guide.md", "src/order/Retry.java");
        });
        drafts.change(draft.draftId(), change -> change.pushed(List.of("1".repeat(40), "2".repeat(40)), "main"));
        assertThat(page.locator(".result .commit")).hasCount(2);
        picture(page, "23-split-pushed");
    }

    @Test
    void commitsOfASplitAreJoinedAgain() {
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("ko-KR", ColorScheme.DARK);
        page.navigate(link(draft.draftId()));

        page.locator("#split > summary").click();
        assertThat(page.locator("#approve-split")).hasText("커밋 2개로 승인");
        fitsTheScreen(page);
        pictureOfAll(page, "24-split-ko");
        page.setViewportSize(1280, 800);
        pictureOfAll(page, "24-split-ko-wide");
        page.getByText("앞 커밋에 합치기").click();

        assertThat(page.locator("#approve-split")).isHidden();
        assertThat(page.locator("#split")).containsText("커밋 하나가 가장 좋습니다");
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = "NO_PREFERENCE", mode = EnumSource.Mode.EXCLUDE)
    void linesThatCameAndWentAreToldBySignsAndColoursAndSecretsAreMasked(ColorScheme colors) {
        DraftView draft = drafts.drafted(MESSAGE);
        String patch = """
                @@ -1,3 +1,3 @@
                 class Token {
                -    private static final String VALUE_OF_THE_TOKEN = System.getenv("TOKEN").strip();
                +    private static final String VALUE_OF_THE_TOKEN = "<GITHUB_TOKEN:1>".strip(); // for now
                 }
                """;
        drafts.hasDiff(
                draft.draftId(),
                List.of(new FileDiff("src/Token.java", "src/Token.java", "MODIFIED", false, 1, 1, patch)),
                false);
        Page page = phone("en-US", colors);
        page.navigate(link(draft.draftId()));
        Locator gone = page.locator(".row.del");
        Locator come = page.locator(".row.add");
        assertThat(gone).hasText(Pattern.compile("^-.*getenv"));
        assertThat(come).hasText(Pattern.compile("^\\+.*\"<GITHUB_TOKEN:1>\""));
        assertThat(List.of(
                        background(gone),
                        background(come),
                        background(page.locator(".row").nth(1))))
                .doesNotHaveDuplicates();
        assertThat(come.locator(".code-keyword")).hasText(new String[] {"private", "static", "final"});
        assertThat(come.locator(".code-string")).hasText("\"<GITHUB_TOKEN:1>\"");
        assertThat(come.locator(".code-comment")).hasText("// for now");
        fitsTheScreen(page);
        Locator lines = page.locator(".patch");
        assertThat((Boolean) lines.evaluate("one => one.scrollWidth > one.clientWidth"))
                .as("long lines scroll inside the file")
                .isTrue();
        assertThat(((Number) lines.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")).doubleValue())
                .as("pixels of a letter")
                .isGreaterThanOrEqualTo(12);
        lines.focus();
        page.keyboard().press("ArrowRight");
        page.waitForFunction("() => document.querySelector('.patch').scrollLeft > 0");
    }

    private static String background(Locator row) {
        return (String) row.evaluate("one => getComputedStyle(one).backgroundColor");
    }

    @Test
    void largeFilesAreFoldedAndComeInParts() {
        DraftView draft = drafts.drafted(MESSAGE);
        String lines = IntStream.range(0, 1_000).mapToObj(i -> "+line " + i).collect(Collectors.joining("\n"));
        drafts.hasDiff(
                draft.draftId(),
                List.of(
                        new FileDiff(null, "big.txt", "ADDED", false, 1_000, 0, "@@ -0,0 +1,1000 @@\n" + lines + "\n"),
                        new FileDiff("logo.png", "logo.png", "MODIFIED", true, 0, 0, null),
                        new FileDiff("run.sh", "run.sh", "MODE", false, 0, 0, ""),
                        new FileDiff(null, "huge.json", "ADDED", false, 90_000, 0, null)),
                true);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator(".file[open]")).hasCount(0);
        assertThat(page.locator(".row")).hasCount(0);
        page.locator(".file summary").first().click();
        assertThat(page.locator(".row")).hasCount(400);
        page.getByText("Show 601 more lines").click();
        assertThat(page.locator(".row")).hasCount(1_001);
        page.locator(".file summary").first().click();
        page.locator(".file summary").nth(2).click();
        assertThat(page.locator(".patch-box").nth(2)).containsText("Only the file’s mode");
        page.locator(".file summary").nth(3).click();
        assertThat(page.locator(".patch-box").nth(3)).containsText("Too large");
        pictureOfAll(page, "13-large");
    }

    @Test
    void theListShowsWhatWaitsAndFollowsIt() {
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        picture(page, "14-empty");
        DraftView draft = drafts.drafted(MESSAGE);
        assertThat(page.locator(".draft-link")).containsText("show unread mail first");
        DraftView pushed = drafts.drafted("fix(login): accept long names");
        drafts.change(pushed.draftId(), change -> change.pushed("8f14e45fceea167a5a36", "main"));
        assertThat(page.locator(".earlier .draft-link")).containsText("accept long names");
        fitsTheScreen(page);
        picture(page, "15-list");
        page.locator(".drafts .draft-link").first().click();
        assertThat(page).hasURL(url("/d/" + draft.draftId()));
    }

    @Test
    void whatWasDecidedIsFoundAgain() {
        List<String> pushed = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            DraftView draft = drafts.drafted("feat(mail): step " + i + (i == 7 ? " of the 수신함" : ""));
            drafts.change(draft.draftId(), change -> change.pushed("8f14e45fceea167a5a36", "main"));
            pushed.add(draft.draftId().toString());
        }
        DraftView discarded = drafts.drafted("fix: not wanted");
        drafts.change(discarded.draftId(), change -> change.status(DraftStatus.DISCARDED));
        drafts.drafted("feat: still open");
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        page.getByRole(AriaRole.NAVIGATION).getByText("History").click();

        assertThat(page.getByRole(AriaRole.HEADING, named("History"))).isVisible();
        assertThat(page.locator(".draft-link")).hasCount(20);
        assertThat(page.locator("main")).not().containsText("still open");
        fitsTheScreen(page);
        picture(page, "40-history");
        page.locator("#more").click();
        assertThat(page.locator(".draft-link")).hasCount(26);
        assertThat(page.locator(".draft-link").nth(20)).isFocused();

        page.getByLabel("Search").fill("수신함 STEP");
        assertThat(page.locator(".draft-link")).hasCount(1);
        assertThat(page.locator("#announcer")).hasText("1 draft found.");
        page.locator(".draft-link").click();
        assertThat(page).hasURL(url("/d/" + pushed.get(6)));
        page.goBack();
        assertThat(page.getByLabel("Search")).hasValue("수신함 STEP");
        assertThat(page.locator(".draft-link")).hasCount(1);

        page.getByLabel("Search").fill("");
        page.getByRole(AriaRole.RADIO, named("Discarded")).check();
        assertThat(page.locator(".draft-link")).hasCount(1);
        assertThat(page.locator(".draft-link")).containsText("not wanted");
        page.getByLabel("Search").fill("nowhere");
        assertThat(page.locator(".empty")).hasText("Nothing found.");
    }

    @ParameterizedTest
    @CsvSource({
        "en-US, LIGHT, Have we done this before?, Search by meaning is not available now",
        "ko-KR, DARK, 전에 비슷한 작업을 했나요?, 지금은 의미로 찾을 수 없어서"
    })
    void whatIsLikeWhatIsLookedForStandsBelow(String locale, ColorScheme colors, String title, String without) {
        DraftView exact = drafts.drafted("fix: retry payments");
        drafts.change(exact.draftId(), change -> change.pushed("8f14e45fceea167a5a36", "main"));
        DraftView like = drafts.drafted("fix: charge the card again");
        drafts.change(like.draftId(), change -> change.pushed("8f14e45fceea167a5a36", "main"));
        search.answer(_ -> new FoundCommits(
                SearchAvailability.AVAILABLE, List.of(new Hit(like, 0.03, null, 1), new Hit(exact, 0.02, 1, null))));
        Page page = phone(locale, colors);
        page.navigate(pairingUrl("{}"));
        page.locator("#nav a[href='/history']").click();
        page.locator("#search").fill("payments");

        assertThat(page.getByRole(AriaRole.HEADING, named(title))).isVisible();
        assertThat(page.locator("#similar .draft-link")).hasCount(1);
        assertThat(page.locator("#similar")).containsText("charge the card again");
        fitsTheScreen(page);

        search.answer(_ -> FoundCommits.not(SearchAvailability.UNAVAILABLE));
        page.locator("#search").fill("retry");
        assertThat(page.locator("main")).containsText(without);
        assertThat(page.locator(".draft-link")).hasCount(1);
    }

    /** From the link in a message to the pushed commit, by somebody whom this browser does not know yet. */
    @ParameterizedTest
    @CsvSource({
        "en-US, LIGHT, Sign in with Corp, Approve and push, Pushed",
        "ko-KR, DARK, Corp 계정으로 로그인, 승인하고 푸시, 푸시했습니다"
    })
    void whoFollowsALinkSignsInReadsEditsAndApproves(
            String locale, ColorScheme colors, String signIn, String approve, String pushed) {
        FakeProvider.only().begin(clock, "boss@example.org");
        FakeProvider.only().person("the-owner", "boss@example.org");
        DraftView draft = drafts.drafted("feat(mail): 읽지 않은 메일 먼저");
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        Page page = phone(locale, colors);
        page.navigate(url("/d/" + draft.draftId()));
        assertThat(page.locator(".welcome")).isVisible();
        fitsTheScreen(page);
        picture(page, "45-sign-in-" + locale);
        page.getByText(signIn).click();

        assertThat(page).hasURL(url("/d/" + draft.draftId()));
        assertThat(page.locator("#message")).hasValue("feat(mail): 읽지 않은 메일 먼저");
        assertThat(page.locator(".file").first()).containsText("Inbox.java");
        page.locator("#message").fill("feat(mail): 읽지 않은 메일을 먼저 보여 준다");
        page.getByRole(AriaRole.BUTTON, named(approve)).click();
        assertThat(page.locator(".result.moving")).isVisible();
        assertThat(sent(ApproveDraft.class).message()).isEqualTo("feat(mail): 읽지 않은 메일을 먼저 보여 준다");
        drafts.change(draft.draftId(), change -> change.pushed("8f14e45fceea167a5a36dedd4bea2543c0ffee00", "main"));
        assertThat(page.getByRole(AriaRole.HEADING, named(pushed))).isVisible();
        assertThat(page.locator(".result")).containsText("8f14e45fce");
        mayComplainOf("401");
    }

    @Test
    void aLinkThatIsTooOldAsksForASignInAndThenOpensItsDraft() {
        FakeProvider.only().begin(clock, "boss@example.org");
        FakeProvider.only().person("the-owner", "boss@example.org");
        DraftView draft = drafts.drafted(MESSAGE);
        String link = link(draft.draftId());
        clock.advance(Duration.ofMinutes(11));
        FakeProvider.only().begin(clock, "boss@example.org");
        FakeProvider.only().person("the-owner", "boss@example.org");
        Page page = phone("ko-KR", ColorScheme.LIGHT);
        page.navigate(link);
        assertThat(page.locator(".notice")).containsText("기한이 지난 링크");
        page.getByText("Corp 계정으로 로그인").click();
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        mayComplainOf("401");
    }

    @Test
    void whoOpensAnothersLinkIsToldThatTheyAreSignedInAsSomebodyElse() {
        FakeProvider.only().begin(clock, "neighbour@example.org");
        FakeProvider.only().person("the-neighbour", "neighbour@example.org");
        DraftView draft = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(url("/"));
        page.getByText("Sign in with Corp").click();
        assertThat(page.locator(".empty")).isVisible();
        String link = link(draft.draftId());
        page.navigate(link);
        assertThat(page.getByRole(AriaRole.HEADING, named("No such draft"))).isVisible();
        assertThat(page.locator(".notice.warn")).containsText("The link still works.");
        fitsTheScreen(page);

        Page owners = phone("en-US", ColorScheme.LIGHT);
        owners.navigate(link);
        assertThat(owners.locator("#message")).hasValue(MESSAGE);
        mayComplainOf("401", "409");
    }

    @Test
    void whoHasJustSignedInGetsALinkForAComputer() {
        FakeProvider.only().begin(clock, "kim@example.org");
        Page page = phone("ko-KR", ColorScheme.LIGHT);
        page.navigate(url("/devices"));
        page.getByText("Corp 계정으로 로그인").click();
        page.getByText("링크 받기").click();
        assertThat(page.locator("#command")).containsText("comfort pair '" + url("/#k="));
        assertThat(page.locator("#copy-command")).isFocused();
        fitsTheScreen(page);
        picture(page, "46-invitation-ko");

        clock.advance(Duration.ofMinutes(10));
        page.reload();
        assertThat(page.locator(".another")).containsText("한 번 더 로그인하세요");
        assertThat(page.locator("#invite")).hasCount(0);
        mayComplainOf("401");
    }

    @Test
    void devicesAreSeenAndLoggedOut() {
        Page other = phone("en-US", ColorScheme.LIGHT);
        other.navigate(pairingUrl("{}"));
        assertThat(other.locator(".empty")).isVisible();
        Page page = phone("ko-KR", ColorScheme.DARK);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.navigate(url("/devices"));
        assertThat(page.locator(".device").first()).containsText("이 기기");
        assertThat(page.locator(".device").first()).containsText("Chrome · Linux");
        fitsTheScreen(page);
        picture(page, "41-devices-ko");

        int before = page.locator(".device").count();
        page.locator(".device").nth(1).getByRole(AriaRole.BUTTON).click();
        picture(page, "42-log-out-ko");
        page.locator("#really").click();
        assertThat(page.locator(".device")).hasCount(before - 1);
        other.navigate(url("/devices"));
        assertThat(other.getByRole(AriaRole.HEADING, named("Pair this browser")))
                .isVisible();

        page.locator("#sign-out").click();
        page.locator("#really").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("이 브라우저 연결하기"))).isVisible();
        assertThat(page.locator("#nav")).isHidden();
        mayComplainOf("401");
    }

    @Test
    void kakaoTalkIsConnectedOnThePageAndNothingOfItStaysInTheAddress() {
        KAKAO.forget();
        Page page = phone("ko-KR", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.navigate(url("/settings"));
        page.getByText("카카오톡 연결").click();
        assertThat(page.getByText("카카오톡이 연결되어 있습니다")).isVisible();
        assertThat(page).hasURL(url("/settings"));
        fitsTheScreen(page);
        page.locator("#kakao").click();
        assertThat(page.getByText("카카오톡이 연결되어 있지 않습니다")).isVisible();
    }

    @Test
    void howOneIsToldIsChosenOnThePage() {
        notifications.preferences.clear();
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.navigate(url("/settings"));
        page.getByLabel("Quiet hours").check();
        page.getByLabel("From").fill("23:30");
        page.getByLabel("Time zone").selectOption("Asia/Seoul");
        page.getByLabel("When many drafts wait").selectOption("3");
        page.locator("#channel-SLACK_WEBHOOK").uncheck();
        page.getByLabel("Your member id in Slack").fill("U012AB3CD");
        page.getByLabel("Your member id in Slack").blur();
        page.getByLabel("Your e-mail address").fill("kim@example.com");
        page.getByLabel("Your e-mail address").blur();
        assertThat(page.locator("#announcer")).hasText("Saved.");
        fitsTheScreen(page);
        pictureOfAll(page, "43-settings");
        await().untilAsserted(() -> assertThat(notifications.preferences.get(new UserId(OWNER)))
                .isEqualTo(new NotificationPreferences(
                        List.of(
                                NotificationChannel.SLACK,
                                NotificationChannel.WEB_PUSH,
                                NotificationChannel.KAKAO,
                                NotificationChannel.EMAIL),
                        "en",
                        new QuietHours(LocalTime.of(23, 30), LocalTime.of(7, 0), "Asia/Seoul"),
                        3,
                        "U012AB3CD",
                        "kim@example.com")));

        page.getByLabel("Until").fill("23:30");
        assertThat(page.locator(".settings .notice")).isVisible();
        assertThat(page.getByLabel("Until")).hasValue("07:00");

        page.getByRole(AriaRole.RADIO, named("Dark")).check();
        page.getByRole(AriaRole.RADIO, named("한국어")).first().check();
        // a language is kept once its texts are here
        assertThat(page.getByRole(AriaRole.HEADING, named("알림"))).isVisible();
        page.reload();
        assertThat(page.getByRole(AriaRole.HEADING, named("알림"))).isVisible();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.getByLabel("끝")).hasValue("07:00");
        pictureOfAll(page, "44-settings-ko-dark");
    }

    @Test
    void membersAreAddedAndRemovedOnThePage(@Autowired MemoryMembers members, @Autowired JdbcClient jdbc) {
        members.forget();
        members.track(new UserId(OWNER), "https://git.example.org/team/shop.git");
        UUID colleague = UUID.randomUUID();
        jdbc.sql("INSERT INTO gateway.account (issuer, subject, user_id, created_at, seen_at)"
                        + " VALUES ('https://corp.example.org', :subject, :user, now(), now())")
                .param("subject", colleague.toString())
                .param("user", colleague)
                .update();
        Page page = phone("ko-KR", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.navigate(url("/settings"));
        assertThat(page.locator("#own-id")).hasText(OWNER_TEXT);
        page.getByText("shop.git").last().click();
        assertThat(page.getByText("나만 볼 수 있습니다.")).isVisible();

        Locator person = page.getByLabel("상대방이 로그인에 쓰는 이메일 주소 또는 ID");
        person.fill("nobody@example.org");
        page.getByRole(AriaRole.BUTTON, named("추가")).click();
        assertThat(page.locator(".members .notice")).containsText("한 번 로그인한 뒤");
        person.fill(colleague.toString());
        page.getByRole(AriaRole.BUTTON, named("추가")).click();
        assertThat(page.locator(".member code")).hasText(colleague.toString());
        assertThat(person).hasValue("");
        fitsTheScreen(page);
        pictureOfAll(page, "45-members-ko");

        page.getByRole(AriaRole.BUTTON, named(colleague + " 제외")).click();
        page.locator("#really").click();
        assertThat(page.getByText("나만 볼 수 있습니다.")).isVisible();
    }

    @Test
    void howMessagesAreDraftedIsChosenOnThePage(@Autowired MemoryMembers members) {
        members.forget();
        RepositoryId shop = members.track(new UserId(OWNER), "https://git.example.org/team/shop.git");
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.navigate(url("/settings"));
        page.getByText("shop.git").first().click();
        Locator drafting = page.locator(".drafting");
        assertThat(drafting.getByLabel("The server’s")).isChecked();
        drafting.getByLabel("한국어").check();
        drafting.getByLabel("Begin with the emoji of the type").check();
        await().untilAsserted(() ->
                assertThat(members.drafting(shop)).isEqualTo(new DraftingChoice(DraftingLanguage.KO, true)));
        assertThat(page.locator("#announcer")).hasText("Saved.");
        fitsTheScreen(page);

        page.reload();
        page.getByText("shop.git").first().click();
        assertThat(drafting.getByLabel("한국어")).isChecked();
        assertThat(drafting.getByLabel("Begin with the emoji of the type")).isChecked();

        members.forget();
        drafting.getByLabel("English").check();
        assertThat(drafting.locator(".notice")).isVisible();
        assertThat(drafting.getByLabel("한국어")).isChecked();
    }

    @Test
    void theKeyboardReachesEverything() {
        DraftView draft = drafts.drafted(MESSAGE);
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        Page page = page(1_280, 900, "en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator(".file").first()).isVisible();
        picture(page, "16-desktop");
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 25 && !reached.contains("approve"); i++) {
            page.keyboard().press("Tab");
            reached.add((String) page.evaluate("document.activeElement.id || document.activeElement.className"
                    + " || document.activeElement.pathname || document.activeElement.tagName"));
        }
        assertThat(reached)
                .containsSubsequence("skip", "/history", "/settings", "language", "message", "discard", "approve");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
    }

    @Test
    void anApprovalGivenWithoutAConnectionIsKeptAndSentOnce() {
        DraftView draft = drafts.drafted(MESSAGE);
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        Page page = installable("en-US", ColorScheme.LIGHT);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator(".file").first()).isVisible();
        page.evaluate("navigator.serviceWorker.ready.then(() => true)");

        page.context().setOffline(true);
        page.locator("#message").fill("feat(mail): approved in a tunnel");
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Approved, waiting for a connection")))
                .isVisible();
        assertThat(page.locator(".bar")).isHidden();
        page.reload();
        assertThat(page.getByRole(AriaRole.HEADING, named("Approved, waiting for a connection")))
                .isVisible();
        assertThat(page.locator("#message")).hasValue("feat(mail): approved in a tunnel");
        assertThat(page.locator(".file").first()).containsText("Inbox.java");
        fitsTheScreen(page);
        picture(page, "30-waiting");
        assertThat(approvals()).isEmpty();

        page.context().setOffline(false);
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        page.reload();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(approvals())
                .extracting(ApproveDraft::message)
                .as("sent once")
                .containsExactly("feat(mail): approved in a tunnel");
        offlineIsNoComplaint();
    }

    @Test
    void anApprovalThatComesAfterAChangeIsTakenBackAndKeepsItsText() {
        Page page = phone("ko-KR", ColorScheme.DARK);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        DraftView draft = drafts.drafted(MESSAGE);
        page.navigate(url("/d/" + draft.draftId()));
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        page.context().setOffline(true);
        page.locator("#message").fill("feat(mail): 지하철에서 고친 제목");
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("승인함 · 연결을 기다리는 중"))).isVisible();

        drafts.change(draft.draftId(), change -> change.message("fix: said elsewhere"));
        page.context().setOffline(false);
        assertThat(page.locator(".notices .notice")).containsText("승인되지 않았습니다");
        assertThat(page.locator(".notices .theirs")).hasText("fix: said elsewhere");
        assertThat(page.locator("#message")).hasValue("feat(mail): 지하철에서 고친 제목");
        fitsTheScreen(page);
        picture(page, "31-conflict-ko");
        assertThat(page.locator("#approve")).isEnabled();

        page.navigate(url("/"));
        assertThat(page.locator(".pill-waiting")).hasText("승인 안 됨: 내용이 바뀜");
        page.locator(".draft-link").click();
        assertThat(page.locator("#message")).hasValue("feat(mail): 지하철에서 고친 제목");
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("푸시하는 중 …"))).isVisible();
        assertThat(sent(ApproveDraft.class).message()).isEqualTo("feat(mail): 지하철에서 고친 제목");
        offlineIsNoComplaint();
    }

    @Test
    void whoDeclinesToInstallIsNotAskedAgain() {
        String invitation = "dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt() {} }))";
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".empty")).isVisible();
        page.evaluate(invitation);
        assertThat(page.locator("#install")).isVisible();
        fitsTheScreen(page);
        picture(page, "32-install");
        page.locator("#install-never").click();
        page.reload();
        assertThat(page.locator(".empty")).isVisible();
        page.evaluate(invitation);
        assertThat(page.locator("#install")).hasCount(0);
    }

    private List<ApproveDraft> approvals() {
        return drafts.sent().stream()
                .map(MemoryDrafts.Sent::command)
                .filter(ApproveDraft.class::isInstance)
                .map(ApproveDraft.class::cast)
                .toList();
    }
}
