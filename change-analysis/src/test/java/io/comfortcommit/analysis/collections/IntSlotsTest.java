package io.comfortcommit.analysis.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntSlotsTest {
    private static final long SEED = 20261129;

    @Test
    void eachNumberKeepsTheSlotThatItGotWhenItFirstCame() {
        var random = new Random(SEED);
        var slots = new IntSlots();
        Map<Integer, Integer> expected = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            // Near ones, far ones, and 0, which must not be taken for a free place.
            int number = i % 3 == 0 ? random.nextInt(500) - 250 : random.nextInt() & 0xFFFF8000;
            int next = expected.size();
            assertThat(slots.add(number))
                    .as("seed %d, number %d", SEED, number)
                    .isEqualTo(expected.computeIfAbsent(number, _ -> next));
        }
        expected.forEach((number, slot) -> assertThat(slots.find(number)).isEqualTo(slot));
        assertThat(slots.capacity()).isBetween(expected.size(), 2 * expected.size());
    }

    @Test
    void whatNeverCameHasNone() {
        var slots = new IntSlots();
        assertThat(slots.find(0)).isEqualTo(IntSlots.NONE);
        slots.add(0);
        assertThat(slots.find(1 << 28)).isEqualTo(IntSlots.NONE);
    }
}
