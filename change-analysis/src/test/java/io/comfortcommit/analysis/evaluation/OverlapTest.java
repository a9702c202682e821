package io.comfortcommit.analysis.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {
    @Test
    void theSameTextOverlapsWhollyAndAnotherNotAtAll() {
        var words = Overlap.words("Add a retry to OrderClient");
        assertThat(words).containsExactly("add", "a", "retry", "to", "orderclient");
        assertThat(Overlap.rougeL(words, words)).isEqualTo(1);
        assertThat(Overlap.bleu(words, words)).isEqualTo(1);
        var other = Overlap.words("bump jgit");
        assertThat(Overlap.rougeL(other, words)).isZero();
        assertThat(Overlap.bleu(other, words)).isZero();
    }

    @Test
    void rougeLCountsWordsInTheirOrder() {
        var reference = Overlap.words("police killed the gunman");
        // The examples of Lin (2004), section 3.1.
        assertThat(Overlap.rougeL(Overlap.words("police kill the gunman"), reference))
                .isEqualTo(0.75);
        assertThat(Overlap.rougeL(Overlap.words("the gunman kill police"), reference))
                .isEqualTo(0.5);
    }

    @Test
    void bleuPunishesWhatIsTooShort() {
        var reference = Overlap.words("add a retry with backoff to the order client");
        var shortened = Overlap.bleu(Overlap.words("add a retry"), reference);
        // Every word and pair of words is right: all that is left is e^(1 - 9/3).
        assertThat(shortened).isCloseTo(Math.exp(-2), within(1e-9));
    }

    @Test
    void nothingOverlapsWithNothing() {
        assertThat(Overlap.rougeL(List.of(), List.of())).isZero();
        assertThat(Overlap.bleu(List.of(), Overlap.words("a"))).isZero();
    }
}
