package io.comfortcommit.analysis.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReuseTest {
    private static final float[] VECTOR = {1, 0};

    private final ExactScan past = new ExactScan();
    private final Reuse reuse = new Reuse(past);

    private static ChangeSet change(String path, Kind kind, String... lines) {
        var added =
                (int) Arrays.stream(lines).filter(line -> line.startsWith("+")).count();
        var removed = lines.length - added;
        return new ChangeSet(
                List.of(new FileChange(
                        kind == Kind.ADDED ? null : path,
                        kind == Kind.DELETED ? null : path,
                        kind,
                        0100644,
                        0100644,
                        false,
                        added,
                        removed,
                        List.of(new Hunk(1, removed, 1, added, List.of(lines))))),
                false);
    }

    private static ChangeSet bump(String name, String from, String to) {
        return change(
                "package.json",
                Kind.MODIFIED,
                "-    \"" + name + "\": \"^" + from + "\",",
                "+    \"" + name + "\": \"^" + to + "\",");
    }

    private void approved(String message, ChangeSet change) {
        past.remember(new PastDraft(VECTOR, List.of(), message, Outline.of(change)));
    }

    private Optional<String> said(ChangeSet change, String type) {
        return reuse.find(Outline.of(change), VECTOR, type).map(Reuse.Hit::subject);
    }

    @Test
    void namesAndVersionsOfTheNewChangeTakeTheirPlaces() {
        approved("build(deps): bump vite from 5.1.0 to 5.2.0 (#7)", bump("vite", "5.1.0", "5.2.0"));
        assertThat(said(bump("eslint", "9.0.1", "9.3.0"), "build"))
                .contains("build(deps): bump eslint from 9.0.1 to 9.3.0");
    }

    @Test
    void anEmojiIsNoWordOfTheMessage() {
        approved("build(deps): 👷 bump vite from 5.1.0 to 5.2.0", bump("vite", "5.1.0", "5.2.0"));
        assertThat(said(bump("vite", "5.2.0", "5.3.0"), "build"))
                .contains("build(deps): bump vite from 5.2.0 to 5.3.0");
    }

    @Test
    void aMessageThatIsNotWantedIsPassedOverForTheNextOne() {
        approved("build(deps): bump vite from 5.1.0 to 5.2.0", bump("vite", "5.1.0", "5.2.0"));
        approved("build(deps): vite from 5.1.0 to 5.2.0", bump("vite", "5.1.0", "5.2.0"));
        var withoutVerb = new Reuse(
                past, new Reuse.Nearness(Reuse.NEAR, Reuse.SAME_FILES), description -> !description.startsWith("bump"));
        assertThat(withoutVerb.find(Outline.of(bump("vite", "5.2.0", "5.3.0")), VECTOR, "build"))
                .map(Reuse.Hit::subject)
                .contains("build(deps): vite from 5.2.0 to 5.3.0");
        var none = new Reuse(past, new Reuse.Nearness(Reuse.NEAR, Reuse.SAME_FILES), _ -> false);
        assertThat(none.find(Outline.of(bump("vite", "5.2.0", "5.3.0")), VECTOR, "build"))
                .isEmpty();
    }

    @Test
    void aVersionThatTheLinesDoNotHaveIsNeverSaid() {
        approved("build(deps): bump vite from 5.0.9 to 5.2.0", bump("vite", "5.1.0", "5.2.0"));
        assertThat(said(bump("vite", "5.2.0", "5.3.0"), "build")).isEmpty();
    }

    @Test
    void whatWasSaidOfOneFolderIsNotSaidOfAnotherThatMentionsIt() {
        approved(
                "chore: release parser 2.0.0",
                change(
                        "packages/parser/package.json",
                        Kind.MODIFIED,
                        "-  \"version\": \"1.0.0\", \"name\": \"parser\"",
                        "+  \"version\": \"2.0.0\", \"name\": \"parser\""));
        assertThat(said(
                        change(
                                "packages/writer/package.json",
                                Kind.MODIFIED,
                                "-  \"version\": \"1.0.0\", \"uses\": \"parser\"",
                                "+  \"version\": \"2.0.0\", \"uses\": \"parser\""),
                        "chore"))
                .isEmpty();
    }

    @Test
    void aMessageOfAnotherTypeIsNone() {
        approved("build(deps): bump vite from 5.1.0 to 5.2.0", bump("vite", "5.1.0", "5.2.0"));
        assertThat(said(bump("vite", "5.2.0", "5.3.0"), "fix")).isEmpty();
    }

    @Test
    void whatWasSaidOfAddingIsNotSaidOfRemoving() {
        approved("feat: add retry", change("Retry.java", Kind.ADDED, "+class Retry {}"));
        assertThat(said(change("Retry.java", Kind.DELETED, "-class Retry {}"), "feat"))
                .isEmpty();
    }

    @Test
    void aReasonIsNotSaidAgain() {
        approved("fix: stop the leak", change("Pool.java", Kind.MODIFIED, "-    open();", "+    close();"));
        assertThat(said(change("Pool.java", Kind.MODIFIED, "-    start();", "+    stop();"), "fix"))
                .isEmpty();
    }

    @Test
    void aNameThatTheChangeDoesNotHaveIsNotSaid() {
        for (int i = 0; i < 4; i++) {
            approved("docs: describe OrderClient", change("README.md", Kind.MODIFIED, "-old", "+OrderClient " + i));
        }
        assertThat(said(change("README.md", Kind.MODIFIED, "-old", "+MailClient 1"), "docs"))
                .isEmpty();
    }

    @Test
    void whatAProjectSaysOfSuchChangesEachTimeIsSaidAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(said(change("users.json", Kind.MODIFIED, "-" + i, "+" + (i + 1)), "chore"))
                    .isEmpty();
            approved("chore: refresh weekly", change("users.json", Kind.MODIFIED, "-" + i, "+" + (i + 1)));
        }
        assertThat(said(change("users.json", Kind.MODIFIED, "-3", "+4"), "chore"))
                .contains("chore: refresh weekly");
    }

    @Test
    void whereApprovedMessagesDisagreeNoneIsSaid() {
        for (int i = 0; i < 3; i++) {
            approved("chore: refresh weekly", change("users.json", Kind.MODIFIED, "-" + i, "+" + (i + 1)));
        }
        approved("fix: refresh weekly", change("users.json", Kind.MODIFIED, "-3", "+4"));
        assertThat(said(change("users.json", Kind.MODIFIED, "-4", "+5"), "chore"))
                .isEmpty();
    }

    @Test
    void aBreakingChangeIsNotClaimedTwice() {
        approved("build(deps)!: bump vite from 5.1.0 to 5.2.0", bump("vite", "5.1.0", "5.2.0"));
        assertThat(said(bump("vite", "5.2.0", "6.0.0"), "build")).isEmpty();
    }

    @Test
    void aDraftWhoseFunctionsAreAlikeIsFoundThoughTheWholeChangeIsNot() {
        var function = new float[] {1, 0};
        var another = new float[] {0, 1};
        var change = bump("vite", "5.1.0", "5.2.0");
        past.remember(new PastDraft(
                VECTOR, List.of(function, another), "build(deps): bump vite from 5.1.0 to 5.2.0", Outline.of(change)));
        var now = Outline.of(bump("eslint", "9.0.1", "9.3.0"));

        assertThat(reuse.find(now, List.of(another, function), "build").map(Reuse.Hit::subject))
                .contains("build(deps): bump eslint from 9.0.1 to 9.3.0");
        assertThat(reuse.find(now, List.of(another, function), "fix"))
                .as("the guard")
                .isEmpty();
        assertThat(reuse.find(now, List.of(function), "build")).as("fewer").isEmpty();
        assertThat(reuse.find(now, List.of(function, new float[] {0.6f, -0.8f}), "build"))
                .as("one that is like none")
                .isEmpty();
        assertThat(reuse.find(now, List.of(), "build")).as("no function at all").isEmpty();
    }
}
