package io.comfortcommit.repositories;

import io.comfortcommit.analysis.commitlint.Commitlint;

/**
 * What a repository's own commitlint rules say about a message.
 *
 * @param error whether the repository does not want such a commit; otherwise a warning
 * @param rule commitlint's name of the rule, as {@code type-enum}
 * @param never whether the rule forbids what its value says
 * @param value what it allows, forbids or counts to, as it is written; empty where the rule has none
 */
public record LintFinding(boolean error, String rule, boolean never, String value) {
    static LintFinding of(Commitlint.Finding finding) {
        return new LintFinding(
                finding.level() == Commitlint.Level.ERROR, finding.rule(), finding.never(), finding.value());
    }
}
