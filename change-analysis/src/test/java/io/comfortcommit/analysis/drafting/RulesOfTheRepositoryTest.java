package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.commitlint.Commitlint;
import io.comfortcommit.analysis.commitlint.Commitlint.Finding;
import io.comfortcommit.analysis.commitlint.Commitlint.Level;
import io.comfortcommit.analysis.commitlint.CommitlintReader;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.AuthorsForm;
import io.comfortcommit.analysis.learning.Habits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafts of random changes under random commitlint configurations; a seed that fails, fails again. */
class RulesOfTheRepositoryTest {
    private static final int CHANGES = 300;

    /** Each may be there or not; of those for one rule one is. */
    private static final List<List<String>> RULES = List.of(
            List.of(
                    "'type-enum': [2, 'always', ['feature', 'bugfix', 'chore']]",
                    "'type-enum': [2, 'always', ['FEAT', 'FIX', 'DOCS', 'CHORE']], 'type-case': [2, 'always', 'upper-case']",
                    "'type-enum': [2, 'always', ['Feat', 'Fix', 'Refactor', 'Chore']], 'type-case': [2, 'always', 'start-case']",
                    "'type-enum': [0], 'type-case': [2, 'always', 'upper-case']"),
            List.of("'scope-enum': [2, 'always', ['web', 'src', 'docs']]", "'scope-case': [2, 'always', 'upper-case']"),
            List.of("'scope-empty': [2, 'always']", "'scope-empty': [2, 'never']"),
            List.of(
                    "'subject-case': [2, 'always', 'lower-case']",
                    "'subject-case': [2, 'always', 'upper-case']",
                    "'subject-case': [2, 'always', 'sentence-case']",
                    "'subject-case': [2, 'always', ['lower-case', 'sentence-case']]",
                    "'subject-case': [2, 'never', ['upper-case', 'pascal-case', 'start-case', 'sentence-case']]",
                    "'subject-case': [2, 'never', ['lower-case']]",
                    "'subject-case': [0]"),
            List.of(
                    "'subject-full-stop': [2, 'always', '.']",
                    "'subject-full-stop': [2, 'always', '!']",
                    "'subject-full-stop': [2, 'never', '.']"),
            List.of(
                    "'header-max-length': [2, 'always', 40]",
                    "'header-max-length': [2, 'always', 50]",
                    "'header-max-length': [2, 'always', 120]"),
            List.of("'subject-max-length': [2, 'always', 30]"),
            List.of("'body-max-line-length': [2, 'always', 30]", "'body-max-line-length': [2, 'always', 60]"),
            List.of("'body-max-length': [2, 'always', 120]"),
            List.of("'body-empty': [2, 'always']", "'body-empty': [2, 'never']"),
            List.of("'body-full-stop': [2, 'always', '.']", "'body-full-stop': [2, 'never', '.']"),
            List.of("'body-leading-blank': [2, 'always']"));

    /** Of an author who takes scope and body out and begins with a capital letter. */
    private static final AuthorsForm OWN = AuthorsForm.of(
            Collections.nCopies(3, new AuthorsForm.Approval("feat(web): add cart\n\n- more", "feat: Add cart")));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void areKeptToInEitherLanguage(int seed) {
        Random random = new Random(seed);
        StructuralDrafter drafter = new StructuralDrafter();
        for (int i = 0; i < CHANGES; i++) {
            ChangeSet change = AnyChangeTest.change(random, new ArrayList<>());
            Map<String, String> files = Map.of("commitlint.config.js", configuration(random));
            Commitlint lint = CommitlintReader.lint(files);
            for (Locale language : List.of(Locale.ENGLISH, Locale.KOREAN)) {
                String message = drafter.draft(
                                change,
                                new DraftingContext(
                                        language,
                                        List.of("feat(web): add cart", "fix: check cart"),
                                        random.nextBoolean() ? "main" : "feature/ABC-12-cart",
                                        new Habits(),
                                        Author.UNKNOWN,
                                        CommitlintReader.read(files),
                                        random.nextBoolean(),
                                        random.nextBoolean() ? AuthorsForm.NONE : OWN))
                        .message();
                assertThat(lint.check(message))
                        .as("%s%n%s%n%s", language, files.values(), message)
                        .filteredOn(finding -> finding.level() == Level.ERROR)
                        // A scope that no path names is not made up.
                        .extracting(Finding::rule)
                        .isSubsetOf("scope-empty");
                assertThat(message.lines().findFirst().orElseThrow()).hasSizeLessThanOrEqualTo(72);
            }
        }
    }

    private static String configuration(Random random) {
        List<String> rules = new ArrayList<>();
        for (List<String> choices : RULES) {
            if (random.nextInt(3) > 0) {
                rules.add(choices.get(random.nextInt(choices.size())));
            }
        }
        return "module.exports = { "
                + (random.nextBoolean() ? "extends: ['@commitlint/config-conventional'], " : "")
                + "rules: {\n" + String.join(",\n", rules) + "\n} };\n";
    }

    @Test
    void aNameKeepsItsLettersBetweenBackquotes() {
        assertThat(fixed("'subject-case': [2, 'always', 'lower-case']", "feat: Add retry to OrderClient"))
                .isEqualTo("feat: add retry to `OrderClient`");
        assertThat(fixed("'subject-case': [2, 'always', 'upper-case']", "feat: add retry to OrderClient"))
                .isEqualTo("feat: ADD RETRY TO `OrderClient`");
        assertThat(fixed("'subject-case': [2, 'never', ['sentence-case']]", "feat: Order에 cancel 추가"))
                .isEqualTo("feat: `Order`에 cancel 추가");
        assertThat(fixed("'subject-case': [2, 'never', ['sentence-case']]", "feat: Add cancel"))
                .isEqualTo("feat: add cancel");
    }

    @Test
    void aBodyIsWrappedLeftOutOrMadeOfTheSubject() {
        assertThat(fixed(
                        "'body-max-line-length': [2, 'always', 24]",
                        "feat: add cart\n\n- add total and tax to Cart\n  and Order\n\nRefs: ABC-12"))
                .isEqualTo("feat: add cart\n\n- add total and tax to\n  Cart and Order\n\nRefs: ABC-12");
        assertThat(fixed("'body-empty': [2, 'always']", "feat: add cart\n\n- one\n\nRefs: ABC-12"))
                .isEqualTo("feat: add cart");
        assertThat(fixed("'body-empty': [2, 'never']", "feat: add cart")).isEqualTo("feat: add cart\n\n- add cart");
    }

    private static String fixed(String rules, String message) {
        return CommitlintReader.read(Map.of("commitlint.config.js", "module.exports = { rules: { " + rules + " } };"))
                .applyTo(message, Set.of());
    }
}
