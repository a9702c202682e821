package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.messages.notification.NotificationPreferences.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** When somebody is told; pure. */
final class Timing {
    /** In which so many messages that they would make a digest are too many. */
    static final Duration BURST = Duration.ofMinutes(10);

    private Timing() {}

    /**
     * @param sent when the user was told of drafts, within {@link #BURST} before {@code now}
     * @return when it is time; empty if it is now
     */
    static Optional<Instant> postponed(Instant now, NotificationPreferences preferences, List<Instant> sent) {
        QuietHours quiet = preferences.quiet();
        if (quiet != null) {
            Optional<Instant> end = end(now, quiet);
            if (end.isPresent()) {
                return end;
            }
        }
        boolean burst = preferences.digestFrom() > 0 && sent.size() >= preferences.digestFrom();
        return burst
                ? sent.stream()
                        .min(Instant::compareTo)
                        .map(first -> first.plus(BURST))
                        .filter(now::isBefore)
                : Optional.empty();
    }

    /** By the clock on the wall there: a night of changing clocks is shorter or longer. */
    private static Optional<Instant> end(Instant now, QuietHours quiet) {
        ZonedDateTime there = now.atZone(ZoneId.of(quiet.zone()));
        LocalTime time = there.toLocalTime();
        boolean overMidnight = quiet.from().isAfter(quiet.to());
        boolean within = overMidnight
                ? !time.isBefore(quiet.from()) || time.isBefore(quiet.to())
                : !time.isBefore(quiet.from()) && time.isBefore(quiet.to());
        if (!within) {
            return Optional.empty();
        }
        ZonedDateTime end = there.toLocalDate().atTime(quiet.to()).atZone(there.getZone());
        return Optional.of((end.isAfter(there) ? end : end.plusDays(1)).toInstant());
    }
}
