package io.comfortcommit.analysis.commitlint;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.commitlint.Commitlint.Finding;
import io.comfortcommit.analysis.commitlint.Commitlint.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitlintTest {
    private static final Commitlint CONVENTIONAL = CommitlintReader.lint(
            Map.of("commitlint.config.js", "module.exports = { extends: ['@commitlint/config-conventional'] };"));

    private static Commitlint rules(String yaml) {
        return CommitlintReader.lint(Map.of(".commitlintrc.yml", "rules:\n" + yaml.indent(2)));
    }

    private static List<String> names(Commitlint lint, String message) {
        return lint.check(message).stream().map(Finding::rule).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feat: add retry",
                "fix(order)!: retry twice",
                "feat(주문): 재시도 추가",
                "docs: 404 pages are explained",
                "chore: wait ...",
                "Merge branch 'main' into topic",
                "fixup! Whatever.",
                "feat: x\n\nhttps://example.org/an/address/that/is/longer/than/a/line/of/a/body/may/be/in/this/repository/as/configured",
            })
    void whatTheUsualConfigurationAllowsIsLeftAlone(String message) {
        assertThat(CONVENTIONAL.check(message)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add retry|type-empty",
                "feature: add retry|type-enum",
                "Feat: add retry|type-case",
                "feat: |type-empty",
                "feat: Add retry|subject-case",
                "feat: add retry.|subject-full-stop",
            })
    void whatTheUsualConfigurationForbidsIsAnError(String message, String rule) {
        assertThat(CONVENTIONAL.check(message)).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(finding.level()).isEqualTo(Level.ERROR);
        });
    }

    @Test
    void linesThatAreTooLongAreFoundWhereverTheyAre() {
        assertThat(names(CONVENTIONAL, "feat: " + "x".repeat(95))).containsExactly("header-max-length");
        assertThat(names(CONVENTIONAL, "feat: x\n\n" + "word ".repeat(25))).containsExactly("body-max-line-length");
        assertThat(CONVENTIONAL.check("feat: " + "x".repeat(95)).getFirst().value())
                .isEqualTo("100");
    }

    @Test
    void aMissingBlankLineIsAWarning() {
        assertThat(CONVENTIONAL.check("feat: x\nbody"))
                .containsExactly(new Finding(Level.WARNING, "body-leading-blank", false, ""));
    }

    @Test
    void aNameKeepsItsLettersAndIsAWarning() {
        assertThat(CONVENTIONAL.check("feat: OrderService retries"))
                .extracting(Finding::level)
                .containsOnly(Level.WARNING);
    }

    @Test
    void theRepositorysOwnRulesWin() {
        Commitlint lint = rules("""
                type-enum: [2, always, [feat, fix]]
                scope-empty: [2, never]
                scope-enum: [1, always, [api, web]]
                """);
        assertThat(names(lint, "feat(api): x")).isEmpty();
        assertThat(names(lint, "feat(api,web): x")).isEmpty();
        assertThat(names(lint, "docs: x")).containsExactly("type-enum", "scope-empty");
        assertThat(lint.check("fix(db): x"))
                .containsExactly(new Finding(Level.WARNING, "scope-enum", false, "api, web"));
    }

    @Test
    void aRuleThatIsOffSaysNothing() {
        Commitlint lint = CommitlintReader.lint(Map.of(".commitlintrc.json", """
                {"extends": ["@commitlint/config-conventional"], "rules": {"subject-case": [0], "type-enum": [0, "always", []]}}
                """));
        assertThat(lint.check("anything: Add retry")).isEmpty();
    }

    @Test
    void anotherParserMeansThatOnlyWholeLinesAreJudged() {
        Commitlint lint = CommitlintReader.lint(Map.of(".commitlintrc.yml", """
                extends: ['@commitlint/config-conventional']
                parserPreset: ./own
                rules:
                  header-max-length: [2, always, 20]
                """));
        assertThat(names(lint, "SHOP-17 Retry.")).isEmpty();
        assertThat(names(lint, "SHOP-17 Retry what failed")).containsExactly("header-max-length");
    }

    @Test
    void aRepositoryWithoutRulesAllowsAll() {
        assertThat(CommitlintReader.lint(Map.of()).check("Whatever.")).isEmpty();
    }
}
