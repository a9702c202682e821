package io.comfortcommit.analysis.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.learning.OnlineClassifier.Guess;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaningsTest {
    private final Leanings leanings = new Leanings();

    @Test
    void aLabelThatIsGuessedTooSeldomIsPreferred() {
        for (int i = 0; i < 100; i++) {
            leanings.remember(List.of(new Guess("fix", 0.9), new Guess("perf", 0.1)), "fix");
            leanings.remember(List.of(new Guess("fix", 0.55), new Guess("perf", 0.45)), i % 4 == 0 ? "fix" : "perf");
        }
        assertThat(leanings.of("perf")).isGreaterThan(leanings.of("fix"));
        assertThat(leanings.of("docs")).isZero();
    }

    @Test
    void goodGuessesAreLeftAsTheyAre() {
        for (int i = 0; i < 100; i++) {
            leanings.remember(List.of(new Guess("fix", 0.6), new Guess("perf", 0.4)), "fix");
            leanings.remember(List.of(new Guess("perf", 0.6), new Guess("fix", 0.4)), "perf");
        }
        assertThat(leanings.of("perf")).isZero();
        assertThat(leanings.of("fix")).isZero();
    }
}
