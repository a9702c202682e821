package io.comfortcommit.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.RepositoryId;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastUsedTest {
    private final RepositoryId one = new RepositoryId(new UUID(0, 1));
    private final RepositoryId two = new RepositoryId(new UUID(0, 2));
    private final RepositoryId three = new RepositoryId(new UUID(0, 3));
    private final LastUsed<AtomicLong> kept = new LastUsed<>(AtomicLong::get, 100);

    @Test
    void asManyAreKeptAsThereIsRoomForHoweverManyThatAre() {
        for (int number = 1; number <= 50; number++) {
            kept.computeIfAbsent(new RepositoryId(new UUID(1, number)), _ -> new AtomicLong(2));
        }
        for (int number = 1; number <= 50; number++) {
            assertThat(kept.get(new RepositoryId(new UUID(1, number)))).isNotNull();
        }
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() {
        kept.computeIfAbsent(one, _ -> new AtomicLong(40));
        kept.computeIfAbsent(two, _ -> new AtomicLong(40));
        assertThat(kept.get(one)).isNotNull();
        kept.computeIfAbsent(three, _ -> new AtomicLong(40));
        assertThat(kept.get(two)).isNull();
        assertThat(kept.get(one)).isNotNull();
    }

    @Test
    void whatHasGrownSinceCountsAsWhatItIsNow() {
        AtomicLong grows = kept.computeIfAbsent(one, _ -> new AtomicLong(1));
        grows.set(100);
        kept.computeIfAbsent(two, _ -> new AtomicLong(1));
        assertThat(kept.get(one)).isNull();
        assertThat(kept.get(two)).isNotNull();
    }

    @Test
    void whatWasUsedLastIsKeptThoughThereIsNoRoomForIt() {
        kept.computeIfAbsent(one, _ -> new AtomicLong(1_000));
        assertThat(kept.get(one)).isNotNull();
    }
}
