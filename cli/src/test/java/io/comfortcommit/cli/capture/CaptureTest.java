package io.comfortcommit.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.GitRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a capture holds, and what it leaves alone. */
class CaptureTest {
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

    private String capturedTree(Ran ran) {
        assertThat(ran.exit()).as(ran.toString()).isZero();
        String id = ran.json().path("draftId").asString();
        return desktop.server().mirror().tree("refs/captures/" + id);
    }

    private void assertCapturedAsTheWorkTreeIs() {
        String expected = work.treeOfWorkTree();
        Map<String, String> before = work.everything();
        Ran ran = desktop.capture();
        assertThat(capturedTree(ran)).isEqualTo(expected);
        assertThat(work.everything()).isEqualTo(before);
    }

    private void changeInManyWays() {
        work.write("a.txt", "one\n2\nthree\nfour\nfive\n");
        work.delete("b.txt");
        work.write("dir/moved.txt", "c\n");
        work.delete("dir/c.txt");
        work.write("새 폴더/a b\tc.txt", "빈칸\n");
        work.write("-dash", "x");
        work.write(":(top)magic", "x");
        work.write("empty", "");
        work.write("binary", new byte[] {0, 1, 2, (byte) 0xff, 0});
        work.write("crlf.txt", "one\r\ntwo\r\n");
        work.write("run.sh", "#!/bin/sh\n");
        work.executable("run.sh");
        work.link("link", "a.txt");
        work.link("broken", "/nowhere/at/all");
    }

    @Test
    void everyKindOfChangeArrivesExactlyAndNothingHereChanges() {
        changeInManyWays();
        work.git("stash", "-q");
        work.git("stash", "apply", "-q");
        changeInManyWaysAgain();

        assertCapturedAsTheWorkTreeIs();

        JsonNode order = desktop.server().lastOrder();
        assertThat(order.path("mode").asString()).isEqualTo("WORK_TREE");
        assertThat(order.path("branch").asString()).isEqualTo("main");
        assertThat(order.path("base").asString()).isEqualTo(work.head());
        assertThat(order.path("author").path("name").asString()).isEqualTo("Kim Jiwon");
        assertThat(order.path("author").path("email").asString()).isEqualTo("jiwon@example.com");
    }

    private void changeInManyWaysAgain() {
        work.git("reset", "-q");
        work.write("later.txt", "later\n");
    }

    @Test
    void theSnapshotIsACommitOfTheAuthorOnHead() {
        work.write("a.txt", "changed\n");
        String id = desktop.captured();
        GitRepository mirror = desktop.server().mirror();
        assertThat(mirror.git("log", "-1", "--format=%an <%ae> %P", "refs/captures/" + id))
                .isEqualTo("Kim Jiwon <jiwon@example.com> " + work.head());
        Instant authored =
                Instant.ofEpochSecond(Long.parseLong(mirror.git("log", "-1", "--format=%at", "refs/captures/" + id)));
        assertThat(desktop.server().lastOrder().path("capturedAt").asString()).isEqualTo(authored.toString());
    }

    @Test
    void whereSomethingIsStagedOnlyTheIndexIsTaken() {
        work.write("a.txt", "staged\n");
        work.git("add", "a.txt");
        work.write("a.txt", "not staged\n");
        work.write("new.txt", "untracked\n");
        String expected = work.git("write-tree");
        Map<String, String> before = work.everything();

        Ran ran = desktop.capture();

        assertThat(capturedTree(ran)).isEqualTo(expected);
        assertThat(ran.json().path("mode").asString()).isEqualTo("INDEX");
        assertThat(work.everything()).isEqualTo(before);
    }

    @Test
    void aFileThatIsOnlyIntendedToBeAddedCountsAsNotStaged() {
        work.write("new.txt", "new\n");
        work.git("add", "-N", "new.txt");
        assertCapturedAsTheWorkTreeIs();
        assertThat(desktop.server().lastOrder().path("mode").asString()).isEqualTo("WORK_TREE");
    }

    @Test
    void aModeAloneIsAChange() {
        work.executable("a.txt");
        assertCapturedAsTheWorkTreeIs();
    }

    @Test
    void deletionsAloneAreAChange() {
        work.delete("a.txt");
        work.delete("dir/c.txt");
        assertCapturedAsTheWorkTreeIs();
    }

    @Test
    void untrackedFilesAloneAreAChange() {
        work.write("deep/er/new.txt", "x\n");
        assertCapturedAsTheWorkTreeIs();
    }

