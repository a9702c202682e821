package io.comfortcommit.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteIdentityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "git@example.org:team/app.git",
                "ssh://git@example.org:2222/team/app.git",
                "https://example.org/team/app.git",
                "https://Example.org/team/app/",
                "https://example.org/team/app"
            })
    void oneRepositoryIsOneWhicheverWayLeadsToIt(String remote) {
        assertThat(RemoteIdentity.of(remote)).contains(new RemoteIdentity("example.org", "team/app"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/team/app, https://example.org, true",
        "git@example.org:team/app.git, https://example.org/team, true",
        "https://example.org/team/app, https://example.org/team/app.git, true",
        "https://example.org/team/app2, https://example.org/team/app, false",
        "https://example.org/teams/app, https://example.org/team, false",
        "https://example.org.evil.net/team/app, https://example.org/team, false",
        "/srv/git/app.git, /srv/git, true",
        "/srv/git2/app.git, /srv/git, false"
    })
    void aRepositoryLiesInAFolderOfItsHostOnly(String remote, String folder, boolean under) {
        assertThat(RemoteIdentity.of(remote)
                        .orElseThrow()
                        .isUnder(RemoteIdentity.of(folder).orElseThrow()))
                .isEqualTo(under);
    }

    @Test
    void whatIsNoUrlIsNone() {
        assertThat(RemoteIdentity.of("")).isEmpty();
    }
}
