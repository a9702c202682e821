package io.comfortcommit.messages.notification;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a user wants to be told.
 *
 * @param channels tried in this order until one takes the message; empty for none at all
 * @param language of the messages: {@code en} or {@code ko}
 * @param quiet when nothing is sent; null for never
 * @param digestFrom from how many waiting drafts on one message is sent for all of them; 0 for one each
 * @param slackUser id of the user in Slack, as {@code U012AB3CD}; null if unknown
 * @param email address to write to; null if unknown
 */
public record NotificationPreferences(
        List<NotificationChannel> channels,
        String language,
        @Nullable QuietHours quiet,
        int digestFrom,
        @Nullable String slackUser,
        @Nullable String email) {
    /** Fewer would be no digest. */
    public static final int LEAST_DIGEST = 2;

    public static final int MOST_DIGEST = 100;

    private static final Set<String> LANGUAGES = Set.of("en", "ko");
    private static final Pattern SLACK_USER = Pattern.compile("[UW][A-Z0-9]{2,20}");

    /** What browsers take for one (HTML, "valid e-mail address"), with a dot in the domain or none. */
    private static final Pattern EMAIL = Pattern.compile("[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
            + "@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");

    /** RFC 5321, 4.5.3.1.3, without the angle brackets. */
    private static final int LONGEST_EMAIL = 254;

    /** @throws IllegalArgumentException whose message is the name of the component that is wrong */
    public NotificationPreferences {
        channels = List.copyOf(new LinkedHashSet<>(channels));
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException("language");
        }
        if (digestFrom != 0 && (digestFrom < LEAST_DIGEST || digestFrom > MOST_DIGEST)) {
            throw new IllegalArgumentException("digestFrom");
        }
        if (slackUser != null && !SLACK_USER.matcher(slackUser).matches()) {
            throw new IllegalArgumentException("slackUser");
        }
        if (email != null && !isEmail(email)) {
            throw new IllegalArgumentException("email");
        }
    }

    /** Whether mail can be addressed to it. Nothing in such a text ends a line of a message, or an address. */
    public static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
    }

    /** Of a user who has chosen nothing yet: whatever is set up. */
    public static NotificationPreferences unchosen(String language) {
        return new NotificationPreferences(List.of(NotificationChannel.values()), language, null, 5, null, null);
    }

    /** Without where to reach the user. */
    @Override
    public String toString() {
        return "NotificationPreferences" + channels;
    }

    /**
     * A part of each day in which nothing is sent. {@code from} after {@code to} goes over midnight.
     *
     * @param zone name of a time zone, as {@code Asia/Seoul}
     */
    public record QuietHours(LocalTime from, LocalTime to, String zone) {
        /** @throws IllegalArgumentException whose message is the name of the component that is wrong */
        public QuietHours {
            if (from.equals(to)) {
                throw new IllegalArgumentException("to");
            }
            try {
                ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("zone", e);
            }
        }
    }
}
