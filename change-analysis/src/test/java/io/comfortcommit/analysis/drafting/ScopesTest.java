package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopesTest {
    @Test
    void aScopeInUseThatAllPathsShareIsTaken() {
        var scopes = new Scopes(List.of("feat(auth): a", "fix(mail): b", "chore: c"));

        assertThat(scopes.of(List.of("src/auth/Login.java", "src/auth/Logout.java")))
                .contains("auth");
        assertThat(scopes.of(List.of("src/auth/Login.java", "src/mail/Mail.java")))
                .isEmpty();
    }

    @Test
    void theDeepestScopeInUseWins() {
        var scopes = new Scopes(List.of("feat(api): a", "feat(api): b", "fix(auth): c"));

        assertThat(scopes.of(List.of("api/src/auth/Login.java"))).contains("auth");
    }

    @Test
    void aScopeIsComparedWithoutItsHyphensAndCase() {
        assertThat(new Scopes(List.of("feat(change-analysis): a")).of(List.of("ChangeAnalysis/x.cs")))
                .contains("change-analysis");
    }

    @Test
    void aMonorepoGivesItsModulesWhereThereIsNoHistory() {
        var scopes = new Scopes(List.of());

        assertThat(scopes.of(List.of("packages/web/src/a.ts"))).contains("web");
        assertThat(scopes.of(List.of("messages/src/main/java/A.java", "messages/pom.xml")))
                .contains("messages");
        assertThat(scopes.of(List.of("src/main/java/A.java"))).isEmpty();
        assertThat(scopes.of(List.of("packages/web/a.ts", "packages/api/a.ts"))).isEmpty();
    }

    @Test
    void aProjectThatUsesNoScopesGetsNone() {
        assertThat(new Scopes(Collections.nCopies(10, "feat: a")).of(List.of("packages/web/src/a.ts")))
                .isEmpty();
    }

    @Test
    void aScopeThatIsShapedLikeASecretIsNotSaid() {
        assertThat(new Scopes(List.of()).of(List.of("packages/AKIAIOSFODNN7EXAMPLE/a.ts")))
                .isEmpty();
    }
}
