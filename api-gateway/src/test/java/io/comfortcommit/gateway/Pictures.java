package io.comfortcommit.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotScale;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.Cluster;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.Reason;
import io.comfortcommit.messages.draft.ChangeCard.Risk;
import io.comfortcommit.messages.draft.ChangeCard.Theme;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures of the documentation, into the folder that {@code comfort.pictures} names. By its name it is no test of the
 * build, and runs only where it is asked for; Korean ones want a Korean font on the machine.
 */
class Pictures extends BrowserTest {
    private static final long LARGEST = 100_000;
    private static final Path FOLDER =
            Path.of(System.getProperty("comfort.pictures", PICTURES.toString())).toAbsolutePath();

    private static final String KOREAN = """
            feat(mail): 읽지 않은 메일을 먼저 보여 준다

            작은 화면에서는 읽지 않은 최신 메일이 가려져 있었다.""";

    private static final ChangeCard CARD = new ChangeCard(
            List.of(
                    new Cluster(
                            "Inbox.java",
                            Theme.SOURCE,
                            List.of(new ClusterFile("src/main/java/org/example/mail/Inbox.java", List.of(0, 1))),
                            1,
                            4,
                            2),
                    new Cluster(
                            "inbox.md",
                            Theme.DOCUMENTATION,
                            List.of(new ClusterFile("docs/mail/inbox.md", List.of(0))),
                            2,
                            8,
                            2)),
            List.of(
                    new ChangedSymbol("Inbox.shown", "METHOD", "MODIFIED", "src/main/java/org/example/mail/Inbox.java"),
                    new ChangedSymbol(
                            "Inbox.unreadFirst", "METHOD", "ADDED", "src/main/java/org/example/mail/Inbox.java")),
            new Risk(Risk.Level.LOW, List.of()),
            List.of(),
            List.of(new Reason(
                    "TYPE", List.of("mail was feat in 41 of 44 commits", "mail의 커밋 44개 가운데 41개가 feat였습니다"))));

    @Test
    void onAPhone() throws IOException {
        Page english = opened(360, 740, "en-US", ColorScheme.LIGHT, MESSAGE);
        take(english, "phone-draft");
        english.locator(".change").scrollIntoViewIfNeeded();
        english.evaluate("document.querySelector('.change').scrollIntoView({ block: 'start' }); scrollBy(0, -16)");
        take(english, "phone-diff");

        Page korean = opened(360, 740, "ko-KR", ColorScheme.DARK, KOREAN);
        take(korean, "phone-draft-ko");
        others();
        korean.navigate("about:blank");
        korean.navigate(pairingUrl("{}"));
        assertThat(korean.locator(".earlier .draft-link").first()).isVisible();
        take(korean, "phone-home-ko");
    }

    @Test
    void onAWideScreen() throws IOException {
        Page english = opened(1_280, 800, "en-US", ColorScheme.LIGHT, MESSAGE);
        take(english, "wide-draft");
        others();
        english.navigate("about:blank");
        english.navigate(pairingUrl("{}"));
        assertThat(english.locator(".draft-link").first()).isVisible();
        english.navigate(url("/history"));
        assertThat(english.locator(".draft-link").first()).isVisible();
        take(english, "wide-history");
    }

    private Page opened(int width, int height, String locale, ColorScheme colors, String message) {
        DraftView draft = drafts.drafted(message);
        drafts.hasDiff(draft.draftId(), someFiles(), false);
        drafts.change(draft.draftId(), change -> change.card(CARD));
        Page page = page(width, height, locale, colors);
        page.clock().setFixedTime(Date.from(clock.instant().plus(Duration.ofMinutes(2))));
        page.navigate(link(draft.draftId()));
        assertThat(page.locator("#approve")).isEnabled();
        assertThat(page.locator(".row.add").first()).isVisible();
        return page;
    }

    /** What ended before, and what waits besides. */
    private void others() {
        drafts.drafted("fix(login): 만료된 링크에서 다시 로그인하게 한다");
        pushed("refactor(mail): 받은 편지함의 정렬을 한곳에 둔다", "3f1c9a77e0b2");
        pushed("docs: describe how captures are taken", "b71d02c45a90");
        pushed("test(mail): sort threads that have no date", "90ac4e1177fd");
        DraftView discarded = drafts.drafted("chore: try another formatter");
        drafts.change(discarded.draftId(), change -> change.status(DraftStatus.DISCARDED));
    }

    private void pushed(String message, String commit) {
        DraftView draft = drafts.drafted(message);
        drafts.change(draft.draftId(), change -> change.pushed(commit.repeat(4).substring(0, 40), "main"));
    }

    private static void take(Page page, String name) throws IOException {
        Path picture = FOLDER.resolve(name + ".png");
        page.evaluate("document.fonts.ready");
        page.screenshot(new Page.ScreenshotOptions().setPath(picture).setScale(ScreenshotScale.CSS));
        assertThat(Files.size(picture)).as("bytes of " + picture).isLessThan(LARGEST);
    }
}
