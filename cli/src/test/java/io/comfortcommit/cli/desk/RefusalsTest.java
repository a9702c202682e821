package io.comfortcommit.cli.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Desks that can't be captured: nothing is sent, nothing is left behind, the reason has a code and an advice. */
class RefusalsTest {
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

    private Ran assertRefused(String code) {
        Map<String, String> before = work.everything();
        Ran ran = desktop.capture();
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo(code);
        assertThat(ran.json().path("error").path("message").asString()).isNotBlank();
        assertThat(ran.json().path("error").path("advice").asString()).isNotBlank();
        assertThat(ran.out().lines()).hasSize(1);
        assertThat(desktop.server().bundleHeaders()).isEmpty();
        assertThat(work.everything()).isEqualTo(before);
        Path objects = work.root().resolve(".git/comfort/objects");
        assertThat(!Files.exists(objects) || isEmpty(objects)).isTrue();
        return ran;
    }

    private static boolean isEmpty(Path folder) {
        try (var children = Files.list(folder)) {
            return children.findAny().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void conflictingBranch() {
        work.git("checkout", "-q", "-b", "other");
        work.write("a.txt", "theirs\n");
        work.commitAll("feat: theirs");
        work.git("checkout", "-q", "main");
        work.write("a.txt", "ours\n");
        work.commitAll("feat: ours");
    }

    @Test
    void aFolderWithoutRepository() {
        Ran ran = desktop.captureIn(desktop.folder());
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo("NOT_A_REPOSITORY");
        assertThat(desktop.captureIn(folder.resolve("nowhere")).errorCode()).isEqualTo("NOT_A_REPOSITORY");
    }

    @Test
    void aBareRepository() {
        assertThat(desktop.captureIn(desktop.remote().root()).errorCode()).isEqualTo("NO_WORK_TREE");
        assertThat(desktop.captureIn(work.root().resolve(".git")).errorCode()).isEqualTo("NO_WORK_TREE");
    }

    @Test
    void aDetachedHead() {
        work.git("checkout", "-q", "--detach");
        work.write("a.txt", "x\n");
        assertRefused("DETACHED_HEAD");
    }

    @Test
    void theMiddleOfAMerge() {
        conflictingBranch();
        assertThat(work.tryGit("merge", "other")).isNotZero();
        assertRefused("MERGE_IN_PROGRESS");
        work.write("a.txt", "both\n");
        work.git("add", "a.txt");
        assertRefused("MERGE_IN_PROGRESS");
    }

    @Test
    void theMiddleOfARebase() {
        conflictingBranch();
        assertThat(work.tryGit("rebase", "other")).isNotZero();
        assertRefused("REBASE_IN_PROGRESS");
    }

    @Test
    void theMiddleOfACherryPick() {
        conflictingBranch();
        assertThat(work.tryGit("cherry-pick", "other")).isNotZero();
        assertRefused("CHERRY_PICK_IN_PROGRESS");
    }

    @Test
    void betweenTwoCommitsOfACherryPick() {
        conflictingBranch();
        work.git("checkout", "-q", "other");
        work.write("b.txt", "more\n");
        work.commitAll("feat: more");
        work.git("checkout", "-q", "main");
        assertThat(work.tryGit("cherry-pick", "main..other")).isNotZero();
        work.write("a.txt", "both\n");
        work.git("commit", "-q", "-a", "-m", "feat: both");
        work.write("a.txt", "more\n");
        assertRefused("CHERRY_PICK_IN_PROGRESS");
    }

    @Test
    void theMiddleOfARevert() {
        work.write("a.txt", "2\n");
        work.commitAll("feat: 2");
        work.write("a.txt", "3\n");
        work.commitAll("feat: 3");
        assertThat(work.tryGit("revert", "--no-edit", "HEAD~1")).isNotZero();
        assertRefused("REVERT_IN_PROGRESS");
    }

    @Test
    void aBisectIsNoReason() {
        work.write("a.txt", "2\n");
        work.commitAll("feat: 2");
        work.git("bisect", "start");
        work.write("a.txt", "x\n");
        assertThat(desktop.capture().exit()).isZero();
    }

    @Test
    void conflictsOfAStash() {
        work.write("a.txt", "stashed\n");
        work.git("stash", "-q");
        work.write("a.txt", "committed\n");
        work.commitAll("feat: committed");
        assertThat(work.tryGit("stash", "pop")).isNotZero();
        Ran ran = assertRefused("UNMERGED_FILES");
        assertThat(ran.json().path("error").path("files").get(0).asString()).isEqualTo("a.txt");
    }

    @Test
    void conflictMarkersThatWereMarkedAsResolved() {
        work.write("한글.txt", "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n");
        Ran ran = assertRefused("CONFLICT_MARKERS");
        assertThat(ran.json().path("error").path("files").get(0).asString()).isEqualTo("한글.txt");
        work.git("add", "한글.txt");
        assertRefused("CONFLICT_MARKERS");
        assertThat(desktop.comfort(
                                "capture",
                                "--allow-conflict-markers",
                                "--repo",
                                work.root().toString())
                        .exit())
                .isZero();
    }

    @Test
    void linesThatOnlyLookLikeMarkersAreNoReason() {
        work.write("doc.rst", "Heading\n=======\n\n<<<<<<< no end\n");
        assertThat(desktop.capture().exit()).isZero();
    }

    @Test
    void markersThatWereCommittedBeforeAreNoReason() {
        work.write("fixture.txt", "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n");
        work.commitAll("test: a conflict as fixture");
        work.write("fixture.txt", "<<<<<<< HEAD\nours\n=======\nother theirs\n>>>>>>> other\n");
        assertThat(desktop.capture().exit()).isZero();
    }

    @Test
    void aRepositoryInTheRepository() {
        GitRepository nested = work.at(work.root().resolve("vendor dir/nested"));
        work.git("init", "-q", nested.root().toString());
        assertRefused("NESTED_REPOSITORY");
        nested.write("n.txt", "n\n");
        nested.commitAll("feat: nested");
        Ran ran = assertRefused("NESTED_REPOSITORY");
        assertThat(ran.json().path("error").path("files").get(0).asString()).isEqualTo("vendor dir/nested/");
        work.git("add", "vendor dir/nested");
        assertRefused("NESTED_REPOSITORY");
    }

    @Test
    void aRepositoryInTheRepositoryThatIsIgnoredIsNoReason() {
        work.git("init", "-q", work.root().resolve("nested").toString());
        work.write(".gitignore", "nested/\n");
        assertThat(desktop.capture().exit()).isZero();
    }

    @Test
    void aRepositoryBesideWhatIsStagedIsNoReason() {
        work.git("init", "-q", work.root().resolve("nested").toString());
        work.write("a.txt", "staged\n");
        work.git("add", "a.txt");
        assertThat(desktop.capture().exit()).isZero();
    }

    @Test
    void aSubmoduleWhoseCommitIsOnlyHere() {
        GitRepository library = work.at(folder.resolve("library.git"));
        work.git("init", "-q", "--bare", library.root().toString());
        GitRepository seed = work.at(folder.resolve("seed"));
        work.git("clone", "-q", library.root().toString(), seed.root().toString());
        seed.write("s.txt", "s\n");
        seed.commitAll("feat: library");
        seed.git("push", "-q");
        work.git("submodule", "--quiet", "add", library.root().toString(), "lib");
        work.commitAll("feat: use the library");
        GitRepository submodule = work.at(work.root().resolve("lib"));
        submodule.write("s.txt", "next\n");
        submodule.commitAll("feat: next");

        assertRefused("SUBMODULE_NOT_PUSHED");
        work.git("add", "lib");
        assertRefused("SUBMODULE_NOT_PUSHED");
        submodule.git("push", "-q");
        assertThat(desktop.capture().exit()).isZero();
    }

    @Test
    void changesInsideOfASubmoduleAreItsOwnBusiness() {
        aSubmoduleWhoseCommitIsOnlyHere();
        work.commitAll("feat: next library");
        work.write("lib/s.txt", "edited\n");
        work.write("lib/new.txt", "new\n");
        assertThat(desktop.capture().json().path("status").asString()).isEqualTo("NO_CHANGE");
    }

    @Test
    void noRemote() {
        work.git("remote", "remove", "origin");
        work.write("a.txt", "x\n");
        assertRefused("NO_REMOTE");
    }

    @Test
    void aPasswordInTheRemotesUrlIsNotSentAnywhere() {
        work.git("remote", "set-url", "origin", "https://jiwon:hunter2@example.com/x.git");
        work.write("a.txt", "x\n");
        Ran ran = assertRefused("REMOTE_HAS_PASSWORD");
        assertThat(ran.out() + ran.err()).doesNotContain("hunter2");
        assertThat(desktop.server().negotiations()).isEmpty();
    }

    @Test
    void anAuthorWithoutName() throws IOException {
        Files.writeString(folder.resolve("home/.gitconfig"), "");
        work.write("a.txt", "x\n");
        assertRefused("NO_IDENTITY");
    }

    @Test
    void objectIdsOfAnotherKind() {
        GitRepository other = work.at(folder.resolve("sha256"));
        work.git("init", "-q", "--object-format=sha256", other.root().toString());
        other.write("a.txt", "a\n");
        assertThat(desktop.captureIn(other.root()).errorCode()).isEqualTo("UNSUPPORTED_OBJECT_FORMAT");
    }
}
