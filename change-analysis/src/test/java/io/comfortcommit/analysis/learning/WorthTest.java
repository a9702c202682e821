package io.comfortcommit.analysis.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.learning.OnlineClassifier.Guess;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorthTest {
    private static final List<Guess> CLOSE = List.of(new Guess("fix", 0.55), new Guess("perf", 0.45));

    private final Worth worth = new Worth();

    private String said(List<Guess> guesses) {
        return worth.order(guesses).getFirst().label();
    }

    @Test
    void theLikeliestIsSaidWhileNothingIsKnown() {
        assertThat(said(CLOSE)).isEqualTo("fix");
    }

    @Test
    void aRareLabelIsSaidAtLowerOdds() {
        for (int i = 0; i < 200; i++) {
            worth.remember("fix", i % 20 == 0 ? "perf" : "fix");
        }
        assertThat(said(CLOSE)).isEqualTo("perf");
        assertThat(said(List.of(new Guess("fix", 0.9), new Guess("perf", 0.1)))).isEqualTo("fix");
    }

    @Test
    void aRareLabelThatIsSaidTooOftenIsSaidLess() {
        for (int i = 0; i < 200; i++) {
            worth.remember(i % 2 == 0 ? "perf" : "fix", i % 20 == 0 ? "perf" : "fix");
        }
        assertThat(said(List.of(new Guess("fix", 0.8), new Guess("perf", 0.2)))).isEqualTo("fix");
    }

    @Test
    void labelsThatAreAllWellGuessedAreSaidByTheirOdds() {
        for (int i = 0; i < 100; i++) {
            worth.remember("fix", "fix");
            worth.remember("perf", "perf");
        }
        assertThat(said(CLOSE)).isEqualTo("fix");
    }
}
