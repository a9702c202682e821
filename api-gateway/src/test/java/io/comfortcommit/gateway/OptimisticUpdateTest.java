package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.DiscardDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.EditDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page shows what its reader decides before the server has answered, and takes it back where that says otherwise. */
class OptimisticUpdateTest extends BrowserTest {
    private static final String OTHER = "fix: said on the other device";

    /** A tab's own copy of what waits, as it was when the tab looked first, until it hears. */
    private static final String HEARS_LATE = """
            const read = Storage.prototype.getItem;
            const known = new Map();
            let late = true;
            Storage.prototype.getItem = function (key) {
              if (!late || key !== 'comfort.waiting') {
                return read.call(this, key);
              }
              if (!known.has(key)) {
                known.set(key, read.call(this, key));
              }
              return known.get(key);
            };
            window.hear = () => {
              late = false;
              window.dispatchEvent(new StorageEvent('storage', { key: 'comfort.waiting' }));
            };
            """;

    private DraftView draft;

    @BeforeEach
    void aDraft() {
        draft = drafts.drafted(MESSAGE);
    }

    @Test
    void anApprovalIsShownBeforeItHasArrived() {
        Page page = opened("en-US", ColorScheme.LIGHT);
        Held approval = new Held(page, "approveDraft");
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(page.locator("#announcer")).hasText("Approved. It is being pushed.");
        approval.await();
        assertThat(drafts.sent()).isEmpty();

        approval.goesOn();
        assertThat(sent(ApproveDraft.class).message()).isNull();
        drafts.change(draft.draftId(), change -> change.pushed("8f14e45fceea167a5a36", "main"));
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushed"))).isVisible();
        assertThat(page.locator(".notices .notice")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({
        "en-US, LIGHT, Pushing …, Your approval was not given., changed on another device",
        "ko-KR, DARK, 푸시하는 중 …, 승인되지 않았습니다., 다른 기기에서 메시지가 바뀌었습니다"
    })
    void whoApprovesWhatAnotherDeviceHasJustChangedSeesItTakenBack(
            String locale, ColorScheme colors, String pushing, String undone, String why) {
        Page first = opened(locale, colors);
        Page second = opened(locale, colors);
        Held approval = new Held(second, "approveDraft");
        second.locator("#approve").click();
        assertThat(second.getByRole(AriaRole.HEADING, named(pushing))).isVisible();
        approval.await();
        first.locator("#message").fill(OTHER);
        first.locator(".editor .link").first().click();
        assertThat(sent(EditDraft.class).message()).isEqualTo(OTHER);
        // a change that comes before the answer decides nothing
        assertThat(second.getByRole(AriaRole.HEADING, named(pushing))).isVisible();

        approval.goesOn();
        assertThat(second.locator(".notice.warn")).containsText(undone);
        assertThat(second.locator(".notice.warn")).containsText(why);
        assertThat(second.locator("#message")).hasValue(OTHER);
        assertThat(second.locator(".pill-drafted")).isVisible();
        assertThat(first.locator(".pill-drafted")).isVisible();
        fitsTheScreen(second);
        picture(second, "40-rolled-back-" + locale);

        second.locator("#approve").click();
        assertThat(second.getByRole(AriaRole.HEADING, named(pushing))).isVisible();
        assertThat(first.getByRole(AriaRole.HEADING, named(pushing))).isVisible();
        assertThat(sent(ApproveDraft.class).expectedVersion()).isEqualTo(3);
    }

    @Test
    void whoApprovesTheirOwnWordsKeepsThemWhenTheDraftIsGoneMeanwhile() {
        Page page = opened("en-US", ColorScheme.LIGHT);
        Held approval = new Held(page, "approveDraft");
        page.locator("#message").fill("feat(mail): my own words");
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        approval.await();
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.DISCARDED));

        approval.goesOn();
        assertThat(page.getByRole(AriaRole.HEADING, named("Discarded"))).isVisible();
        assertThat(page.locator(".notice.warn")).containsText("Your approval was not given.");
        assertThat(page.locator(".notice.warn")).containsText("Meanwhile it has become: Discarded.");
        assertThat(page.locator(".notice.warn .theirs")).hasText("feat(mail): my own words");
        pictureOfAll(page, "41-too-late");
    }

