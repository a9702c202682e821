package io.comfortcommit.analysis.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConventionalSubjectTest {
    @Test
    void aSubjectIsTakenApart() {
        assertThat(ConventionalSubject.in("feat(web)!: Add a cart (#12)\n\nbody: no"))
                .contains(new ConventionalSubject("feat", "web", true, "Add a cart"));
        assertThat(ConventionalSubject.in("fix: round down"))
                .contains(new ConventionalSubject("fix", "", false, "round down"));
    }

    @Test
    void whatHasNoTypeIsNoConventionalSubject() {
        assertThat(ConventionalSubject.in("Merge pull request #3 from a/b")).isEmpty();
        assertThat(ConventionalSubject.in("Update the docs")).isEmpty();
        assertThat(ConventionalSubject.in("feat:nothing")).isEmpty();
        assertThat(ConventionalSubject.in("")).isEmpty();
    }

    @Test
    void numbersThatAHostAppendsAreNoPartOfTheDescription() {
        assertThat(ConventionalSubject.withoutPullRequests("add a cart (#12)")).isEqualTo("add a cart");
        assertThat(ConventionalSubject.withoutPullRequests("add a cart (fixes #3) (#12)"))
                .isEqualTo("add a cart");
        assertThat(ConventionalSubject.withoutPullRequests("add a cart (closes #3, closes #4)"))
                .isEqualTo("add a cart");
        assertThat(ConventionalSubject.withoutPullRequests("add a cart (again)"))
                .isEqualTo("add a cart (again)");
        assertThat(ConventionalSubject.withoutPullRequests("(#12)")).isEqualTo("(#12)");
    }

    @Test
    void botsAreKnownByTheirNames() {
        assertThat(Bots.isBot("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"))
                .isTrue();
        assertThat(Bots.isBot("Renovate Bot", "bot@renovateapp.com")).isTrue();
        assertThat(Bots.isBot("semantic-release-bot", "semantic-release-bot@martynus.net"))
                .isTrue();
        assertThat(Bots.isBot("goreleaserbot", "bot@goreleaser.com")).isTrue();
        assertThat(Bots.isBot("Abbot Kim", "abbot.kim@example.com")).isFalse();
        assertThat(Bots.isBot("Robot Lee", "lee@robotics.example")).isFalse();
    }
}
