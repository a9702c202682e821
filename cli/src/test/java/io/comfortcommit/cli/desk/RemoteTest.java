package io.comfortcommit.cli.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.GitRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a branch is pushed to. */
class RemoteTest {
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

    private Remote remote() {
        return Remote.of(new DeskReader(desktop.environment()).read(work.root()));
    }

    @Test
    void aPathIsMadeAbsolute() {
        work.git("remote", "set-url", "origin", "../remote.git");
        assertThat(remote().url()).isEqualTo(desktop.remote().root().toString());
        work.git("remote", "set-url", "origin", "file://" + desktop.remote().root());
        assertThat(remote().url()).isEqualTo(desktop.remote().root().toString());
    }

    @Test
    void urlsGoAsTheyAreButWithoutTheUser() {
        work.git("remote", "set-url", "origin", "git@github.com:acme/app.git");
        assertThat(remote().url()).isEqualTo("git@github.com:acme/app.git");
        work.git("remote", "set-url", "origin", "ssh://git@example.com:2222/app.git");
        assertThat(remote().url()).isEqualTo("ssh://git@example.com:2222/app.git");
        work.git("remote", "set-url", "origin", "https://jiwon@example.com/app.git");
        assertThat(remote().url()).isEqualTo("https://example.com/app.git");
    }

    @Test
    void abbreviationsAreExpanded() {
        work.git("config", "url.https://example.com/.insteadOf", "ex:");
        work.git("remote", "set-url", "origin", "ex:app.git");
        assertThat(remote().url()).isEqualTo("https://example.com/app.git");
    }

    /** Read from git's settings where nothing rewrites them, so git itself is the judge. */
    @Test
    void theUrlIsTheOneThatGitPushesTo() {
        work.git("remote", "set-url", "--add", "origin", "https://example.com/second.git");
        assertThat(remote().url()).isEqualTo(work.git("remote", "get-url", "--push", "origin"));
        work.git("remote", "set-url", "--push", "origin", "https://example.com/push.git");
        work.git("remote", "set-url", "--add", "--push", "origin", "https://example.com/other.git");
        assertThat(remote().url())
                .isEqualTo("https://example.com/push.git")
                .isEqualTo(work.git("remote", "get-url", "--push", "origin"));
        work.git("config", "url.https://mirror.example.com/.pushInsteadOf", "https://example.com/");
        work.git("config", "--unset-all", "remote.origin.pushurl");
        work.git("config", "--replace-all", "remote.origin.url", "https://example.com/app.git");
        assertThat(remote().url()).isEqualTo("https://mirror.example.com/app.git");
    }

    @Test
    void theRemoteIsTheOneThatGitPushTakes() {
        work.git("remote", "add", "fork", "https://example.com/fork.git");
        assertThat(remote().name()).isEqualTo("origin");
        work.git("config", "remote.pushDefault", "fork");
        assertThat(remote().name()).isEqualTo("fork");
        work.git("config", "branch.main.pushRemote", "origin");
        assertThat(remote().name()).isEqualTo("origin");
    }

    @Test
    void theOnlyRemoteNeedsNoCertainName() {
        work.git("remote", "rename", "origin", "hub");
        work.git("checkout", "-q", "-b", "fresh");
        assertThat(remote().name()).isEqualTo("hub");
    }

    @Test
    void theBranchKeepsItsNameUnlessTheUserWantsTheUpstreams() {
        work.git("checkout", "-q", "-b", "topic", "--track", "origin/main");
        assertThat(remote().branch()).isEqualTo("topic");
        work.git("config", "push.default", "upstream");
        assertThat(remote().branch()).isEqualTo("main");
    }

    @Test
    void theDefaultBranchIsTheRemotesHead() {
        work.git("checkout", "-q", "-b", "topic");
        assertThat(remote().defaultBranch()).isEqualTo("topic");
        work.git("remote", "set-head", "origin", "main");
        assertThat(remote().defaultBranch()).isEqualTo("main");
        assertThat(Remote.tips(work.clean(), "origin", "topic")).containsExactly(work.head());
    }
}
