package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.draft.DraftId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A place in the list of drafts, opaque to clients. */
final class DraftCursor {
    private static final String PREFIX = "draft:";

    private DraftCursor() {}

    static String at(DraftId draft) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + draft).getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws io.comfortcommit.gateway.problem.ProblemException for anything that {@link #at} did not give */
    static @Nullable DraftId read(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith(PREFIX)) {
                return new DraftId(Fields.uuid(text.substring(PREFIX.length()), "after"));
            }
        } catch (IllegalArgumentException e) {
            throw notACursor();
        }
        throw notACursor();
    }

    private static RuntimeException notACursor() {
        return Problem.badField("NOT_A_CURSOR", "after").asException();
    }
}
