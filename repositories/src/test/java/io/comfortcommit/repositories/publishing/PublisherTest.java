package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PublishOutcome.Failed;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.repositories.PublishOutcome.Unreachable;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublisherTest {
    private static TestDatabase database;
    private static Path template;

    @TempDir
    private Path folder;

    private Workshop workshop;
    private Workshop.Desk author;
    private Workshop.Desk colleague;

    @BeforeAll
    static void prepare(@TempDir Path elsewhere) throws IOException {
        database = TestDatabase.migrated("repositories");
        template = elsewhere;
        new Git(elsewhere).run("init", "--quiet", "--bare", "--template=", "--initial-branch=main", "remote.git");
        new Git(elsewhere).run("clone", "--quiet", "--template=", "remote.git", "author");
        Git git = new Git(elsewhere.resolve("author"));
        Files.writeString(git.folder.resolve("README.md"), "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n");
        Files.createDirectory(git.folder.resolve("src"));
        Files.writeString(git.folder.resolve("src/App.java"), lines("app", 30));
        git.run("add", "-A");
        git.run("commit", "--quiet", "-m", "begin");
        git.run("remote", "set-url", "origin", "../remote.git");
        git.run("push", "--quiet", "--set-upstream", "origin", "HEAD:main");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void openWorkshop() throws IOException {
        copy(template.resolve("remote.git"), folder.resolve("remote.git"));
        copy(template.resolve("author"), folder.resolve("author"));
        copy(template.resolve("author"), folder.resolve("colleague"));
        workshop = new Workshop(folder, database);
        author = workshop.new Desk(folder.resolve("author"));
        colleague = workshop.new Desk(folder.resolve("colleague"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static String lines(String word, int count) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(1, count)
                .forEach(n -> text.append(word).append(' ').append(n).append('\n'));
        return text.toString();
    }

    private String remote(String... arguments) {
        return workshop.remote.run(arguments);
    }

    private String tip() {
        return remote("rev-parse", "main");
    }

    private static Landed landed(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Landed.class);
        return (Landed) outcome;
    }

    // --- the commit

    @Test
    void theCommitIsWhatWasCapturedByteForByte() throws Exception {
        author.write("old name.txt", lines("kept", 40));
        author.write("gone.txt", "gone\n");
        author.push("more files");
        Files.write(author.path("binary.bin"), new byte[] {0, 1, 2, (byte) 0xff, '\n', '\r', 0});
        author.write("run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(author.path("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(author.path("link"), Path.of("../nowhere at all"));
        author.write("empty", "");
        author.write("한글 폴더/파일 이름.txt", "내용\n");
        author.write("naïve\ttab.txt", "x");
        author.write("crlf.txt", "a\r\nb\r\nc");
        Files.move(author.path("old name.txt"), author.path("new name.txt"));
        Files.delete(author.path("gone.txt"));
        author.git.run("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",libs/other");
        Files.createDirectories(author.path("libs/other"));
        String base = author.git.run("rev-parse", "HEAD");
        DraftId draft = author.capture();
        String captured = author.git.run("rev-parse", snapshotOf(draft) + "^{tree}");

        Landed landed = landed(workshop.publish(draft, "feat: everything at once\n\n본문\n"));

        assertThat(landed).isEqualTo(new Landed(tip(), Landing.BRANCH, "main", false, 1, null));
        assertThat(remote("rev-parse", "main^{tree}")).isEqualTo(captured);
        assertThat(remote("rev-parse", "main^")).isEqualTo(base);
        assertThat(remote("ls-tree", "-r", "-z", "main"))
                .contains("100755 blob", "120000 blob", "160000 commit " + "1".repeat(40), "한글 폴더/파일 이름.txt");
        assertThat(workshop.remote.bytes("cat-file", "blob", "main:crlf.txt"))
                .isEqualTo("a\r\nb\r\nc".getBytes(StandardCharsets.UTF_8));
        assertThat(workshop.remote.bytes("cat-file", "blob", "main:binary.bin"))
                .isEqualTo(Files.readAllBytes(author.path("binary.bin")));
        assertThat(remote("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    @Test
    void theCommitBearsTheAuthorTheTimesAndTheMessage() throws Exception {
        author.write("README.md", "changed\n");

        workshop.publish(author.capture(), "fix: 한 줄\n\n  indented, kept  \n\n\n");

        assertThat(new String(workshop.remote.bytes("cat-file", "commit", "main"), StandardCharsets.UTF_8))
                .endsWith("""

                        author 김 편안 <author@example.org> 1793642398 +0000
                        committer 김 편안 <author@example.org> 1793642587 +0000

                        fix: 한 줄

                          indented, kept \s
                        """);
    }

    @Test
    void whatIsFetchedOnTheWayIsGatheredAndNothingIsLost() throws Exception {
        int times = 16;
        for (int n = 0; n < times; n++) {
            colleague.write("theirs.txt", lines("theirs " + n, 5));
            colleague.push("theirs " + n);
            author.write("mine " + n + ".txt", lines("mine", n));
            landed(workshop.publish(author.capture(), "mine " + n));
            colleague.git.run("pull", "--quiet", "--rebase");
        }

        try (Mirror mirror = workshop.mirrors.open(workshop.repository)) {
            Git git = new Git(mirror.git().getDirectory().toPath());
            assertThat(git.folder.resolve("objects/pack").toFile().list((at, name) -> name.endsWith(".pack")))
                    .hasSizeLessThan(times);
            assertThat(git.run("fsck", "--strict", "--no-dangling")).isEmpty();
            assertThat(git.run("rev-list", "--count", Mirror.REMOTE_REFS + "main"))
                    .isEqualTo(remote("rev-list", "--count", "main~"));
        }
    }

    @Test
    void theFirstCommitOfAnEmptyRemoteHasNoParent(@TempDir Path elsewhere) throws Exception {
        Workshop empty = new Workshop(elsewhere, database);
        Workshop.Desk desk = empty.desk("desk");
        desk.write("first.txt", "first\n");
        DraftId draft = desk.capture();

        Landed landed = landed(empty.publish(draft, "begin"));

        assertThat(landed.rebased()).isFalse();
        assertThat(empty.remote.run("rev-list", "--parents", "main")).isEqualTo(landed.commitId());
        assertThat(empty.remote.run("ls-tree", "--name-only", "main")).isEqualTo("first.txt");
    }

    @Test
    void aFirstCommitMeetsSomebodyElsesFirstCommit(@TempDir Path elsewhere) throws Exception {
        Workshop empty = new Workshop(elsewhere, database);
        Workshop.Desk desk = empty.desk("desk");
        Workshop.Desk other = empty.desk("other");
        desk.write("mine.txt", "mine\n");
        DraftId draft = desk.capture();
        other.write("theirs.txt", "theirs\n");
        String theirs = other.commit("begin");
        other.git.run("push", "--quiet", "origin", "HEAD:main");

        Landed landed = landed(empty.publish(draft, "begin too"));

        assertThat(landed.rebased()).isTrue();
        assertThat(empty.remote.run("rev-parse", "main^")).isEqualTo(theirs);
        assertThat(empty.remote.run("ls-tree", "--name-only", "main")).isEqualTo("mine.txt\ntheirs.txt");
    }

    @Test
    void aBranchThatTheRemoteLacksIsMade() throws Exception {
        author.git.run("checkout", "--quiet", "-b", "feature/new");
        author.write("README.md", "changed\n");

        Landed landed = landed(workshop.publish(author.capture(), "feat: new"));

        assertThat(landed.branch()).isEqualTo("feature/new");
        assertThat(remote("rev-parse", "feature/new^")).isEqualTo(tip());
    }

    @Test
    void aBranchMayLieWhereAnotherOneLayBefore() throws Exception {
        author.git.run("checkout", "--quiet", "-b", "topic");
        author.write("README.md", "first\n");
        landed(workshop.publish(author.capture(), "first"));
        try (Mirror mirror = workshop.mirrors.open(workshop.repository)) {
            assertThat(mirror.fetch("topic")).isNotNull();
        }
        author.git.run("push", "--quiet", "origin", ":topic");
        author.git.run("checkout", "--quiet", "--detach");
        author.git.run("branch", "--quiet", "-D", "topic");
        author.git.run("checkout", "--quiet", "-b", "topic/two");
        author.newLane();
        author.git.run("push", "--quiet", "origin", "HEAD:refs/heads/topic/two");

        assertThat(landed(workshop.publish(author.capture(), "second")).branch())
                .isEqualTo("topic/two");
    }

    // --- the author's own unpushed commits

    @Test
    void unpushedCommitsGoAlongUnchanged() throws Exception {
        author.write("one.txt", "1\n");
        String one = author.commit("one");
        author.write("two.txt", "2\n");
        String two = author.commit("two");
        author.write("three.txt", "3\n");

        Landed landed = landed(workshop.publish(author.capture(), "three"));

        assertThat(landed.rebased()).isFalse();
        assertThat(remote("rev-list", "-3", "main").lines()).containsExactly(landed.commitId(), two, one);
    }

    @Test
    void unpushedCommitsAreNotRewrittenWhenTheBranchMoved() throws Exception {
        author.write("one.txt", "1\n");
        String one = author.commit("one");
        author.write("two.txt", "2\n");
        DraftId draft = author.capture();
        String theirs = pushOfColleague();

        Landed landed = landed(workshop.publish(draft, "feat: Add two!"));

        assertThat(landed)
                .isEqualTo(new Landed(
                        remote("rev-parse", "comfort/feat-add-two"),
                        Landing.SIDE_BRANCH,
                        "comfort/feat-add-two",
                        false,
                        1,
                        "unpushed-commits"));
        assertThat(remote("rev-parse", "comfort/feat-add-two^")).isEqualTo(one);
        assertThat(tip()).isEqualTo(theirs);
    }

    // --- the branch moved

    private String pushOfColleague() throws IOException {
        colleague.pull();
        colleague.write("colleague-" + UUID.randomUUID() + ".txt", "work\n");
        return colleague.push("work of a colleague");
    }

    @Test
    void aChangeIsPutOnTopOfWhatACollegueDidInTheSameFile() throws Exception {
        author.write("README.md", "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n");
        DraftId draft = author.capture();
        colleague.write("README.md", "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE\n");
        String theirs = colleague.push("nine");

        Landed landed = landed(workshop.publish(draft, "one"));

        assertThat(landed.rebased()).isTrue();
        assertThat(remote("rev-parse", "main^")).isEqualTo(theirs);
        assertThat(remote("show", "main:README.md")).isEqualTo("ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE");
        assertThat(remote("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    @Test
    void aChangeFollowsAFileThatAColleagueRenamed() throws Exception {
        author.write("src/App.java", lines("app", 30).replace("app 3\n", "app three\n"));
        DraftId draft = author.capture();
        colleague.git.run("mv", "src/App.java", "src/Main.java");
        colleague.push("rename");

        landed(workshop.publish(draft, "edit"));

        assertThat(remote("ls-tree", "-r", "--name-only", "main")).isEqualTo("README.md\nsrc/Main.java");
        assertThat(remote("show", "main:src/Main.java")).contains("app three");
    }

    @Test
    void aRenameKeepsWhatAColleagueWroteInTheFile() throws Exception {
        Files.move(author.path("src/App.java"), author.path("src/Main.java"));
        DraftId draft = author.capture();
        colleague.write("src/App.java", lines("app", 30).replace("app 3\n", "app three\n"));
        colleague.push("edit");

        landed(workshop.publish(draft, "rename"));

        assertThat(remote("ls-tree", "-r", "--name-only", "main")).isEqualTo("README.md\nsrc/Main.java");
        assertThat(remote("show", "main:src/Main.java")).contains("app three");
    }

    @Test
    void aConflictGoesBesideTheBranchAndNamesTheFiles() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        String base = author.git.run("rev-parse", "HEAD");
        colleague.write("README.md", "theirs\n");
        String theirs = colleague.push("theirs");

        Landed landed = landed(workshop.publish(draft, "docs: 안내를 고친다"));

        assertThat(landed.landing()).isEqualTo(Landing.SIDE_BRANCH);
        assertThat(landed.branch()).isEqualTo("comfort/docs-안내를-고친다");
        assertThat(landed.reason()).isEqualTo("conflict: README.md");
        assertThat(tip()).isEqualTo(theirs);
        assertThat(remote("rev-parse", landed.branch() + "^")).isEqualTo(base);
        assertThat(remote("show", landed.branch() + ":README.md")).isEqualTo("mine");
    }

    @Test
    void aSideBranchOfSomebodyElseIsNeverTouched() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        colleague.git.run(
                "push", "--quiet", "origin", "HEAD:refs/heads/comfort/same", "HEAD:refs/heads/comfort/same-2/x");
        colleague.write("README.md", "theirs\n");
        colleague.push("theirs");

        assertThat(landed(workshop.publish(draft, "same")).branch()).isEqualTo("comfort/same-3");
    }

    @Test
    void aChangeThatIsOnTheBranchAlreadyLeavesNothingToCommit() throws Exception {
        author.write("README.md", "same\n");
        DraftId draft = author.capture();
        colleague.write("README.md", "same\n");
        String theirs = colleague.push("same");

        assertThat(workshop.publish(draft, "same"))
                .asInstanceOf(type(Failed.class))
                .returns(PushFailure.NOTHING_LEFT_TO_COMMIT, Failed::failure);
        assertThat(tip()).isEqualTo(theirs);
    }

    @Test
    void aForeignPushBetweenTheLookAndThePushIsKept() throws Exception {
        author.write("mine.txt", "mine\n");
        DraftId draft = author.capture();
        AtomicInteger races = new AtomicInteger(3);
        workshop.observer = step -> {
            if (step == PublishStep.ATTEMPT_STORED && races.getAndDecrement() > 0) {
                try {
                    pushOfColleague();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };

        Landed landed = landed(workshop.publish(draft, "mine"));

        assertThat(landed.attempts()).isEqualTo(4);
        assertThat(landed.rebased()).isTrue();
        assertThat(remote("rev-list", "--count", "main")).isEqualTo("5");
        assertThat(remote("rev-list", "--count", "--merges", "main")).isEqualTo("0");
        assertThat(tip()).isEqualTo(landed.commitId());
    }

    @Test
    void aBranchThatMovesUnderEveryPushIsGivenUp() throws Exception {
        author.write("mine.txt", "mine\n");
        DraftId draft = author.capture();
        workshop.patience = new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 3);
        workshop.observer = step -> {
            if (step == PublishStep.ATTEMPT_STORED) {
                try {
                    pushOfColleague();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };

        assertThat(workshop.publish(draft, "mine"))
                .isEqualTo(new Failed(PushFailure.BRANCH_KEEPS_MOVING, "main moved 3 times under the push", 3));
    }

    // --- the lane, where it takes a real desk

    @Test
    void aDraftOnTopOfAPushedOneIsExactlyWhatWasCaptured() throws Exception {
        author.write("README.md", "mine\n");
        Landed first = landed(workshop.publish(author.capture(), "first"));
        author.write("README.md", "mine\nand more\n");
        DraftId second = author.capture();

        Landed landed = landed(workshop.publish(second, "second"));

        assertThat(landed.rebased()).isFalse();
        assertThat(remote("rev-parse", "main^")).isEqualTo(first.commitId());
        assertThat(remote("rev-parse", "main^{tree}"))
                .isEqualTo(author.git.run("rev-parse", snapshotOf(second) + "^{tree}"));
    }

    @Test
    void aStagedSubsetDoesNotTakeThePushedWorkTreeBack() throws Exception {
        author.write("README.md", "mine\n");
        author.write("new.txt", "new\n");
        author.git.run("rm", "--quiet", "--cached", "src/App.java");
        Files.delete(author.path("src/App.java"));
        landed(workshop.publish(author.capture(), "first"));
        author.git.run("reset", "--quiet");
        author.write("second.txt", "second\n");
        author.git.run("add", "second.txt");

        landed(workshop.publish(author.captureStaged(), "second"));

        assertThat(remote("ls-tree", "-r", "--name-only", "main")).isEqualTo("README.md\nnew.txt\nsecond.txt");
        assertThat(remote("show", "main:README.md")).isEqualTo("mine");
    }

    @Test
    void aStagedHunkDoesNotTakeThePushedHunksOfTheFileBack() throws Exception {
        String text = Files.readString(author.path("README.md"));
        author.write("README.md", text.replace("one\n", "ONE\n"));
        landed(workshop.publish(author.capture(), "first"));
        author.write("README.md", text.replace("nine\n", "NINE\n"));
        author.git.run("add", "README.md");
        author.write("README.md", text.replace("one\n", "ONE\n").replace("nine\n", "NINE\n"));

        landed(workshop.publish(author.captureStaged(), "second"));

        assertThat(remote("show", "main:README.md")).isEqualTo("ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE");
    }

    @Test
    void aSideBranchThatSomebodyMergedCountsAsPushed() throws Exception {
        author.write("README.md", "mine\n");
        DraftId first = author.capture();
        colleague.write("README.md", "theirs\n");
        colleague.push("theirs");
        assertThat(landed(workshop.publish(first, "docs: mine")).landing()).isEqualTo(Landing.SIDE_BRANCH);
        colleague.git.run("fetch", "--quiet", "origin");
        colleague.git.run("merge", "--quiet", "-s", "ours", "-m", "settled", "origin/comfort/docs-mine");
        colleague.git.run("push", "--quiet", "origin", "HEAD:main");
        author.write("another.txt", "another\n");

        Landed landed = landed(workshop.publish(author.capture(), "another"));

        assertThat(landed.landing()).isEqualTo(Landing.BRANCH);
        assertThat(remote("show", "main:README.md")).isEqualTo("theirs");
        assertThat(remote("show", "main:another.txt")).isEqualTo("another");
    }

    // --- the remote says no, or nothing

    @Test
    void aProtectedBranchSendsTheCommitBesideWithTheRemotesOwnWords() throws Exception {
        workshop.refusePushes("""
                while read old new ref; do
                  if [ "$ref" = refs/heads/main ]; then echo 'main is protected: ask for a review' >&2; exit 1; fi
                done""");
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        String before = tip();

        Landed landed = landed(workshop.publish(draft, "docs: mine"));

        assertThat(landed.landing()).isEqualTo(Landing.SIDE_BRANCH);
        assertThat(landed.attempts()).isEqualTo(2);
        assertThat(landed.reason()).startsWith("refused: ").contains("main is protected: ask for a review");
        assertThat(tip()).isEqualTo(before);
        assertThat(remote("rev-parse", "comfort/docs-mine^")).isEqualTo(before);
    }

    @Test
    void aRemoteThatTakesNothingIsAFailureInItsOwnWords() throws Exception {
        workshop.refusePushes("""
                cat >&2 <<'WORDS'
                커밋에 이슈 번호가 없습니다: docs: mine
                Found 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 in README.md
                See https://bot:s3cret@wiki.example.org/rules
                WORDS
                exit 1""");
        author.write("README.md", "mine\n");

        assertThat(workshop.publish(author.capture(), "docs: mine"))
                .asInstanceOf(type(Failed.class))
                .returns(PushFailure.REMOTE_REFUSED, Failed::failure)
                .returns(2, Failed::attempts)
                .satisfies(failed -> assertThat(failed.detail()).endsWith("""
                        커밋에 이슈 번호가 없습니다: docs: mine
                        Found <GITHUB_TOKEN:1> in README.md
                        See https://wiki.example.org/rules"""));
        assertThat(remote("for-each-ref", "refs/heads/comfort")).isEmpty();
    }

    @Test
    void aRemoteThatIsGoneIsUnreachableUntilItIsBack() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        Path away = folder.resolve("away.git");
        Files.move(workshop.remote.folder, away);

        PublishOutcome gone = workshop.publish(draft, "docs: mine");
        Files.move(away, workshop.remote.folder);

        assertThat(gone).asInstanceOf(type(Unreachable.class)).satisfies(unreachable -> {
            assertThat(unreachable.attempts()).isZero();
            assertThat(unreachable.detail())
                    .doesNotContain(folder.resolve("data").toString());
        });
        assertThat(landed(workshop.publish(draft, "docs: mine")).commitId()).isEqualTo(tip());
    }

    @Test
    void aRemoteThatNeverFinishesAPushIsUnreachable() throws Exception {
        workshop.refusePushes("[ -e " + folder.resolve("go") + " ] || sleep 5");
        workshop.patience = new Patience(Duration.ofMinutes(1), Duration.ofMillis(700), Duration.ofMinutes(1), 3);
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();

        PublishOutcome stuck = workshop.publish(draft, "docs: mine");
        Files.createFile(folder.resolve("go"));
        workshop.patience = Patience.DEFAULT;
        Landed landed = landed(workshop.publish(draft, "docs: mine"));

        assertThat(stuck).asInstanceOf(type(Unreachable.class)).returns(1, Unreachable::attempts);
        assertThat(landed.commitId()).isEqualTo(tip());
        assertThat(remote("rev-list", "--count", "main")).isEqualTo("2");
    }

    @Test
    void aPushThatWasGivenUpDoesNotLandBehindTheAuthorsBack() throws Exception {
        Path begun = folder.resolve("begun");
        workshop.refusePushes("echo $PPID > " + begun + "; sleep 300");
        workshop.patience = new Patience(Duration.ofMinutes(1), Duration.ofMillis(1500), Duration.ofMinutes(1), 3);
        author.write("README.md", "mine\n");
        String before = tip();

        PublishOutcome stuck = workshop.publish(author.capture(), "docs: mine");

        assertThat(stuck).isInstanceOf(Unreachable.class);
        long receiving = Long.parseLong(Files.readString(begun).strip());
        assertThat(ProcessHandle.of(receiving).filter(ProcessHandle::isAlive))
                .as("git receive-pack has ended")
                .isEmpty();
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void aRemoteThatDeniesAccessIsAFailureThatRepeatsNoCredentials(@TempDir Path elsewhere) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/team/project.git";
            Workshop forbidden = new Workshop(elsewhere, database, url);
            Workshop.Desk desk = forbidden.desk("desk");
            desk.write("first.txt", "first\n");

            assertThat(forbidden.publish(desk.capture(), "begin"))
                    .asInstanceOf(type(Failed.class))
                    .returns(PushFailure.REMOTE_REFUSED, Failed::failure)
                    .returns(0, Failed::attempts);
        } finally {
            server.stop(0);
        }
    }

    // --- once

    @Test
    void aPublishedDraftIsAnsweredWithoutTheRemote() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        Landed first = landed(workshop.publish(draft, "docs: mine"));
        Files.move(workshop.remote.folder, folder.resolve("away.git"));

        assertThat(workshop.publish(draft, "docs: another message")).isEqualTo(first);
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void publishAndDieAt(PublishStep last, DraftId draft, String message) {
        workshop.observer = step -> {
            if (step == last) {
                throw new Killed();
            }
        };
        assertThatThrownBy(() -> workshop.publish(draft, message)).isInstanceOf(Killed.class);
        workshop.observer = step -> {};
    }

    @ParameterizedTest
    @EnumSource
    void aPublishThatDiedAnywhereLandsOnceWhenItIsRepeated(PublishStep last) throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        publishAndDieAt(last, draft, "docs: mine");
        String attempted = remote("for-each-ref", "--format=%(objectname)", "refs/heads/main");

        Landed landed = landed(workshop.publish(draft, "docs: mine"));

        assertThat(remote("rev-list", "--count", "main")).isEqualTo("2");
        assertThat(tip()).isEqualTo(landed.commitId());
        if (EnumSet.of(PublishStep.PUSHED, PublishStep.RECORDED).contains(last)) {
            assertThat(landed.commitId()).isEqualTo(attempted);
            assertThat(landed.attempts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereSomebodyPushedIsNotKeptHoweverFarThePushWasWhenTheyWereErased(PublishStep last) throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        colleague.write("README.md", "theirs\n");
        colleague.push("theirs");
        workshop.observer = step -> {
            if (step == last) {
                workshop.erased.erase(workshop.owner);
            }
        };

        assertThat(landed(workshop.publish(draft, "docs: mine")).branch()).isEqualTo("comfort/docs-mine");

        assertThat(rows("SELECT branch || ', ' || coalesce(reason, '[erased]') FROM repositories.publication", draft))
                .containsExactly("[erased], [erased]");
        assertThat(rows(
                        "SELECT target_ref || ', ' || coalesce(reason, '[erased]') FROM repositories.push_attempt",
                        draft))
                .containsExactly("refs/heads/[erased], [erased]");
    }

    @Test
    void nothingIsPushedForSomebodyWhoWasErased() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        publishAndDieAt(PublishStep.ATTEMPT_STORED, draft, "docs: mine");
        String before = tip();
        workshop.erased.erase(workshop.owner);

        assertThat(workshop.publish(draft, "[erased]"))
                .isEqualTo(new Failed(PushFailure.CAPTURE_LOST, "its author was erased", 1));
        assertThat(tip()).isEqualTo(before);
    }

    private List<String> rows(String select, DraftId draft) {
        return workshop.jdbc
                .sql(select + " WHERE draft_id = ?")
                .param(draft.value())
                .query(String.class)
                .list();
    }

    @Test
    void aPushThatWasDoneButNotRecordedIsNotDoneTwiceUnderAForeignCommit() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        publishAndDieAt(PublishStep.PUSHED, draft, "docs: mine");
        String pushed = tip();
        pushOfColleague();
        String theirs = pushOfColleague();

        Landed landed = landed(workshop.publish(draft, "docs: mine"));

        assertThat(landed).isEqualTo(new Landed(pushed, Landing.BRANCH, "main", false, 1, null));
        assertThat(tip()).isEqualTo(theirs);
    }

    @Test
    void anAttemptThatWasStoredButNotPushedIsPushedAsItIs() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        publishAndDieAt(PublishStep.ATTEMPT_STORED, draft, "docs: mine");
        String stored = workshop.jdbc
                .sql("SELECT object_id FROM repositories.push_attempt WHERE draft_id = ?")
                .param(draft.value())
                .query(String.class)
                .single();

        assertThat(landed(workshop.publish(draft, "docs: mine")).commitId()).isEqualTo(stored);
    }

    @Test
    void aSideBranchThatWasPushedButNotRecordedIsNotPushedTwice() throws Exception {
        author.write("README.md", "mine\n");
        DraftId draft = author.capture();
        colleague.write("README.md", "theirs\n");
        colleague.push("theirs");
        publishAndDieAt(PublishStep.PUSHED, draft, "docs: mine");
        String pushed = remote("rev-parse", "comfort/docs-mine");
        colleague.git.run("fetch", "--quiet", "origin");
        colleague.git.run("checkout", "--quiet", "-b", "review", "origin/comfort/docs-mine");
        colleague.write("review.txt", "a remark\n");
        colleague.commit("a remark on top");
        colleague.git.run("push", "--quiet", "origin", "HEAD:comfort/docs-mine");

        Landed landed = landed(workshop.publish(draft, "docs: mine"));

        assertThat(landed)
                .isEqualTo(
                        new Landed(pushed, Landing.SIDE_BRANCH, "comfort/docs-mine", false, 1, "conflict: README.md"));
        assertThat(remote("for-each-ref", "--format=%(refname:short)", "refs/heads/comfort"))
                .isEqualTo("comfort/docs-mine");
    }

    @Test
    void anUnknownDraftIsLost() {
        assertThat(workshop.publish(new DraftId(UUID.randomUUID()), "x"))
                .asInstanceOf(type(Failed.class))
                .returns(PushFailure.CAPTURE_LOST, Failed::failure);
    }

    @Test
    void publishesAtOnceFromTwoProcessesOntoOneBranchAreALineAndNoneIsLost() throws Exception {
        int many = 2 * BranchTurns.IN_LINE;
        workshop.patience = new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 3);
        List<DraftId> drafts = new ArrayList<>();
        for (int n = 0; n < many; n++) {
            author.newLane();
            author.git.run("clean", "-fdq");
            author.write("file-" + n + ".txt", "content " + n + "\n");
            drafts.add(author.capture());
        }
        Publisher one = workshop.publisher();
        Publisher two = workshop.publisher();
        List<Future<PublishOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (DraftId draft : drafts) {
                Publisher publisher = outcomes.size() % 2 == 0 ? one : two;
                outcomes.add(threads.submit(
                        () -> publisher.publish(new PublishOrder(draft, "feat: " + draft, Workshop.APPROVED_AT))));
            }
        }
        List<String> commits = new ArrayList<>();
        for (Future<PublishOutcome> outcome : outcomes) {
            Landed landed = landed(outcome.get());
            assertThat(landed.landing()).isEqualTo(Landing.BRANCH);
            commits.add(landed.commitId());
        }

        assertThat(remote("rev-list", "-" + many, "main").lines()).containsExactlyInAnyOrderElementsOf(commits);
        assertThat(remote("rev-list", "--count", "--merges", "main")).isEqualTo("0");
        assertThat(remote("ls-tree", "--name-only", "main").lines().filter(name -> name.startsWith("file-")))
                .hasSize(many);
    }

    private String snapshotOf(DraftId draft) {
        return workshop.captures.find(draft).orElseThrow().order().snapshot();
    }
}