    @Test
    void twoDevicesThatApproveTheSameAtOnceAreBothRight() {
        Page first = opened("en-US", ColorScheme.LIGHT);
        Page second = opened("en-US", ColorScheme.LIGHT);
        Held one = new Held(first, "approveDraft");
        Held other = new Held(second, "approveDraft");
        first.locator("#approve").click();
        second.locator("#approve").click();
        one.await();
        other.await();
        one.goesOn();
        sent(ApproveDraft.class);
        second.waitForResponse(
                response -> String.valueOf(response.request().postData()).contains("approveDraft"), other::goesOn);
        drafts.change(draft.draftId(), change -> change.pushed("8f14e45fceea167a5a36", "main"));
        for (Page page : new Page[] {first, second}) {
            assertThat(page.getByRole(AriaRole.HEADING, named("Pushed"))).isVisible();
            assertThat(page.locator(".notices .notice")).hasCount(0);
        }
    }

    @Test
    void anEditThatCameTooLateStaysInTheFieldBesideTheOther() {
        Page page = opened("en-US", ColorScheme.LIGHT);
        Held edit = new Held(page, "editDraft");
        page.locator("#message").fill("feat(mail): my own words");
        page.getByText("Save", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".notice.good")).containsText("Saved");
        edit.await();
        drafts.change(draft.draftId(), change -> change.message(OTHER));

