package io.comfortcommit.cli.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks that are real, run by a real git. */
class HookTest {
    @TempDir
    Path folder;

    private Desktop desktop;
    private GitRepository work;
    private Path asked;

    @BeforeEach
    void open() throws IOException {
        desktop = Desktop.withHistory(folder);
        work = desktop.work();
        asked = folder.resolve("asked");
        launch("echo \"$@\" >>'" + asked + "'");
    }

    @AfterEach
    void close() {
        System.clearProperty("comfort.launcher");
        desktop.close();
    }

    /** What stands for the command line in the hooks. */
    private void launch(String body) throws IOException {
        Path launcher = Files.writeString(folder.resolve("it's comfort"), "#!/bin/sh\n" + body + "\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        System.setProperty("comfort.launcher", launcher.toString());
    }

    private Ran hook(String what, String... more) {
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"hook", what, "--json", "--repo=" + work.root()}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return desktop.comfort(arguments);
    }

    private void commitAPart() {
        work.write("a.txt", "committed\n");
        work.write("b.txt", "left\n");
        work.git("commit", "-q", "-m", "feat: part", "a.txt");
    }

    private void awaitAsked(int times) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(asked) && Files.readAllLines(asked).size() == times);
    }

    @Test
    void whatIsLeftAfterACommitIsCapturedInTheBackground() throws IOException {
        assertThat(hook("install").exit()).isZero();
        commitAPart();
        awaitAsked(1);
        assertThat(Files.readString(asked))
                .contains(
                        "capture --automatic --json --quiet --repo", work.root().toString());
    }

    @Test
    void aSwitchOfBranchesIsFollowedAndACheckoutOfFilesIsNot() {
        hook("install");
        work.git("checkout", "-q", "a.txt");
        work.git("checkout", "-q", "-b", "other");
        awaitAsked(1);
    }

    @Test
    void gitNeitherWaitsForTheCaptureNorFailsWithIt() throws IOException {
        Path pipe = folder.resolve("pipe");
        work.git("-c", "alias.x=!mkfifo '" + pipe + "'", "x");
        launch("read line <'" + pipe + "'\necho done >>'" + asked + "'\nexit 1");
        hook("install");

        commitAPart();

        assertThat(asked).doesNotExist();
        Files.writeString(pipe, "go on\n");
        awaitAsked(1);
    }

    @Test
    void aLauncherThatIsGoneIsNoTrouble() throws IOException {
        hook("install");
        Files.delete(Path.of(System.getProperty("comfort.launcher")));
        commitAPart();
        assertThat(work.git("log", "-1", "--format=%s")).isEqualTo("feat: part");
    }

    @Test
    void aHookThatWasThereRunsFirstWithItsArgumentsAndItsExitCode() throws IOException {
        Path ran = folder.resolve("ran");
        Path own = work.write(".git/hooks/post-checkout", "#!/bin/sh\necho \"$3\" >>'" + ran + "'\nexit 3\n");
        assertThat(own.toFile().setExecutable(true)).isTrue();
        int alone = work.tryGit("checkout", "-q", "-b", "first");
        assertThat(alone).isNotZero();
        hook("install");
        assertThat(work.tryGit("checkout", "-q", "-b", "second")).isEqualTo(alone);
        assertThat(Files.readString(ran)).isEqualTo("1\n1\n");
        awaitAsked(1);
    }

    @Test
    void installingTwiceIsInstallingOnceAndRemovingPutsEverythingBack() {
        Path own = work.write(".git/hooks/post-commit", "#!/bin/sh\nexit 0\n");
        assertThat(own.toFile().setExecutable(true)).isTrue();
        work.link(".git/hooks/post-merge", "post-commit");
        work.write(".git/hooks/post-checkout", "not executable\n");
        Map<String, String> before = work.everything();

        hook("install");
        Map<String, String> installed = work.everything();
        hook("install");

        assertThat(work.everything().keySet()).isEqualTo(installed.keySet());
        assertThat(installed).isNotEqualTo(before);
        Ran removed = hook("remove");
        assertThat(removed.json().path("hooks")).hasSize(3);
        assertThat(work.everything()).isEqualTo(before);
        assertThat(hook("remove").json().path("status").asString()).isEqualTo("NOT_INSTALLED");
        assertThat(work.everything()).isEqualTo(before);
    }

    @Test
    void aFolderOfHooksThatIsSharedIsOnlyTouchedOnRequest() {
        work.git("config", "core.hooksPath", ".husky");
        work.write(".husky/pre-commit", "#!/bin/sh\n");
        Map<String, String> before = work.everything();
        Ran refused = hook("install");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.errorCode()).isEqualTo("HOOKS_SHARED");
        assertThat(work.everything()).isEqualTo(before);

        assertThat(hook("install", "--shared").exit()).isZero();
        commitAPart();
        awaitAsked(1);
        hook("remove");
        assertThat(work.has(".husky/post-commit")).isFalse();
    }

    @Test
    void theyCanBeSwitchedOffForOneCommand() {
        hook("install");
        work.write("a.txt", "committed\n");
        work.gitWith(Map.of("COMFORT_HOOKS", "off"), "commit", "-q", "-m", "feat: part", "a.txt");
        work.git("checkout", "-q", "-b", "other");
        awaitAsked(1);
    }
}
