package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences.QuietHours;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), "Asia/Seoul");

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T12:59:59Z,", // 21:59:59 there
        "2026-11-01T13:00:00Z, 2026-11-01T22:00:00Z",
        "2026-11-01T16:00:00Z, 2026-11-01T22:00:00Z", // 01:00, the next day there
        "2026-11-01T21:59:59Z, 2026-11-01T22:00:00Z",
        "2026-11-01T22:00:00Z,",
    })
    void atNightItIsPutOffUntilTheMorningThere(Instant now, @Nullable Instant until) {
        assertThat(Timing.postponed(now, wishes(NIGHT, 5), List.of()).orElse(null))
                .isEqualTo(until);
    }

    @Test
    void quietHoursWithinADayEndOnThatDay() {
        QuietHours noon = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0), "Europe/Berlin");
        assertThat(Timing.postponed(Instant.parse("2026-07-01T10:30:00Z"), wishes(noon, 5), List.of()))
                .contains(Instant.parse("2026-07-01T11:00:00Z"));
        assertThat(Timing.postponed(Instant.parse("2026-07-01T11:00:00Z"), wishes(noon, 5), List.of()))
                .isEmpty();
    }

    /** Berlin's clocks went back at three that night. */
    @Test
    void theWallClockCountsInTheNightInWhichClocksChange() {
        QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), "Europe/Berlin");
        assertThat(Timing.postponed(Instant.parse("2026-10-24T21:00:00Z"), wishes(night, 5), List.of()))
                .contains(Instant.parse("2026-10-25T06:00:00Z"));
    }

    @Test
    void moreThanADigestWithinAMomentWaitUntilTheMomentIsOver() {
        Instant now = Instant.parse("2026-11-01T03:00:00Z");
        List<Instant> sent =
                IntStream.range(0, 3).mapToObj(i -> now.minusSeconds(60L * i)).toList();
        assertThat(Timing.postponed(now, wishes(null, 3), sent))
                .contains(now.minusSeconds(120).plus(Timing.BURST));
        assertThat(Timing.postponed(now, wishes(null, 4), sent)).isEmpty();
        assertThat(Timing.postponed(now, wishes(null, 0), sent))
                .as("who wants no digest gets each at once")
                .isEmpty();
    }

    private static NotificationPreferences wishes(@Nullable QuietHours quiet, int digestFrom) {
        return new NotificationPreferences(List.of(), "ko", quiet, digestFrom, null, null);
    }
}
