package io.comfortcommit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands against a server that speaks the interface. */
class CommandsTest {
    private static final String ONE = "01900000-0000-7000-8000-0000000000a1";
    private static final String TWO = "01900000-0000-7000-8000-0000000000b2";

    @TempDir
    Path folder;

    private Desktop desktop;
    private ObjectNode one;

    @BeforeEach
    void open() {
        desktop = new Desktop(folder);
        one = desktop.server().addDraft(ONE, "DRAFTED", "feat: one\n\n- body");
        desktop.server().addDraft(TWO, "PUSHED", "feat: two");
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    // --- the server

    @Test
    void withoutServerTheExitCodeIsThreeAndTheAdviceSaysUp() {
        desktop.environment().remove("COMFORT_URL");
        Ran ran = desktop.comfort("drafts", "--json");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.errorCode()).isEqualTo("NO_SERVER");
        assertThat(ran.json().path("error").path("advice").asString()).contains("comfort up");
        assertThat(desktop.comfort("drafts").err()).contains("comfort up");
    }

    @Test
    void aServerThatWasStoppedIsNamedAndTheAdviceSaysUp() {
        desktop.stopServer();
        Ran ran = desktop.comfort("drafts", "--json");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.errorCode()).isEqualTo("SERVER_STOPPED");
        assertThat(ran.json().path("error").path("message").asString())
                .contains(desktop.server().url());
        assertThat(ran.json().path("error").path("advice").asString()).contains("comfort up", "kept");
        assertThat(desktop.comfort("drafts", "--lang", "ko").err()).contains("중지", "comfort up", "보관");
    }

    @Test
    void aServerThatIsGoneIsUnreachable() {
        desktop.server().close();
        Ran ran = desktop.comfort("drafts", "--json");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.errorCode()).isEqualTo("SERVER_UNREACHABLE");
    }

    @Test
    void thePairingThatUpLeftIsFound() throws IOException {
        desktop.startServer();
        assertThat(desktop.comfort("drafts", "--json").objects()).hasSize(2);
    }

    @Test
    void theTokenOfOneServerIsNotToldToAnother() throws IOException {
        thePairingThatUpLeftIsFound();
        try (Desktop other = new Desktop(Files.createDirectory(folder.resolve("other")))) {
            desktop.environment().put("COMFORT_URL", other.server().url());
            Ran ran = desktop.comfort("drafts", "--json");
            assertThat(ran.exit()).isEqualTo(4);
            assertThat(ran.errorCode()).isEqualTo("UNAUTHENTICATED");
        }
    }

    @Test
    void aWrongTokenIsRefused() {
        desktop.environment().put("COMFORT_TOKEN", "wrong");
        Ran ran = desktop.comfort("drafts", "--json");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.json().path("error").path("advice").asString()).isNotBlank();
    }

    @Test
    void aUrlThatIsNoneIsAMistakeOfUse() {
        desktop.environment().put("COMFORT_URL", "not a url");
        assertThat(desktop.comfort("drafts", "--json").exit()).isEqualTo(2);
    }

    @Test
    void somethingElseThatAnswersIsNotTakenForTheServer() {
        desktop.server().answerOnce("/graphql", 200, "<html>");
        assertThat(desktop.comfort("drafts", "--json").errorCode()).isEqualTo("NOT_THE_SERVER");
    }

    @Test
    void anErrorOfTheServerIsNoRefusal() {
        desktop.server().answerOnce("/graphql", 500, TestServer.problem("INTERNAL", "Broken."));
        assertThat(desktop.comfort("drafts", "--json").exit()).isEqualTo(1);
    }

    // --- drafts, show, timeline

    @Test
    void draftsAreListedOneALine() {
        Ran ran = desktop.comfort("drafts", "--json");
        assertThat(ran.exit()).isZero();
        assertThat(ran.objects())
                .extracting(draft -> draft.path("draftId").asString())
                .containsExactly(ONE, TWO);
        assertThat(desktop.comfort("drafts", "--status", "pushed", "--json").objects())
                .extracting(draft -> draft.path("draftId").asString())
                .containsExactly(TWO);
        assertThat(desktop.comfort("drafts").out()).contains("000000a1  DRAFTED", "feat: one");
        assertThat(desktop.comfort("drafts", "--status", "EXPIRED").out()).contains("no drafts");
    }

    @Test
    void anUnknownStatusIsAMistakeOfUse() {
        assertThat(desktop.comfort("drafts", "--status", "SOMETHING").exit()).isEqualTo(2);
    }

    @Test
    void aDraftIsShownByABeginningOrAnEndOfItsId() {
        ObjectNode file = one.putObject("diff").putArray("files").addObject();
        file.put("oldPath", "a.txt").put("newPath", "b.txt").put("kind", "RENAMED");
        file.put("binary", false).put("insertions", 3).put("deletions", 1);
        Ran shown = desktop.comfort("show", "a1", "--json");
        assertThat(shown.exit()).isEqualTo(4);
        shown = desktop.comfort("show", "0a1", "--json");
        assertThat(shown.json().path("draftId").asString()).isEqualTo(ONE);
        assertThat(desktop.comfort("show", ONE).out())
                .contains("feat: one", "a.txt → b.txt", "+3 −1", "waits for your approval");
        assertThat(desktop.comfort("show", ONE, "--lang=ko").out()).contains("승인 대기");
    }

    @Test
    void anIdThatFitsTwoIsAmbiguous() {
        Ran ran = desktop.comfort("show", "01900000", "--json");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.errorCode()).isEqualTo("DRAFT_AMBIGUOUS");
        assertThat(ran.json().path("error").path("drafts")).hasSize(2);
    }

    @Test
    void anIdThatFitsNoneIsNotFound() {
        for (String command : new String[] {"show", "timeline", "approve", "discard"}) {
            Ran ran = desktop.comfort(command, "01900000-0000-7000-8000-0000000000ff", "--json");
            assertThat(ran.exit()).isEqualTo(4);
            assertThat(ran.errorCode()).isEqualTo("DRAFT_NOT_FOUND");
        }
    }

    @Test
    void theTimelineIsOneEventALine() {
        for (int i = 0; i < 2; i++) {
            ((ArrayNode) one.path("timeline"))
                    .addObject()
                    .put("sequence", i)
                    .put("type", i == 0 ? "Captured" : "Drafted")
                    .put("event", "commit-draft." + i)
                    .put("at", "2026-11-01T09:00:00.123Z")
                    .put("detail", "detail " + i);
        }
        Ran ran = desktop.comfort("timeline", ONE, "--json");
        assertThat(ran.objects())
                .extracting(event -> event.path("type").asString())
                .containsExactly("Captured", "Drafted");
        assertThat(desktop.comfort("timeline", ONE).out()).contains("Captured", "detail 0");
    }

    // --- approve, discard

    @Test
    void approvingSendsTheVersionThatWasSeen() {
        Ran ran = desktop.comfort("approve", ONE, "--message", "feat: better", "--json");
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("status").asString()).isEqualTo("APPROVED");
        assertThat(one.path("message").asString()).isEqualTo("feat: better");
    }

    @Test
    void whatLooksLikeASecretIsNotApprovedUntilItIsSaidToBeNone() {
        desktop.server().addFinding(ONE, "f1", "PASSWORD", ".env", 3);
        desktop.server().addFinding(ONE, "f2", "GITHUB_TOKEN", "src/Shop.java", 7);

        Ran refused = desktop.comfort("approve", ONE, "--json");
        assertThat(refused.exit()).as(refused.out()).isEqualTo(4);
        assertThat(refused.errorCode()).isEqualTo("SECRETS_FOUND");
        assertThat(refused.json().path("error").path("message").asString())
                .contains("PASSWORD  .env:3", "GITHUB_TOKEN  src/Shop.java:7");
        assertThat(refused.json().path("error").path("advice").asString()).contains("--not-a-secret .env:3");
        assertThat(refused.json()
                        .path("error")
                        .path("findings")
                        .get(1)
                        .path("id")
                        .asString())
                .isEqualTo("f2");
        assertThat(desktop.comfort("show", ONE).out()).contains(".env:3", "src/Shop.java:7");

        Ran unknown = desktop.comfort("approve", ONE, "--not-a-secret", "Shop.java:7", "--json");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.errorCode()).isEqualTo("FINDING_NOT_FOUND");
        assertThat(desktop.comfort("approve", ONE, "--not-a-secret", ".env:3", "--json")
                        .json()
                        .path("error")
                        .path("findings")
                        .valueStream()
                        .map(finding -> finding.path("id").asString()))
                .containsExactly("f2");
        Ran approved = desktop.comfort("approve", ONE, "--not-a-secret", "all", "--json");
        assertThat(approved.exit()).as(approved.out()).isZero();
        assertThat(approved.json().path("status").asString()).isEqualTo("APPROVED");
    }

    @Test
    void aSplitIsApprovedAsTheCommitsThatShowListsInTheirOrder() {
        desktop.server().addPart(ONE, "feat(api): add a price\n\nWith tax.", "src/Api.java");
        desktop.server().addPart(ONE, "docs: tell of the price", "docs/api.md");
        assertThat(desktop.comfort("show", ONE).out())
                .containsSubsequence("feat(api): add a price", "docs: tell of the price");

        Ran ran = desktop.comfort("approve", ONE, "--split", "--json");

        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.json().path("status").asString()).isEqualTo("APPROVED");
        assertThat(one.path("parts").toString())
                .isEqualTo("[{\"message\":\"feat(api): add a price\\n\\nWith tax.\",\"clusters\":[0]},"
                        + "{\"message\":\"docs: tell of the price\",\"clusters\":[1]}]");
    }

    @Test
    void whatIsNoneIsNotSplit() {
        Ran none = desktop.comfort("approve", ONE, "--split", "--json");
        assertThat(none.exit()).isEqualTo(4);
        assertThat(none.errorCode()).isEqualTo("NOTHING_TO_SPLIT");
        desktop.server().addPart(ONE, "feat: one", "a");
        desktop.server().addPart(ONE, "feat: other", "b");
        Ran worded = desktop.comfort("approve", ONE, "--split", "--message", "feat: mine", "--json");
        assertThat(worded.errorCode()).isEqualTo("SPLIT_HAS_ITS_MESSAGES");
        Ran stale = desktop.comfort("approve", ONE, "--split", "--expect-version", "7", "--json");
        assertThat(stale.errorCode()).isEqualTo("STALE_VERSION");
        assertThat(one.path("status").asString()).isEqualTo("DRAFTED");
    }

    @Test
    void approvingAnotherVersionSaysWhatChanged() {
        one.put("version", 3).put("message", "feat: edited elsewhere");
        Ran ran = desktop.comfort("approve", ONE, "--expect-version", "2", "--json");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo("STALE_VERSION");
        assertThat(ran.json().path("error").path("actual").asInt()).isEqualTo(3);
        assertThat(ran.json().path("error").path("message").asString()).contains("feat: edited elsewhere");
        assertThat(one.path("status").asString()).isEqualTo("DRAFTED");
    }

    @Test
    void waitingForThePushGivesTheCommit() {
        pushedAfterApproval();
        Ran ran = desktop.comfort("approve", ONE, "--wait", "--json");
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.json().path("commitId").asString()).isEqualTo("c".repeat(40));
        assertThat(ran.json().path("commitIds").valueStream().map(JsonNode::asString))
                .containsExactly("b".repeat(40), "c".repeat(40));
        assertThat(ran.json().path("status").asString()).isEqualTo("PUSHED");
        assertThat(ran.json().path("branch").asString()).isEqualTo("main");
    }

    /** The read side is behind: the first look after the approval still shows the draft as it was. */
    private void pushedAfterApproval() {
        ObjectNode stale = one.deepCopy();
        ObjectNode pushed = one.deepCopy()
                .put("version", 3)
                .put("status", "PUSHED")
                .put("commitId", "c".repeat(40))
                .put("landing", "BRANCH")
                .put("landedOn", "main");
        pushed.putArray("commitIds").add("b".repeat(40)).add("c".repeat(40));
        answerDraft(stale);
        desktop.server()
                .answerOnce(
                        "/graphql",
                        200,
                        "{\"data\":{\"approveDraft\":{\"draftId\":\"" + ONE
                                + "\",\"status\":\"APPROVED\",\"version\":2}}}");
        answerDraft(stale);
        answerDraft(pushed);
    }

    private void answerDraft(ObjectNode draft) {
        desktop.server().answerOnce("/graphql", 200, "{\"data\":{\"draft\":" + draft + "}}");
    }

    @Test
    void aPushThatFailedIsAFailureWithItsAdvice() {
        one.put("status", "PUSH_FAILED")
                .put("failure", "REMOTE_REFUSED")
                .put("reason", "hook declined\n이슈 번호가 없습니다\nAdd one: SHOP-17");
        one.put("advice", "Ask the owner.");
        ObjectNode failedAgain = one.deepCopy().put("version", 3);
        answerDraft(one.deepCopy());
        desktop.server()
                .answerOnce(
                        "/graphql",
                        200,
                        "{\"data\":{\"approveDraft\":{\"draftId\":\"" + ONE
                                + "\",\"status\":\"APPROVED\",\"version\":2}}}");
        answerDraft(one.deepCopy());
        answerDraft(failedAgain);
        Ran ran = desktop.comfort("approve", ONE, "--wait", "--json");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.errorCode()).isEqualTo("PUSH_FAILED");
        assertThat(ran.json().path("error").path("failure").asString()).isEqualTo("REMOTE_REFUSED");
        assertThat(ran.json().path("error").path("message").asString())
                .contains("hook declined\n이슈 번호가 없습니다\nAdd one: SHOP-17");
        assertThat(ran.json().path("error").path("advice").asString()).contains("Ask the owner.");
    }

    @Test
    void waitingEnds() {
        answerDraft(one.deepCopy());
        Ran ran = desktop.comfort("approve", ONE, "--wait", "--timeout", "0", "--json");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.errorCode()).isEqualTo("WAITED_TOO_LONG");
    }

    @Test
    void anotherMessageIsWaitedForAndShown() {
        desktop.server().redraftsTo("feat: shorter");
        Ran ran = desktop.comfort("redraft", ONE, "shorter", "--json");
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("message").asString()).isEqualTo("feat: shorter");
        assertThat(ran.json().path("written").asBoolean()).isTrue();
        assertThat(desktop.server().lastInstruction()).isEqualTo("shorter");
        assertThat(desktop.comfort("redraft", ONE, "shorter still").out()).contains("  feat: shorter");
    }

    @Test
    void aModelThatDoesNotAnswerLeavesTheMessageAndIsNoError() {
        desktop.server().redraftsTo(null);
        Ran ran = desktop.comfort("redraft", ONE, "shorter", "--json");
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("written").asBoolean()).isFalse();
        assertThat(ran.json().path("message").asString())
                .isEqualTo(one.path("message").asString());
    }

    @Test
    void withoutAModelTheCommandSaysWhatToDo() {
        desktop.server().answerOnce("/graphql", 200, "{\"data\":{\"draft\":" + one + "}}");
        desktop.server()
                .answerOnce(
                        "/graphql",
                        200,
                        "{\"errors\":[{\"message\":\"None.\",\"extensions\":{\"code\":\"NO_MODEL\"}}]}");
        Ran ran = desktop.comfort("redraft", ONE, "shorter", "--json");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo("NO_MODEL");
        assertThat(ran.json().path("error").path("advice").asString()).contains("comfort approve");
    }

    @Test
    void discardingIsOneCommand() {
        Ran ran = desktop.comfort("discard", ONE, "--reason", "not now", "--json");
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("status").asString()).isEqualTo("DISCARDED");
    }

    @Test
    void whatTheServerRefusesIsARefusalInItsOwnWords() {
        desktop.server()
                .answerOnce(
                        "/graphql",
                        200,
                        "{\"errors\":[{\"message\":\"Schon gepusht.\",\"extensions\":{\"code\":\"ILLEGAL_TRANSITION\"}}]}");
        Ran ran = desktop.comfort("discard", ONE, "--json");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(ran.json().path("error").path("message").asString()).isEqualTo("Schon gepusht.");
    }

    // --- the command line itself

    @Test
    void theHelpNamesEveryCommandAndExitCodeInBothLanguages() {
        for (String language : new String[] {"en", "ko"}) {
            Ran ran = desktop.comfort("--lang", language, "--help");
            assertThat(ran.exit()).isZero();
            assertThat(ran.out())
                    .contains(
                            "up ",
                            "try ",
                            "capture",
                            "drafts",
                            "show",
                            "approve",
                            "redraft",
                            "discard",
                            "timeline",
                            "sync")
                    .contains("  0 ", "  1 ", "  2 ", "  3 ", "  4 ")
                    .doesNotContain("option.", "usage.");
            for (String command :
                    new String[] {"up", "try", "capture", "drafts", "show", "approve", "redraft", "sync"}) {
                assertThat(desktop.comfort(command, "--lang", language, "--help")
                                .out())
                        .contains("--json")
                        .doesNotContain("option.", "parameter.", command + ".");
            }
        }
        assertThat(desktop.comfort("--help").out()).contains("Take the change");
        assertThat(desktop.comfort("--lang=ko", "--help").out()).contains("변경");
    }

    @Test
    void withoutCommandTheHelpIsShown() {
        assertThat(desktop.comfort().out()).contains("capture");
    }

    @Test
    void anUnknownOptionIsAMistakeOfUse() {
        assertThat(desktop.comfort("capture", "--nonsense").exit()).isEqualTo(2);
        assertThat(desktop.comfort("nonsense").exit()).isEqualTo(2);
    }

    @Test
    void tryWithoutAnyChangeSaysSo() {
        Ran ran =
                desktop.comfort("try", "--json", "--repo", desktop.work().root().toString());
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("status").asString()).isEqualTo("NO_CHANGE");
        desktop.work().git("commit", "-q", "--allow-empty", "-m", "chore: nothing");
        ran = desktop.comfort("try", "--repo", desktop.work().root().toString());
        assertThat(ran.out()).contains("no change to try it with");
    }

    @Test
    void tryNeedsTheLauncher() {
        desktop.work().write("a.txt", "a\n");
        Ran ran =
                desktop.comfort("try", "--json", "--repo", desktop.work().root().toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.errorCode()).isEqualTo("NO_LAUNCHER");
    }
}
