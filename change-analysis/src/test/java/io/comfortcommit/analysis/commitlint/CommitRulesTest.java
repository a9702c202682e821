package io.comfortcommit.analysis.commitlint;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.commitlint.CommitRules.Beginning;
import io.comfortcommit.analysis.commitlint.CommitRules.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitRulesTest {
    private static final Set<String> PATHS = Set.of("packages/web/src/cart.ts", "README.md");

    private static CommitRules rules(
            List<String> types, List<String> scopes, Scope scope, Beginning beginning, int most) {
        return new CommitRules(types, scopes, scope, beginning, false, most);
    }

    @Test
    void withoutRulesAMessageStaysAsItIs() {
        assertThat(CommitRules.NONE.applyTo("feat(web): Add cart\n\n- one", PATHS))
                .isEqualTo("feat(web): Add cart\n\n- one");
    }

    @Test
    void aTypeThatIsNotAllowedBecomesTheNearestOne() {
        CommitRules rules = rules(List.of("feature", "bugfix", "chore"), List.of(), Scope.ALLOWED, Beginning.ANY, 72);
        assertThat(rules.applyTo("feat: add cart", PATHS)).isEqualTo("feature: add cart");
        assertThat(rules.applyTo("fix!: check cart", PATHS)).isEqualTo("bugfix!: check cart");
        assertThat(rules.applyTo("docs: say more", PATHS)).isEqualTo("chore: say more");
    }

    @Test
    void aScopeIsOneOfTheListOrNone() {
        CommitRules rules = rules(List.of(), List.of("api", "web"), Scope.ALLOWED, Beginning.ANY, 72);
        assertThat(rules.applyTo("feat(cart): add cart", PATHS)).isEqualTo("feat: add cart");
        assertThat(rules.applyTo("feat(web): add cart", PATHS)).isEqualTo("feat(web): add cart");
    }

    @Test
    void aRequiredScopeIsTakenFromThePathsAndNeverInvented() {
        CommitRules rules = rules(List.of(), List.of("api", "web"), Scope.REQUIRED, Beginning.ANY, 72);
        assertThat(rules.applyTo("feat: add cart", PATHS)).isEqualTo("feat(web): add cart");
        assertThat(rules.applyTo("feat: add cart", Set.of("tool/x.ts"))).isEqualTo("feat: add cart");
        assertThat(rules(List.of(), List.of(), Scope.FORBIDDEN, Beginning.ANY, 72)
                        .applyTo("feat(web): add cart", PATHS))
                .isEqualTo("feat: add cart");
    }

    @Test
    void aSubjectBeginsAsTheRulesSayButNamesKeepTheirLetters() {
        CommitRules upper = rules(List.of(), List.of(), Scope.ALLOWED, Beginning.UPPER, 72);
        assertThat(upper.applyTo("feat: add cart", PATHS)).isEqualTo("feat: Add cart");
        assertThat(upper.applyTo("feat: cartClient retries", PATHS)).isEqualTo("feat: cartClient retries");
        CommitRules lower = rules(List.of(), List.of(), Scope.ALLOWED, Beginning.LOWER, 72);
        assertThat(lower.applyTo("feat: Add cart", PATHS)).isEqualTo("feat: add cart");
        assertThat(lower.applyTo("feat: 장바구니 추가", PATHS)).isEqualTo("feat: 장바구니 추가");
    }

    @Test
    void aFirstLineIsCutBetweenWordsWhereItIsTooLong() {
        CommitRules rules = rules(List.of(), List.of(), Scope.ALLOWED, Beginning.ANY, 40);
        assertThat(rules.applyTo("feat: add retry with backoff to OrderClient and CartClient\n\n- one", PATHS))
                .isEqualTo("feat: add retry with backoff\n\n- one".replace("backoff", "backoff"));
        assertThat(rules.longestHeader()).isEqualTo(40);
        assertThat(rules(List.of(), List.of(), Scope.ALLOWED, Beginning.ANY, 100)
                        .longestHeader())
                .isEqualTo(72);
    }

    @Test
    void whatIsWrongIsSaid() {
        CommitRules rules = rules(List.of("feat"), List.of("web"), Scope.REQUIRED, Beginning.ANY, 72);
        assertThat(rules.complaint("feat(web): add")).isNull();
        assertThat(rules.complaint("fix(web): add")).isEqualTo("the type is one of feat");
        assertThat(rules.complaint("feat(api): add")).isEqualTo("the scope is one of web");
        assertThat(rules.complaint("feat: add")).isEqualTo("there must be a scope, one of web");
    }
}
