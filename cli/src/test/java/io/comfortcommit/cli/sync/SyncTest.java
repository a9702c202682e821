package io.comfortcommit.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every state that a desk can be in when its draft was pushed. */
class SyncTest {
    @TempDir
    Path folder;

    private Desktop desktop;
    private GitRepository work;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        work = desktop.work();
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private Ran assertMovedTo(String commit) {
        Ran ran = desktop.sync();
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.json().path("status").asString()).as(ran.toString()).isEqualTo("MOVED");
        assertThat(ran.json().path("commitId").asString()).isEqualTo(commit);
        assertThat(work.head()).isEqualTo(commit);
        assertThat(work.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(work.root().resolve(".git/index.lock")).doesNotExist();
        return ran;
    }

    /** Nothing but remote-tracking refs may differ, which the fetch moved. */
    private void assertStopped(String code, String file) {
        Map<String, String> before = withoutFetched(work.everything());
        Ran ran = desktop.sync();
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo(code);
        assertThat(ran.json().path("error").path("advice").asString()).isNotBlank();
        assertThat(ran.json().path("error").path("message").asString()).contains(file);
        assertThat(withoutFetched(work.everything())).isEqualTo(before);
    }

    private static Map<String, String> withoutFetched(Map<String, String> everything) {
        everything
                .keySet()
                .removeIf(path -> path.contains("FETCH_HEAD")
                        || path.contains("refs/remotes/")
                        || path.startsWith(".git/objects/"));
        return everything;
    }

    private String status() {
        return work.git("status", "--porcelain", "-uall");
    }

    private void colleagueChanges(String path, String content) {
        GitRepository colleague = desktop.colleague();
        colleague.write(path, content);
        colleague.commitAll("feat: colleague");
        colleague.git("push", "-q");
    }

    @Test
    void theBranchIsMovedAndNoFileIsTouched() throws IOException {
        work.write("a.txt", "mine\n");
        work.write("new.txt", "new\n");
        work.delete("b.txt");
        String before = work.head();
        String draft = desktop.captured();
        String pushed = desktop.server().push(draft, desktop.remote());
        var time = Files.getLastModifiedTime(work.root().resolve("a.txt"));

        Ran ran = assertMovedTo(pushed);

        assertThat(status()).isEmpty();
        assertThat(Files.getLastModifiedTime(work.root().resolve("a.txt"))).isEqualTo(time);
        assertThat(ran.json().path("from").asString()).isEqualTo(before);
        assertThat(ran.json().path("filesUpdated")).isEmpty();
        assertThat(work.git("rev-parse", ran.json().path("backup").asString())).isEqualTo(before);
        assertThat(work.git("log", "-g", "-1", "--format=%gs", "HEAD")).isEqualTo("comfort sync");
        assertThat(desktop.sync().json().path("status").asString()).isEqualTo("NOTHING_CAPTURED");
        assertThat(work.root().resolve(".git/comfort/objects")).isEmptyDirectory();
    }

    @Test
    void aBranchThatMovesMeanwhileStaysWhereItWentAndTheIndexAsItWas() throws IOException {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        desktop.server().push(draft, desktop.remote());
        String elsewhere = work.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "feat: by another window");
        Path index = work.root().resolve(".git/index");
        byte[] before = Files.readAllBytes(index);
        String status = status();
        desktop.clock(() -> {
            // It has looked at the branch, and names the backup now.
            if (Files.exists(work.root().resolve(".git/index.lock"))) {
                work.git("update-ref", "refs/heads/main", elsewhere);
            }
            return Instant.now();
        });

        Ran ran = desktop.sync();

        assertThat(ran.exit()).as(ran.toString()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo("SYNC_BRANCH_MOVED");
        assertThat(work.head()).isEqualTo(elsewhere);
        assertThat(Files.readAllBytes(index)).isEqualTo(before);
        assertThat(status()).isEqualTo(status);
        assertThat(work.root().resolve(".git/index.lock")).doesNotExist();
    }

    // --- taking it back

    private Ran undo() {
        return desktop.comfort("sync", "--undo", "--json", "--repo", work.root().toString());
    }

