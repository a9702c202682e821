package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a change is said to do as a whole, where the repository's people do so. */
class SummariesTest {
    private static final String OTHER = """
            diff --git a/src/Cart%d.java b/src/Cart%d.java
            --- a/src/Cart%d.java
            +++ b/src/Cart%d.java
            @@ -1,3 +1,3 @@ class Cart%d
            -    int size = %d;
            +    long size = %d;
            """;

    private final Habits habits = new Habits();

    private static String manifest(int clap, int chrono) {
        return """
                diff --git a/Cargo.toml b/Cargo.toml
                --- a/Cargo.toml
                +++ b/Cargo.toml
                @@ -1,4 +1,4 @@ [dependencies]
                -chrono = "0.4.%d"
                -clap = "4.%d"
                +chrono = "0.4.%d"
                +clap = "4.%d"
                """.formatted(chrono, clap, chrono + 1, clap + 1);
    }

    private void learn(int times, String subject) {
        for (int i = 0; i < times; i++) {
            learn(manifest(i, i), subject);
            learn(OTHER.replace("%d", Integer.toString(i)), "refactor: change Cart" + i);
        }
    }

    private void learn(String diff, String subject) {
        StructuralDrafter.learn(habits, DiffText.parse(diff), subject, Author.UNKNOWN, false);
    }

    private String subject(String diff) {
        var context = new DraftingContext(Locale.ENGLISH, List.of("chore: a", "fix: b", "feat: c"), "main", habits);
        return new StructuralDrafter().draft(DiffText.parse(diff), context).subject();
    }

    @Test
    void severalDependenciesAreTheDependencies() {
        learn(20, "chore: update dependencies");
        assertThat(subject(manifest(40, 40))).isEqualTo("chore: update dependencies");
    }

    @Test
    void whoeverNamesThemGoesOnNamingThem() {
        learn(20, "chore: bump chrono and clap");
        assertThat(subject(manifest(40, 40))).isEqualTo("chore: bump chrono and clap");
    }

    private static Point point(Verb verb, PathKind about, String... names) {
        return new Point(verb, about, List.of(names), null, 2);
    }

    @Test
    void whatDoesMoreIsNoUpdateOfDependencies() {
        var bump = point(Verb.BUMP, PathKind.BUILD, "chrono", "clap");
        assertThat(Summaries.of(List.of(bump))).contains("update dependencies", "bump deps");
        assertThat(Summaries.of(List.of(bump, point(Verb.CHANGE, PathKind.SOURCE, "Cart"))))
                .isEmpty();
        assertThat(Summaries.of(List.of(point(Verb.BUMP, PathKind.BUILD, "clap"))))
                .isEmpty();
        assertThat(Summaries.of(List.of(point(Verb.ADD_DEPENDENCY, PathKind.BUILD, "chrono", "clap"))))
                .isEmpty();
    }

    @Test
    void onlyALockfileIsTheLockfile() {
        assertThat(Summaries.of(List.of(point(Verb.UPDATE, PathKind.LOCKFILE, "yarn.lock"))))
                .contains("update lockfile");
        assertThat(Summaries.of(List.of(point(Verb.UPDATE, PathKind.LOCKFILE, "yarn.lock", "Cargo.lock"))))
                .contains("update lockfiles");
    }
}