        edit.goesOn();
        assertThat(page.locator(".notice.warn")).containsText("Your text was not saved.");
        assertThat(page.locator(".notice.warn .theirs")).hasText(OTHER);
        assertThat(page.locator("#message")).hasValue("feat(mail): my own words");
        assertThat(page.locator("#message")).isEditable();
        page.locator("#use-theirs").click();
        assertThat(page.locator("#message")).hasValue(OTHER);
    }

    @Test
    void aDraftThatIsApprovedMeanwhileIsNotDiscarded() {
        Page page = opened("ko-KR", ColorScheme.LIGHT);
        Held discarding = new Held(page, "discardDraft");
        page.locator("#discard").click();
        page.locator("#discard-really").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("버린 초안입니다"))).isVisible();
        discarding.await();
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.APPROVED));

        discarding.goesOn();
        assertThat(page.getByRole(AriaRole.HEADING, named("푸시하는 중 …"))).isVisible();
        assertThat(page.locator(".notice.warn")).containsText("초안을 버리지 못했습니다.");
        assertThat(page.locator(".notice.warn")).containsText("푸시 중");
        assertThat(sent(DiscardDraft.class).expectedVersion()).isEqualTo(2);
    }

    @Test
    void whatTheServerFailsToDoIsTakenBackAndCanBeTriedAgain() {
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        Page page = opened("en-US", ColorScheme.LIGHT);
        assertThat(page.locator(".file").first()).isVisible(); // nothing else is asked for that could fail instead
        drafts.failNextWith(new IllegalStateException("out of order"));
        page.locator("#approve").click();
        assertThat(page.locator(".notice.warn")).containsText("Your approval was not given.");
        assertThat(page.locator("#message")).hasValue(MESSAGE);
        assertThat(page.locator(".pill-drafted")).isVisible();
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(page.locator(".notices .notice")).hasCount(0);
    }

    @Test
    void anApprovalThatIsLostOnItsWayIsKeptAndSentOnce() {
        Page page = opened("en-US", ColorScheme.LIGHT);
        Held approval = new Held(page, "approveDraft");
        page.locator("#approve").click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        approval.isLost();
        assertThat(page.getByRole(AriaRole.HEADING, named("Approved, waiting for a connection")))
                .isVisible();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
        assertThat(drafts.sent()).hasSize(1);
        mayComplainOf("ERR_FAILED");
    }

    @Test
    void anApprovalThatIsTakenBackWhileAnotherIsSentIsNotSent() {
        DraftView other = drafts.drafted(MESSAGE);
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.navigate(pairingUrl("{}"));
        assertThat(page.locator(".draft-link")).hasCount(2);
        page.navigate(url("/d/" + draft.draftId()));
        assertThat(page.locator("#approve")).isEnabled();
        Page second = page.context().newPage();
        second.navigate(url("/d/" + other.draftId()));
        assertThat(second.locator("#approve")).isEnabled();
        page.context().setOffline(true);
        page.locator("#approve").click();
        isWaiting(page);
        second.locator("#approve").click();
        isWaiting(second);

        Held first = new Held(page, "approveDraft", draft.draftId().toString());
        page.context().setOffline(false);
        first.await();
        second.locator("#take-back").click();
        assertThat(second.locator("#message")).isEditable();
        second.locator("#message").fill("feat(mail): thought better of it");

        first.goesOn();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        allIsSent(second);
        assertThat(approved()).containsExactly(draft.draftId());
        assertThat(second.locator("#message")).hasValue("feat(mail): thought better of it");
        assertThat(second.locator("#approve")).isEnabled();
        offlineIsNoComplaint();
    }

    @ParameterizedTest
    @CsvSource({"en-US, LIGHT, It is being sent now.", "ko-KR, DARK, 지금 보내고 있습니다."})
    void anApprovalIsNotTakenBackWhileItIsSent(String locale, ColorScheme colors, String why) {
        Page page = opened(locale, colors);
        page.context().setOffline(true);
        page.locator("#approve").click();
        assertThat(page.locator("#take-back")).isEnabled();
        Held approval = new Held(page, "approveDraft");
        page.context().setOffline(false);
        approval.await();
        assertThat(page.locator("#take-back")).isDisabled();
        assertThat(page.locator(".result.waiting")).containsText(why);
        picture(page, "42-being-sent-" + locale);

        approval.isLost();
        assertThat(page.locator("#take-back")).isEnabled();
        offlineIsNoComplaint();
        mayComplainOf("ERR_FAILED");
    }

    /** An approval that was made offline, and is on its way now. */
    private static Held held(Page page) {
        page.context().setOffline(true);
        page.locator("#approve").click();
        isWaiting(page);
        Held approval = new Held(page, "approveDraft");
        page.context().setOffline(false);
        approval.await();
        return approval;
    }

    @Test
    void whoTakesBackWhatAnotherTabIsSendingLearnsWhatBecameOfIt() {
        Page page = opened("en-US", ColorScheme.LIGHT);
        Held approval = held(page);
        Page second = page.context().newPage();
        second.navigate(url("/d/" + draft.draftId()));
        isWaiting(second);
        second.locator("#take-back").click();
        assertThat(second.locator("#take-back")).isDisabled();

        approval.goesOn();
        for (Page tab : new Page[] {page, second}) {
            assertThat(tab.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
            allIsSent(tab);
        }
        assertThat(approved()).containsExactly(draft.draftId());
        offlineIsNoComplaint();
    }

    /** Tabs have processes of their own, and what one of them stores reaches another's only after a while. */
    @Test
    void aTabThatHasNotHeardYetThatAnApprovalIsAnsweredDoesNotSendItAgain() {
        Page page = opened("en-US", ColorScheme.LIGHT);
        Held approval = held(page);
        Page second = page.context().newPage();
        second.addInitScript(HEARS_LATE);
        second.navigate(url("/d/" + draft.draftId()));
        isWaiting(second);

        approval.goesOn();
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        second.evaluate("window.dispatchEvent(new Event('online'))");
        allIsSent(second);
        assertThat(approved()).containsExactly(draft.draftId());

        second.evaluate("hear()");
        assertThat(second.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(second.locator(".notices .notice")).hasCount(0);
        offlineIsNoComplaint();
    }

    @Test
    void aTabThatHasNotHeardYetThatAnApprovalIsTakenBackDoesNotSendIt() {
        AtomicBoolean down = new AtomicBoolean(true);
        Page page = opened("en-US", ColorScheme.LIGHT);
        page.context().route("**/graphql", asked -> {
            if (down.get() && String.valueOf(asked.request().postData()).contains("approveDraft")) {
                asked.abort();
            } else {
                asked.resume();
            }
        });
        page.locator("#approve").click();
        isWaiting(page);
        Page second = page.context().newPage();
        second.addInitScript(HEARS_LATE);
        second.navigate(url("/d/" + draft.draftId()));
        isWaiting(second);

        page.locator("#take-back").click();
        assertThat(page.locator("#approve")).isEnabled();
        down.set(false);
        second.evaluate("window.dispatchEvent(new Event('online'))");
        allIsSent(second);
        assertThat(approved()).isEmpty();

        second.evaluate("hear()");
        assertThat(second.locator("#approve")).isEnabled();
        mayComplainOf("ERR_FAILED");
    }

    @Test
    void aServerThatIsDownIsTriedEverMoreSeldom() {
        Page page = phone("en-US", ColorScheme.LIGHT);
        page.addInitScript("""
                const later = window.setTimeout;
                window.pauses = [];
                window.setTimeout = (task, pause, ...rest) => {
                  const again = task.name === 'sendAgain';
                  if (again) {
                    window.pauses.push(pause);
                  }
                  return later(task, again ? 0 : pause, ...rest);
                };
                """);
        AtomicBoolean down = new AtomicBoolean(true);
        page.route("**/graphql", asked -> {
            if (down.get() && String.valueOf(asked.request().postData()).contains("approveDraft")) {
                asked.abort();
            } else {
                asked.resume();
            }
        });
        page.navigate(link(draft.draftId()));
        page.locator("#approve").click();
        // a live connection that comes up only now begins anew
        page.waitForFunction("() => pauses.length - pauses.lastIndexOf(3000) >= 7");
        assertThat(page.evaluate("pauses.slice(pauses.lastIndexOf(3000)).slice(0, 7)"))
                .isEqualTo(List.of(3_000, 6_000, 12_000, 24_000, 48_000, 60_000, 60_000));

        down.set(false);
        assertThat(page.getByRole(AriaRole.HEADING, named("Pushing …"))).isVisible();
        assertThat(approved()).containsExactly(draft.draftId());
        mayComplainOf("ERR_FAILED");
    }

    private static void isWaiting(Page page) {
        assertThat(page.getByRole(AriaRole.HEADING, named("Approved, waiting for a connection")))
                .isVisible();
    }

    /** Once whatever a tab wanted to send by now has been sent: who asks for a lock gets it in turn. */
    private static void allIsSent(Page page) {
        page.evaluate("navigator.locks.request('comfort-waiting', () => true)");
    }

    private List<DraftId> approved() {
        return drafts.sent().stream()
                .map(MemoryDrafts.Sent::command)
                .filter(ApproveDraft.class::isInstance)
                .map(command -> ((ApproveDraft) command).draftId())
                .toList();
    }

    private Page opened(String locale, ColorScheme colors) {
        Page page = phone(locale, colors);
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#approve")).isEnabled();
        return page;
    }

    /** The next request of a kind from any tab of a browser, on its way for as long as a test wants. */
    private static final class Held {
        private final Page page;
        private final AtomicReference<@Nullable Route> route = new AtomicReference<>();

        /** @param parts what is in it: the name of a mutation's field, perhaps a draft's id */
        Held(Page page, String... parts) {
            this.page = page;
            page.context().route("**/graphql", asked -> {
                String body = String.valueOf(asked.request().postData());
                if (!Stream.of(parts).allMatch(body::contains) || !route.compareAndSet(null, asked)) {
                    asked.resume();
                }
            });
        }

        Route await() {
            page.waitForCondition(() -> route.get() != null);
            return Objects.requireNonNull(route.get());
        }

        void goesOn() {
            await().resume();
        }

        void isLost() {
            await().abort();
        }
    }
}
