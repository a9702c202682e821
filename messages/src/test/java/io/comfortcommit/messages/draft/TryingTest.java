package io.comfortcommit.messages.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TryingTest {
    private static final Instant FIRST = Instant.parse("2026-11-28T18:00:00Z");

    @Test
    void countsFromTheFirstTryToTheLast() {
        Trying trying = Trying.from(FIRST).again(FIRST.plusSeconds(60)).again(FIRST.plusSeconds(200));

        assertThat(trying.lasted()).isEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void aNightAsleepCountsAsOnePause() {
        Instant morning = FIRST.plus(Duration.ofHours(14));

        Trying trying =
                Trying.from(FIRST).again(FIRST.plusSeconds(60)).again(morning).again(morning.plusSeconds(30));

        assertThat(trying.lasted()).isEqualTo(Trying.LONGEST_PAUSE.plusSeconds(90));
    }

    @Test
    void aClockThatIsPutBackMakesNothingWorse() {
        Trying trying = Trying.from(FIRST).again(FIRST.minusSeconds(60));

        assertThat(trying.lasted()).isNegative();
    }
}