    /** But what git notes about where branches were, and the backup. */
    private Map<String, String> withoutNotes() {
        Map<String, String> everything = withoutFetched(work.everything());
        everything.keySet().removeIf(path -> path.contains(".git/logs/") || path.contains("refs/comfort/"));
        everything.replaceAll(
                (path, content) -> path.startsWith(".git/") ? content.substring(0, content.indexOf(']') + 1) : content);
        return everything;
    }

    private void assertTakenBack(Map<String, String> before, String pushed) {
        Ran undone = undo();
        assertThat(undone.exit()).as(undone.toString()).isZero();
        assertThat(undone.json().path("status").asString()).isEqualTo("UNDONE");
        assertThat(undone.json().path("from").asString()).isEqualTo(pushed);
        assertThat(withoutNotes()).isEqualTo(before);
        assertThat(undo().errorCode()).isEqualTo("SYNC_NOTHING_TO_UNDO");
        assertMovedTo(pushed);
    }

    @Test
    void aSyncThatTouchedNoFileIsTakenBackExactly() {
        work.write("a.txt", "captured\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.write("a.txt", "staged on top\n");
        work.git("add", "a.txt");
        work.write("later.txt", "later\n");
        Map<String, String> before = withoutNotes();
        assertMovedTo(pushed);
        assertTakenBack(before, pushed);
    }

    @Test
    void filesThatASyncWroteAreTakenBackByteForByte() throws IOException {
        work.git("config", "core.autocrlf", "input");
        work.write("b.txt", "b\r\n");
        work.git("add", "b.txt");
        work.executable("dir/c.txt");
        work.git("config", "core.fileMode", "false");
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        colleagueChanges("deep/er/new.txt", "theirs\n");
        GitRepository colleague = desktop.colleague();
        colleague.delete("dir/c.txt");
        colleague.link("link", "b.txt");
        colleague.commitAll("feat: gone");
        colleague.git("push", "-q");
        String pushed = desktop.server().push(draft, desktop.remote());
        Map<String, String> before = withoutNotes();

        Ran synced = assertMovedTo(pushed);

        assertThat(synced.json().path("filesUpdated")).hasSize(4);
        assertThat(work.read("b.txt")).isEqualTo("theirs\n");
        work.write("later.txt", "edited after the sync\n");
        before.putAll(Map.of("later.txt", work.everything().get("later.txt")));
        assertTakenBack(before, pushed);
        assertThat(Files.exists(work.root().resolve("deep/er/new.txt"))).isTrue();
    }

    @Test
    void theFirstCommitIsTakenBack() {
        work.git("checkout", "-q", "--orphan", "first");
        work.git("rm", "-q", "-r", "--cached", ".");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        desktop.sync();
        assertThat(work.head()).isEqualTo(pushed);
        assertThat(undo().json().path("commitId").isNull()).isTrue();
        assertThat(work.tryGit("rev-parse", "-q", "--verify", "HEAD")).isNotZero();
        assertThat(work.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/first");
        assertThat(work.read("a.txt")).startsWith("one\n");
    }

    private void assertNotTakenBack(String code) {
        Map<String, String> before = work.everything();
        Ran ran = undo();
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo(code);
        assertThat(ran.json().path("error").path("advice").asString()).isNotBlank();
        assertThat(work.everything()).isEqualTo(before);
    }

    @Test
    void nothingThatHappenedSinceIsLostByTakingItBack() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        String pushed = desktop.server().push(draft, desktop.remote());
        assertMovedTo(pushed);
        work.write("b.txt", "edited since\n");
        assertNotTakenBack("SYNC_UNDO_CHANGED");
        work.write("b.txt", "theirs\n");
        work.write("new.txt", "staged since\n");
        work.git("add", "new.txt");
        assertNotTakenBack("SYNC_UNDO_STAGED");
        work.git("commit", "-q", "-m", "feat: since");
        assertNotTakenBack("SYNC_UNDO_MOVED");
        work.git("reset", "-q", "--soft", "HEAD~1");
        work.git("reset", "-q");
        assertThat(undo().exit()).isZero();
        assertThat(work.read("new.txt")).isEqualTo("staged since\n");
    }

    @Test
    void withoutASyncThereIsNothingToTakeBack() {
        assertNotTakenBack("SYNC_NOTHING_TO_UNDO");
    }

    // --- other states

    @Test
    void aStashStaysAsItIs() {
        work.write("a.txt", "captured\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.write("b.txt", "stashed\n");
        work.git("stash", "push", "-q", "b.txt");
        String stash = work.git("stash", "list", "--format=%H %gd %s");
        assertMovedTo(pushed);
        assertThat(work.git("stash", "list", "--format=%H %gd %s")).isEqualTo(stash);
        work.git("stash", "pop", "-q");
        assertThat(status()).isEqualTo(" M b.txt");
    }

    @Test
    void onAnotherBranchNothingOfTheCapturedOneIsMoved() {
        work.write("a.txt", "captured\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.git("checkout", "-q", "-b", "other");
        String main = work.git("rev-parse", "main");
        Ran ran = desktop.sync();
        assertThat(ran.json().path("status").asString()).isEqualTo("NOTHING_CAPTURED");
        assertThat(work.git("rev-parse", "main")).isEqualTo(main);
        assertThat(status()).isEqualTo(" M a.txt");
        work.git("checkout", "-q", "main");
        assertMovedTo(pushed);
    }

    @Test
    void whatWasEditedSinceStaysAsItIs() {
        work.write("a.txt", "captured\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.write("a.txt", "captured\nand more\n");
        work.write("later.txt", "later\n");

        assertMovedTo(pushed);

        assertThat(work.read("a.txt")).isEqualTo("captured\nand more\n");
        assertThat(status()).isEqualTo(" M a.txt\n?? later.txt");
    }

    @Test
    void whatWasStagedSinceStaysStaged() {
        work.write("a.txt", "captured\n");
        work.write("new.txt", "captured\n");
        work.write("gone.txt", "captured\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.write("a.txt", "staged on top\n");
        work.write("new.txt", "staged on top\n");
        work.write("other.txt", "staged\n");
        work.git("add", "a.txt", "new.txt", "other.txt", "gone.txt");
        work.write("a.txt", "and edited\n");

        Ran ran = assertMovedTo(pushed);

        assertThat(status()).isEqualTo("MM a.txt\nM  new.txt\nA  other.txt");
        assertThat(work.git("show", ":a.txt")).isEqualTo("staged on top");
        assertThat(ran.json().path("stagedKept")).hasSize(2);
    }

    @Test
    void aStagedDeletionStaysStaged() {
        work.write("a.txt", "captured\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.git("rm", "-q", "-f", "a.txt");
        assertMovedTo(pushed);
        assertThat(status()).isEqualTo("D  a.txt");
    }

    @Test
    void whatWasOnlyIntendedToBeAddedIsCommitted() {
        work.write("new.txt", "new\n");
        work.git("add", "-N", "new.txt");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.write("next.txt", "next\n");
        work.git("add", "-N", "next.txt");
        assertMovedTo(pushed);
        assertThat(status()).isEqualTo(" A next.txt");
    }

    @Test
    void ofAStagedCaptureTheRestStaysUnstaged() {
        work.write("a.txt", "staged\n");
        work.git("add", "a.txt");
        work.write("a.txt", "staged\nand not\n");
        work.write("b.txt", "not\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        assertMovedTo(pushed);
        assertThat(status()).isEqualTo(" M a.txt\n M b.txt");
    }

    @Test
    void theFirstCommitOfARepositoryIsMovedOnto() {
        work.git("checkout", "-q", "--orphan", "first");
        work.git("rm", "-q", "-r", "--cached", ".");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        Ran ran = desktop.sync();
        assertThat(ran.json().path("status").asString()).as(ran.toString()).isEqualTo("MOVED");
        assertThat(work.head()).isEqualTo(pushed);
        assertThat(status()).isEmpty();
        assertThat(ran.json().path("backup").isNull()).isTrue();
    }

    @Test
    void unpushedCommitsOfTheAuthorStayWhereTheyAre() {
        work.write("b.txt", "committed\n");
        String own = work.commitAll("feat: mine");
        work.write("a.txt", "captured\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        assertMovedTo(pushed);
        assertThat(work.git("rev-parse", "HEAD~1")).isEqualTo(own);
        assertThat(status()).isEmpty();
    }

    // --- pushed on top of others' commits

    @Test
    void whatOthersChangedIsBroughtIn() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        colleagueChanges("deep/new.txt", "theirs\n");
        GitRepository colleague = desktop.colleague();
        colleague.delete("dir/c.txt");
        colleague.commitAll("feat: gone");
        colleague.git("push", "-q");
        String pushed = desktop.server().push(draft, desktop.remote());
        work.write("later.txt", "later\n");

        Ran ran = assertMovedTo(pushed);

        assertThat(work.read("b.txt")).isEqualTo("theirs\n");
        assertThat(work.read("deep/new.txt")).isEqualTo("theirs\n");
        assertThat(work.has("dir/c.txt")).isFalse();
        assertThat(work.read("a.txt")).isEqualTo("mine\n");
        assertThat(status()).isEqualTo("?? later.txt");
        assertThat(ran.json().path("filesUpdated")).hasSize(3);
    }

    @Test
    void aFileThatBothChangedInDifferentPlacesIsBroughtTogether() {
        work.write("a.txt", "one\ntwo\nthree\nfour\nMINE\n");
        String draft = desktop.captured();
        colleagueChanges("a.txt", "THEIRS\ntwo\nthree\nfour\nfive\n");
        String pushed = desktop.server().push(draft, desktop.remote());
        assertMovedTo(pushed);
        assertThat(work.read("a.txt")).isEqualTo("THEIRS\ntwo\nthree\nfour\nMINE\n");
        assertThat(status()).isEmpty();
    }

    @Test
    void aFileEditedFurtherThatOthersChangedTooIsAReasonToStop() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        colleagueChanges("dir/c.txt", "theirs\n");
        desktop.server().push(draft, desktop.remote());
        work.write("b.txt", "edited further\n");
        assertStopped("SYNC_FILES_CHANGED_TWICE", "b.txt");
        work.write("b.txt", "b\n");
        work.delete("dir/c.txt");
        assertStopped("SYNC_FILES_CHANGED_TWICE", "dir/c.txt");
    }

    @Test
    void aFileStagedFurtherThatOthersChangedTooIsAReasonToStop() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        desktop.server().push(draft, desktop.remote());
        work.write("b.txt", "staged\n");
        work.git("add", "b.txt");
        work.write("b.txt", "b\n");
        assertStopped("SYNC_FILES_CHANGED_TWICE", "b.txt");
    }

    @Test
    void aNewFileWhereOthersPutOneIsAReasonToStop() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("새 파일.txt", "theirs\n");
        desktop.server().push(draft, desktop.remote());
        work.write("새 파일.txt", "mine\n");
        assertStopped("SYNC_FILES_CHANGED_TWICE", "새 파일.txt");
    }

    @Test
    void anIgnoredFileWhereOthersPutOneIsNotOverwritten() {
        work.write(".gitignore", "*.log\n");
        String draft = desktop.captured();
        GitRepository colleague = desktop.colleague();
        colleague.write("x.log", "theirs\n");
        colleague.commitAll("feat: log");
        colleague.git("push", "-q");
        desktop.server().push(draft, desktop.remote());
        work.write("x.log", "mine\n");
        assertStopped("SYNC_FILES_CHANGED_TWICE", "x.log");
    }

    @Test
    void aSyncThatWasCutOffCanBeRunAgain() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        colleagueChanges("new.txt", "theirs\n");
        GitRepository colleague = desktop.colleague();
        colleague.delete("dir/c.txt");
        colleague.commitAll("feat: gone");
        colleague.git("push", "-q");
        String pushed = desktop.server().push(draft, desktop.remote());
        work.write("b.txt", "theirs\n");
        work.write("new.txt", "theirs\n");
        work.delete("dir/c.txt");

        assertMovedTo(pushed);

        assertThat(status()).isEmpty();
    }

    @Test
    void onlyTheIndexWasMovedWhenItWasCutOff() {
        work.write("a.txt", "mine\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.git("fetch", "-q");
        work.git("read-tree", "-m", "-i", "HEAD", pushed);
        assertMovedTo(pushed);
        assertThat(status()).isEmpty();
    }

    @Test
    void aSparseCheckoutStaysSparse() {
        work.git("sparse-checkout", "set", "dir");
        work.write("dir/c.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("out/side.txt", "theirs\n");
        colleagueChanges("dir/new.txt", "theirs\n");
        String pushed = desktop.server().push(draft, desktop.remote());
        assertMovedTo(pushed);
        assertThat(work.has("out/side.txt")).isFalse();
        assertThat(work.read("dir/new.txt")).isEqualTo("theirs\n");
        assertThat(status()).isEmpty();
    }

    @Test
    void filesThatFiltersChangeAreComparedAsGitComparesThem() {
        work.git("config", "core.autocrlf", "true");
        work.write("a.txt", "mine\r\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        String pushed = desktop.server().push(draft, desktop.remote());
        assertMovedTo(pushed);
        assertThat(work.read("b.txt")).isEqualTo("theirs\r\n");
        assertThat(status()).isEmpty();
    }

    // --- several captures

    @Test
    void ofSeveralPushedCapturesTheNewestCounts() {
        work.write("a.txt", "first\n");
        String first = desktop.captured();
        desktop.server().push(first, desktop.remote());
        work.write("b.txt", "second\n");
        String second = desktop.captured();
        work.write("a.txt", "first\n");
        // Both snapshots stand on the same base; the second one is put on top of the first as a real server does.
        GitRepository colleague = desktop.colleague();
        colleague.write("b.txt", "second\n");
        String pushed = colleague.commitAll("feat: second");
        colleague.git("push", "-q");
        desktop.server()
                .draft(second)
                .put("status", "PUSHED")
                .put("commitId", pushed)
                .put("landing", "BRANCH")
                .put("landedOn", "main");
        assertMovedTo(pushed);
        assertThat(status()).isEmpty();
    }

    @Test
    void anOpenCaptureOnTopOfAPushedOneStaysAnUncommittedChange() {
        work.write("a.txt", "first\n");
        String first = desktop.captured();
        String pushed = desktop.server().push(first, desktop.remote());
        work.write("b.txt", "second\n");
        String second = desktop.captured();
        assertMovedTo(pushed);
        assertThat(status()).isEqualTo(" M b.txt");
        Ran again = desktop.sync();
        assertThat(again.json().path("status").asString()).isEqualTo("NOTHING_PUSHED");
        assertThat(again.json().path("draftId").asString()).isEqualTo(second);
    }

    // --- nothing to move

    @Test
    void withoutCaptureThereIsNothingToDo() {
        assertThat(desktop.sync().json().path("status").asString()).isEqualTo("NOTHING_CAPTURED");
    }

    @Test
    void aBranchThatHasThePushedCommitIsUpToDate() {
        work.write("a.txt", "mine\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        work.git("fetch", "-q");
        work.git("reset", "-q", "--hard", pushed);
        assertThat(desktop.sync().json().path("status").asString()).isEqualTo("UP_TO_DATE");
    }

    @Test
    void aCommitOnASideBranchMovesNothing() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        desktop.server()
                .draft(draft)
                .put("status", "PUSHED")
                .put("commitId", "c".repeat(40))
                .put("landing", "SIDE_BRANCH")
                .put("landedOn", "comfort/x");
        Ran ran = desktop.sync();
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("status").asString()).isEqualTo("ON_SIDE_BRANCH");
        assertThat(ran.json().path("landedOn").asString()).isEqualTo("comfort/x");
    }

    // --- reasons to stop

    @Test
    void aCommitMadeSinceIsAReasonToStop() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        desktop.server().push(draft, desktop.remote());
        work.write("b.txt", "committed since\n");
        work.git("commit", "-q", "b.txt", "-m", "feat: since");
        assertStopped("SYNC_LOCAL_COMMITS", "main");
    }

    @Test
    void theMiddleOfAMergeIsAReasonToStop() {
        work.write("a.txt", "mine\n");
        desktop.server().push(desktop.captured(), desktop.remote());
        work.git("stash", "-q");
        work.git("checkout", "-q", "-b", "other");
        work.write("b.txt", "x\n");
        work.commitAll("feat: x");
        work.git("checkout", "-q", "main");
        work.git("merge", "-q", "--no-ff", "--no-commit", "other");
        assertStopped("MERGE_IN_PROGRESS", "");
    }

    @Test
    void conflictsOfAStashAreAReasonToStop() {
        work.write("b.txt", "stashed\n");
        work.git("stash", "-q");
        work.write("b.txt", "committed\n");
        work.commitAll("feat: mine");
        work.write("a.txt", "mine\n");
        desktop.server().push(desktop.captured(), desktop.remote());
        assertThat(work.tryGit("stash", "pop", "-q")).isNotZero();
        assertStopped("UNMERGED_FILES", "b.txt");
    }

    @Test
    void aFileInAFolderWhereOthersPutAFileIsAReasonToStop() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("new", "theirs\n");
        desktop.server().push(draft, desktop.remote());
        work.write("new/mine.txt", "untracked\n");
        assertStopped("SYNC_FILES_CHANGED_TWICE", "new");
    }

    /** git itself finds it, when the backup is there already. */
    @Test
    void aFileWhereOthersPutAFolderIsAReasonToStop() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("new/theirs.txt", "theirs\n");
        desktop.server().push(draft, desktop.remote());
        work.write("new", "untracked\n");
        Map<String, String> before = withoutFetched(work.everything());
        Ran ran = desktop.sync();
        assertThat(ran.errorCode()).isEqualTo("SYNC_FILES_IN_THE_WAY");
        Map<String, String> after = withoutFetched(work.everything());
        assertThat(after.keySet().removeIf(path -> path.startsWith(".git/refs/comfort/backup/")))
                .isTrue();
        assertThat(after).isEqualTo(before);
    }

    @Test
    void anotherGitAtWorkIsAReasonToStop() throws IOException {
        work.write("a.txt", "mine\n");
        desktop.server().push(desktop.captured(), desktop.remote());
        Files.createFile(work.root().resolve(".git/index.lock"));
        assertStopped("INDEX_LOCKED", "");
    }

    @Test
    void aSnapshotThatIsGoneIsAReasonToStop() throws IOException {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        desktop.server().push(draft, desktop.remote());
        String id = desktop.server().lastOrder().path("captureId").asString();
        Snapshots.remove(work.root().resolve(".git/comfort/objects").resolve(id));
        assertStopped("SYNC_SNAPSHOT_GONE", "");
    }

    @Test
    void aRemoteThatDoesNotAnswerIsAFailure() {
        work.write("a.txt", "mine\n");
        desktop.server().push(desktop.captured(), desktop.remote());
        work.git("remote", "set-url", "origin", folder.resolve("gone.git").toString());
        Ran ran = desktop.sync();
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.errorCode()).isEqualTo("FETCH_FAILED");
    }

    @Test
    void peopleReadWhatItDid() {
        work.write("a.txt", "mine\n");
        String draft = desktop.captured();
        colleagueChanges("b.txt", "theirs\n");
        desktop.server().push(draft, desktop.remote());
        Ran ran = desktop.comfort("sync", "--lang", "ko", "--repo", work.root().toString());
        assertThat(ran.out()).contains("옮겼습니다", "b.txt");
    }

    @Test
    void hooksOfTheUserDoNotRun() throws IOException {
        work.write("a.txt", "mine\n");
        String pushed = desktop.server().push(desktop.captured(), desktop.remote());
        Path ran = folder.resolve("ran");
        for (String hook : new String[] {"post-index-change", "reference-transaction", "post-checkout", "post-merge"}) {
            Path script = work.write(".git/hooks/" + hook, "#!/bin/sh\necho " + hook + " >>" + ran + "\n");
            script.toFile().setExecutable(true);
        }
        assertMovedTo(pushed);
        assertThat(ran).doesNotExist();
    }
}