    @Test
    void ignoredFilesStayAtHome() {
        work.write(".gitignore", "*.log\n");
        work.write("debug.log", "secret\n");
        assertCapturedAsTheWorkTreeIs();
        String id = desktop.server().lastOrder().path("snapshot").asString();
        assertThat(desktop.server().mirror().git("ls-tree", "-r", "--name-only", id))
                .doesNotContain("debug.log");
    }

    @Test
    void noChangeIsNoError() {
        Ran ran = desktop.capture();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).isEqualTo("{\"status\":\"NO_CHANGE\"}\n");
        assertThat(desktop.server().negotiations()).isEmpty();
    }

    @Test
    void whatOnlyLooksChangedIsNoChange() {
        work.git("config", "core.autocrlf", "input");
        work.write("a.txt", "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n");
        Ran ran = desktop.capture();
        assertThat(ran.json().path("status").asString()).isEqualTo("NO_CHANGE");
        assertThat(work.root().resolve(".git/comfort/objects")).isEmptyDirectory();
    }

    @Test
    void noChangeNeedsNoServer() {
        desktop.environment().remove("COMFORT_URL");
        assertThat(desktop.capture().exit()).isZero();
    }

    @Test
    void theFirstCommitOfARepositoryIsCaptured() {
        GitRepository fresh = work.at(folder.resolve("fresh"));
        work.git("init", "-q", fresh.root().toString());
        fresh.git("remote", "add", "origin", desktop.remote().root().toString());
        fresh.git("checkout", "-q", "--orphan", "first");
        fresh.write("a.txt", "a\n");
        String expected = fresh.treeOfWorkTree();

        Ran ran = desktop.captureIn(fresh.root());

        assertThat(capturedTree(ran)).isEqualTo(expected);
        assertThat(desktop.server().lastOrder().path("base").isNull()).isTrue();
        assertThat(fresh.tryGit("rev-parse", "-q", "--verify", "HEAD")).isNotZero();
        assertThat(fresh.root().resolve(".git/index")).doesNotExist();
    }

    @Test
    void anEmptyRepositoryHasNothingToCapture() {
        GitRepository fresh = work.at(folder.resolve("fresh"));
        work.git("init", "-q", fresh.root().toString());
        assertThat(desktop.captureIn(fresh.root()).json().path("status").asString())
                .isEqualTo("NO_CHANGE");
    }

    @Test
    void aLinkedWorkTreeIsALaneOfItsOwn() {
        GitRepository linked = work.at(folder.resolve("linked tree"));
        work.git("worktree", "add", "-q", "-b", "side", linked.root().toString());
        work.write("a.txt", "main\n");
        desktop.captured();
        String lane = desktop.server().lastOrder().path("lane").asString();
        linked.write("a.txt", "side\n");
        String expected = linked.treeOfWorkTree();

        assertThat(capturedTree(desktop.captureIn(linked.root()))).isEqualTo(expected);

        assertThat(desktop.server().lastOrder().path("branch").asString()).isEqualTo("side");
        assertThat(desktop.server().lastOrder().path("lane").asString()).isNotEqualTo(lane);
    }

    @Test
    void theLaneIsTheSameAsLongAsWorkTreeAndBranchAre() {
        work.write("a.txt", "1\n");
        desktop.captured();
        String lane = desktop.server().lastOrder().path("lane").asString();
        work.write("a.txt", "2\n");
        desktop.captured();
        assertThat(desktop.server().lastOrder().path("lane").asString()).isEqualTo(lane);
        work.git("checkout", "-q", "-b", "other");
        desktop.captured();
        assertThat(desktop.server().lastOrder().path("lane").asString()).isNotEqualTo(lane);
    }

    @Test
    void aFolderDeepInTheWorkTreeStandsForTheWhole() {
        work.write("a.txt", "changed\n");
        String expected = work.treeOfWorkTree();
        assertThat(capturedTree(desktop.captureIn(work.root().resolve("dir")))).isEqualTo(expected);
    }

    @Test
    void aShallowCloneIsCaptured() {
        for (int i = 0; i < 5; i++) {
            work.write("a.txt", i + "\n");
            work.commitAll("feat: " + i);
        }
        work.git("push", "-q");
        GitRepository shallow = work.at(folder.resolve("shallow"));
        work.git(
                "clone",
                "-q",
                "--depth",
                "2",
                "file://" + desktop.remote().root(),
                shallow.root().toString());
        shallow.write("a.txt", "shallow\n");
        String expected = shallow.treeOfWorkTree();
        assertThat(capturedTree(desktop.captureIn(shallow.root()))).isEqualTo(expected);
    }

    @Test
    void aPartialCloneIsCapturedWithoutFetchingTheRest() {
        work.write("large/x.txt", "x\n");
        work.commitAll("feat: large");
        work.git("push", "-q");
        GitRepository remote = desktop.remote();
        remote.git("config", "uploadpack.allowFilter", "true");
        remote.git("config", "uploadpack.allowAnySHA1InWant", "true");
        GitRepository partial = work.at(folder.resolve("partial"));
        work.git(
                "clone",
                "-q",
                "--filter=blob:none",
                "--no-checkout",
                "file://" + remote.root(),
                partial.root().toString());
        partial.git("sparse-checkout", "set", "dir");
        partial.git("checkout", "-q", "main");
        String missing = partial.git("rev-list", "--objects", "--missing=print", "HEAD");
        assertThat(missing).contains("?");
        partial.write("dir/c.txt", "partial\n");

        Ran ran = desktop.captureIn(partial.root());

        capturedTree(ran);
        String snapshot = ran.json().path("snapshot").asString();
        assertThat(desktop.server().mirror().git("diff-tree", "-r", "--name-status", partial.head(), snapshot))
                .isEqualTo("M\tdir/c.txt");
        assertThat(partial.git("rev-list", "--objects", "--missing=print", "HEAD"))
                .isEqualTo(missing);
    }

    /** What a {@code git-lfs} that is there does, but that it only notes what it was asked to upload. */
    private void withLfs(int exit) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path lfs = Files.writeString(
                programs.resolve("git-lfs"),
                "#!/bin/sh\n[ \"$1\" = push ] && echo \"$@\" >>'" + folder.resolve("uploaded") + "'\nexit " + exit
                        + "\n");
        assertThat(lfs.toFile().setExecutable(true)).isTrue();
        desktop.environment().merge("PATH", programs + ":", (path, first) -> first + path);
        Path clean = Files.writeString(
                programs.resolve("clean"), """
                #!/bin/sh
                file=$(mktemp) && cat >"$file" && oid=$(sha256sum <"$file" | cut -d' ' -f1)
                at='%s'/$(echo "$oid" | cut -c1-2)/$(echo "$oid" | cut -c3-4)
                mkdir -p "$at" && mv "$file" "$at/$oid"
                printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%%s\\nsize 1\\n' "$oid"
                """.formatted(work.root().resolve(".git/lfs/objects")));
        assertThat(clean.toFile().setExecutable(true)).isTrue();
        work.git("config", "filter.lfs.clean", "'" + clean + "'");
        work.write(".gitattributes", "*.bin filter=lfs -text\n");
        work.write("large.bin", "large");
    }

    @Test
    void whatLfsKeepsIsUploadedBeforeTheCaptureIsSent() throws IOException {
        withLfs(0);
        desktop.server()
                .watchCaptures((order, stored) ->
                        assertThat(folder.resolve("uploaded")).exists());
        String id = desktop.captured();
        String uploaded = Files.readString(folder.resolve("uploaded")).strip();
        assertThat(uploaded).matches("push --object-id origin [0-9a-f]{64}");
        assertThat(desktop.server().mirror().git("cat-file", "blob", "refs/captures/" + id + ":large.bin"))
                .contains("oid sha256:" + uploaded.substring(uploaded.length() - 64));
    }

    @Test
    void whatLfsKeepsElsewhereAloneIsNotUploaded() throws IOException {
        withLfs(2);
        work.write(
                "large.bin",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab".repeat(32) + "\nsize 1\n");
        work.git("config", "filter.lfs.clean", "cat");
        assertThat(desktop.capture().json().path("status").asString()).isEqualTo("CAPTURED");
        assertThat(folder.resolve("uploaded")).doesNotExist();
    }

    @Test
    void whatLfsCanNotUploadWaits() throws IOException {
        withLfs(2);
        Ran ran = desktop.capture();
        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("status").asString()).isEqualTo("SPOOLED");
        assertThat(ran.json().path("because").path("code").asString()).isEqualTo("LFS_NOT_UPLOADED");
        assertThat(desktop.server().orders()).isEmpty();
        withLfs(0);
        Ran sent =
                desktop.comfort("spool", "send", "--json", "--repo", work.root().toString());
        assertThat(sent.exit()).as(sent.toString()).isZero();
        assertThat(desktop.server().orders()).hasSize(1);
    }

    @Test
    void aSparseCheckoutLosesNothingOutsideOfIt() {
        work.git("sparse-checkout", "set", "dir");
        assertThat(work.has("dir/c.txt")).isTrue();
        work.write("dir/c.txt", "changed\n");
        work.write("outside/new.txt", "new\n");

        Ran ran = desktop.capture();

        capturedTree(ran);
        String snapshot = ran.json().path("snapshot").asString();
        assertThat(desktop.server().mirror().git("diff-tree", "-r", "--name-status", work.head(), snapshot))
                .isEqualTo("M\tdir/c.txt\nA\toutside/new.txt");
    }

    @Test
    void filtersAreAppliedAsByGitAdd() {
        work.git("config", "filter.upper.clean", "tr a-z A-Z");
        work.git("config", "filter.upper.required", "true");
        work.write(".gitattributes", "*.up filter=upper\n*.txt text eol=crlf\n");
        work.write("x.up", "loud\n");
        work.write("x.txt", "line\r\n");
        assertCapturedAsTheWorkTreeIs();
        String snapshot = desktop.server().lastOrder().path("snapshot").asString();
        assertThat(desktop.server().mirror().git("cat-file", "blob", snapshot + ":x.up"))
                .isEqualTo("LOUD");
    }

    @Test
    void neitherHooksNorSettingsOfTheUserInterfere() throws IOException {
        Path ran = folder.resolve("hook-ran");
        Path hooks = Files.createDirectories(folder.resolve("hooks"));
        for (String hook : new String[] {"pre-commit", "post-index-change", "reference-transaction", "fsmonitor"}) {
            Path script = Files.writeString(hooks.resolve(hook), "#!/bin/sh\necho " + hook + " >>" + ran + "\n");
            script.toFile().setExecutable(true);
        }
        work.git("config", "core.hooksPath", hooks.toString());
        work.git("config", "core.fsmonitor", hooks.resolve("fsmonitor").toString());
        work.git("config", "commit.gpgSign", "true");
        work.git("config", "gpg.program", "false");
        work.git("config", "alias.add", "!false");
        work.git("config", "status.showUntrackedFiles", "no");
        work.git("config", "status.branch", "false");
        work.git("config", "core.untrackedCache", "true");
        work.git("config", "core.splitIndex", "true");
        work.git("config", "i18n.commitEncoding", "euc-kr");
        work.write("a.txt", "changed\n");
        work.write("new.txt", "new\n");
        work.git("update-index", "--split-index");
        Files.deleteIfExists(ran);
        Map<String, String> before = work.everything();

        Ran captured = desktop.capture();

        assertThat(captured.exit()).as(captured.toString()).isZero();
        assertThat(ran).doesNotExist();
        assertThat(work.everything()).isEqualTo(before);
        String snapshot = captured.json().path("snapshot").asString();
        assertThat(desktop.server().mirror().git("diff-tree", "-r", "--name-status", work.head(), snapshot))
                .isEqualTo("M\ta.txt\nA\tnew.txt");
    }

    @Test
    void whatACallingHookLeftInTheEnvironmentIsNotMinded() {
        work.write("a.txt", "changed\n");
        String expected = work.treeOfWorkTree();
        desktop.environment().put("GIT_DIR", folder.resolve("elsewhere").toString());
        desktop.environment()
                .put("GIT_INDEX_FILE", folder.resolve("other-index").toString());
        desktop.environment().put("GIT_WORK_TREE", folder.toString());
        desktop.environment()
                .put("GIT_OBJECT_DIRECTORY", folder.resolve("quarantine").toString());
        desktop.environment().put("GIT_PREFIX", "dir/");
        desktop.environment().put("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z");
        Ran ran = desktop.capture();
        desktop.environment().keySet().removeIf(name -> name.startsWith("GIT_") && !name.contains("CONFIG"));
        assertThat(capturedTree(ran)).isEqualTo(expected);
        assertThat(desktop.server().lastOrder().path("capturedAt").asString()).doesNotStartWith("2001");
    }

    @Test
    void aChangeInTheMomentThatTheIndexWasWrittenIsSeen() throws IOException {
        Path file = work.root().resolve("a.txt");
        Path index = work.root().resolve(".git/index");
        FileTime moment = FileTime.from(Instant.parse("2026-11-01T09:00:00Z"));
        Files.setLastModifiedTime(file, moment);
        work.git("update-index", "--refresh");
        Files.writeString(file, "ONE\ntwo\nthree\nfour\nfive\n");
        Files.setLastModifiedTime(file, moment);
        Files.setLastModifiedTime(index, moment);
        work.git("config", "core.trustctime", "false");

        Ran ran = desktop.capture();

        assertThat(capturedTree(ran)).isNotEqualTo(work.tree("HEAD"));
    }

    @Test
    void objectsOfAlternatesAreFound() {
        GitRepository borrowing = work.at(folder.resolve("borrowing: \"a\" clone"));
        work.git(
                "clone",
                "-q",
                "--shared",
                work.root().toString(),
                borrowing.root().toString());
        borrowing.git("remote", "set-url", "origin", desktop.remote().root().toString());
        GitRepository twice = work.at(folder.resolve("twice"));
        work.git(
                "clone",
                "-q",
                "--shared",
                borrowing.root().toString(),
                twice.root().toString());
        twice.git("remote", "set-url", "origin", desktop.remote().root().toString());
        for (GitRepository repository : new GitRepository[] {borrowing, twice}) {
            repository.write("a.txt", "borrowed\n");
            String expected = repository.treeOfWorkTree();
            desktop.server().hideEverything();
            assertThat(capturedTree(desktop.captureIn(repository.root()))).isEqualTo(expected);
        }
    }

    @Test
    void namesThatAreNotUtf8ArriveAsTheyAre() {
        String blob = work.git("hash-object", "-w", "a.txt");
        byte[] latin = {'c', 'a', 'f', (byte) 0xe9};
        Path script = work.write(
                "../name.sh",
                concat("printf '100644 " + blob + " 0\\t", latin, "\\0' | git update-index -z --index-info\n"));
        work.gitWith(Map.of("GIT_EDITOR", "true"), "-c", "alias.x=!sh " + script, "x");
        String expected = work.git("write-tree");
        assertThat(capturedTree(desktop.capture())).isEqualTo(expected);
    }

    private static byte[] concat(String before, byte[] middle, String after) {
        byte[] start = before.getBytes(StandardCharsets.UTF_8);
        byte[] end = after.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + middle.length + end.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(middle, 0, all, start.length, middle.length);
        System.arraycopy(end, 0, all, start.length + middle.length, end.length);
        return all;
    }

    @Test
    void aSubmoduleThatMovedToAPushedCommitIsCaptured() {
        GitRepository submodule = addSubmodule();
        submodule.write("s.txt", "next\n");
        submodule.commitAll("feat: next");
        submodule.git("push", "-q");
        assertCapturedAsTheWorkTreeIs();
    }

    private GitRepository addSubmodule() {
        GitRepository library = work.at(folder.resolve("library.git"));
        work.git("init", "-q", "--bare", library.root().toString());
        GitRepository seed = work.at(folder.resolve("seed"));
        work.git("clone", "-q", library.root().toString(), seed.root().toString());
        seed.write("s.txt", "s\n");
        seed.commitAll("feat: library");
        seed.git("push", "-q");
        work.git("submodule", "--quiet", "add", library.root().toString(), "lib dir");
        work.commitAll("feat: use the library");
        work.git("push", "-q");
        return work.at(work.root().resolve("lib dir"));
    }

    @Test
    void waitingGivesTheMessage() {
        work.write("a.txt", "changed\n");
        Ran ran = desktop.comfort(
                "capture", "--wait", "--json", "--repo", work.root().toString());
        assertThat(ran.json().path("status").asString()).isEqualTo("DRAFTED");
        assertThat(ran.json().path("subject").asString()).isEqualTo("feat: drafted");
        assertThat(ran.json().path("message").asString()).startsWith("feat: drafted\n");
        assertThat(ran.json().path("captureId").asString()).isNotEmpty();
    }

    @Test
    void aPlainCaptureDoesWithoutTheLibraryThatReadsCommands() throws InterruptedException {
        work.write("a.txt", "mine\n");
        Process capture = desktop.start(
                entry -> !entry.contains("picocli"),
                "capture",
                "--automatic",
                "--json",
                "--repo",
                work.root().toString());
        assertThat(capture.waitFor()).isZero();
        assertThat(desktop.server().lastOrder().path("branch").asString()).isEqualTo("main");
        Process list = desktop.start(
                entry -> !entry.contains("picocli"),
                "spool",
                "list",
                "--repo",
                work.root().toString());
        assertThat(list.waitFor()).as("it is not there").isNotZero();
    }

    @Test
    void peopleReadSentences() {
        work.write("a.txt", "changed\n");
        Ran english = desktop.comfort("capture", "--wait", "--repo", work.root().toString());
        assertThat(english.out())
                .contains(
                        "Captured on main: everything in the work tree",
                        "feat: drafted",
                        "/d/x#k=1",
                        "comfort approve");
        Ran korean =
                desktop.comfort("capture", "--lang", "ko", "--repo", work.root().toString());
        assertThat(korean.out()).contains("캡처했습니다");
        assertThat(desktop.server().languageOf("/api/captures")).isEqualTo("ko");
    }
}
