package io.comfortcommit.analysis.commitlint;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.commitlint.CommitRules.Beginning;
import io.comfortcommit.analysis.commitlint.CommitRules.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitlintReaderTest {
    private static final CommitRules EXPECTED = new CommitRules(
            List.of("feat", "fix", "misc"), List.of("api", "web"), Scope.REQUIRED, Beginning.UPPER, false, 60);

    @Test
    void aConfigurationInJavaScriptIsReadWithoutRunningIt() {
        assertThat(CommitlintReader.read(Map.of("commitlint.config.js", """
                // Rules of this team: see https://example.org/{rules}
                const { resolve } = require('path');
                /** @type {import('@commitlint/types').UserConfig} */
                module.exports = {
                  extends: ['@commitlint/config-conventional'], // the usual
                  rules: {
                    'type-enum': [2, 'always', ['feat', 'fix', 'misc']],
                    'scope-enum': [2, 'always', [
                      'api',
                      'web',
                    ]],
                    'scope-empty': [2, 'never'],
                    'subject-case': [2, 'always', 'sentence-case'],
                    'header-max-length': [2, 'always', 60],
                  },
                };
                """)))
                .usingRecursiveComparison()
                .ignoringFields("whole")
                .isEqualTo(EXPECTED);
    }

    @Test
    void aConfigurationInTypeScriptWithADefaultExportIsRead() {
        assertThat(CommitlintReader.read(Map.of("commitlint.config.ts", """
                import type { UserConfig } from '@commitlint/types';
                import { RuleConfigSeverity } from '@commitlint/types';

                const configuration: UserConfig = {
                  extends: ['@commitlint/config-conventional'],
                  rules: {
                    'type-enum': [RuleConfigSeverity.Error, 'always', ['feat', 'fix', 'misc'] as const],
                    'scope-enum': [RuleConfigSeverity.Error, 'always', ['api', 'web']],
                    'scope-empty': [RuleConfigSeverity.Error, 'never'],
                    'subject-case': [RuleConfigSeverity.Error, 'always', 'sentence-case'],
                    'header-max-length': [RuleConfigSeverity.Error, 'always', 60],
                  },
                };

                export default configuration;
                """)))
                .usingRecursiveComparison()
                .ignoringFields("whole")
                .isEqualTo(EXPECTED);
    }

    @Test
    void yamlAndJsonAreRead() {
        assertThat(CommitlintReader.read(Map.of(".commitlintrc.yml", """
                rules:
                  type-enum: [2, always, [feat, fix, misc]]
                  scope-enum:
                    - 2
                    - always
                    - - api
                      - web
                  scope-empty: [2, never]
                  subject-case: [2, always, sentence-case]
                  header-max-length: [2, always, 60]
                """)))
                .usingRecursiveComparison()
                .ignoringFields("whole")
                .isEqualTo(EXPECTED);
        assertThat(CommitlintReader.read(Map.of("package.json", """
                {"name": "shop", "commitlint": {"rules": {
                \t"type-enum": [2, "always", ["feat", "fix", "misc"]],
                \t"scope-enum": [2, "always", ["api", "web"]], "scope-empty": [2, "never"],
                \t"subject-case": [2, "always", "sentence-case"], "header-max-length": [2, "always", 60]}}}
                """)))
                .usingRecursiveComparison()
                .ignoringFields("whole")
                .isEqualTo(EXPECTED);
    }

    @Test
    void theConventionalConfigurationBringsItsTypesAndItsCase() {
        CommitRules rules =
                CommitlintReader.read(Map.of(".commitlintrc", "{\"extends\": \"@commitlint/config-conventional\"}"));
        assertThat(rules.allowsType("perf")).isTrue();
        assertThat(rules.allowsType("misc")).isFalse();
        assertThat(rules.subject()).isEqualTo(Beginning.LOWER);
    }

    @Test
    void aRuleThatIsTurnedOffSaysNothing() {
        CommitRules rules = CommitlintReader.read(Map.of(".commitlintrc.json", """
                {"extends": ["@commitlint/config-conventional"], "rules": {"type-enum": [0], "scope-empty": [0, "never"],
                "subject-case": [0], "header-max-length": [0, "always", 20]}}"""));
        assertThat(rules).usingRecursiveComparison().ignoringFields("whole").isEqualTo(CommitRules.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "module.exports = require('./shared')",
                "module.exports = { rules: { 'type-enum': [2, 'always', types()] ",
                "{{{{",
                "rules: &a [*a, *a]",
                "- a list",
                "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1/\"]]"
            })
    void whatCantBeReadIsNoRule(String text) {
        for (String file : CommitlintReader.FILES) {
            assertThat(CommitlintReader.read(Map.of(file, text))).as(file).isEqualTo(CommitRules.NONE);
        }
    }

    @Test
    void whatIsComputedIsNotSaidAndTheRestIs() {
        CommitRules rules = CommitlintReader.read(Map.of("commitlint.config.mjs", """
                export default {
                  extends: ['@commitlint/config-conventional'],
                  rules: { 'scope-enum': [2, 'always', scopes], 'scope-empty': [2, 'always'] },
                };"""));
        assertThat(rules.scope()).isEqualTo(Scope.FORBIDDEN);
    }
}
