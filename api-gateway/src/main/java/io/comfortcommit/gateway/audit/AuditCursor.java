package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.messages.query.AuditPosition;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in the audit log, opaque to clients. */
public final class AuditCursor {
    private static final Pattern FORM = Pattern.compile("audit:([0-9TZ:.-]{1,40}) ([0-9A-Za-z-]{1,255})");

    private AuditCursor() {}

    public static String at(AuditPosition position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("audit:" + position.at() + " " + position.eventId()).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws io.comfortcommit.gateway.problem.ProblemException for anything that {@link #at} did not give */
    public static @Nullable AuditPosition read(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (form.matches()) {
                return new AuditPosition(Instant.parse(form.group(1)), form.group(2));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw notACursor();
        }
        throw notACursor();
    }

    private static RuntimeException notACursor() {
        return Problem.badField("NOT_A_CURSOR", "after").asException();
    }
}
