package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteWordsTest {
    @TempDir
    private Path folder;

    private Repository mirror;

    @BeforeEach
    void openMirror() throws IOException {
        mirror = new FileRepositoryBuilder().setGitDir(folder.toFile()).build();
    }

    @AfterEach
    void closeMirror() {
        mirror.close();
    }

    @Test
    void credentialsAndTheMirrorsPathAreLeftOut() {
        assertThat(RemoteWords.clean(
                        mirror, "https://me:s3cret@host/x.git: no (see HTTPS://token@host) in " + folder + "/objects"))
                .isEqualTo("https://host/x.git: no (see HTTPS://host) in …/objects");
    }

    @Test
    void whatAHookQuotesIsNoSecretAnyMore() {
        String token = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";
        assertThat(RemoteWords.clean(mirror, "remote: secret found in a.txt: " + token + "\nremote: declined"))
                .isEqualTo("remote: secret found in a.txt: <GITHUB_TOKEN:1>\nremote: declined");
    }

    @Test
    void terminalCodesAndCarriageReturnsAreLeftOut() {
        assertThat(RemoteWords.clean(mirror, "\u001b[1;31mno\u001b[0m\u0007\r\n   really  \r\n\n"))
                .isEqualTo("no\nreally");
    }

    @Test
    void endlessWordsAreCut() {
        assertThat(RemoteWords.clean(mirror, "x".repeat(9_999))).hasSize(4_001).endsWith("…");
    }
}
