package io.comfortcommit.cli.audit;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people write it: {@code 2026-11-01T09:00:00Z}, {@code 2026-11-01} (its beginning, here), or {@code 90m}, {@code 2h}, {@code 7d} ago. */
public final class Moment {
    private static final Pattern AGO = Pattern.compile("(\\d{1,5})([smhd])");

    private Moment() {}

    /** @throws Failure {@link Problem#NOT_A_TIME} */
    public static Instant of(String text, InstantSource clock, ZoneId zone) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            return clock.instant()
                    .minus(
                            switch (ago.group(2)) {
                                case "s" -> Duration.ofSeconds(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                case "h" -> Duration.ofHours(amount);
                                default -> Duration.ofDays(amount);
                            });
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw Failure.of(e, Problem.NOT_A_TIME, text);
        }
    }
}
