package io.comfortcommit.repositories.ingest;

import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** What a capture may say of itself. */
final class OrderRules {
    private static final int LONGEST_TEXT = 512;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private OrderRules() {}

    /**
     * @return the order as it will be stored
     * @throws RefusedException if it can't be
     */
    static CaptureOrder checked(CaptureOrder order) {
        String base = order.base();
        if (!ObjectId.isId(order.snapshot()) || (base != null && !ObjectId.isId(base))) {
            throw Refusal.mismatch("Snapshot and base must be object ids of 40 hexadecimal digits.");
        }
        if (order.branch().startsWith("-")
                || order.branch().length() > LONGEST_TEXT
                || !Repository.isValidRefName(Constants.R_HEADS + order.branch())) {
            throw Refusal.mismatch("The branch is no branch name.");
        }
        GitAuthor author = order.author();
        if (author.name().isBlank() || !isOneLine(author.name()) || !isOneLine(author.email())) {
            throw Refusal.mismatch("The author's name or e-mail can't stand in a commit; see git config user.name.");
        }
        if (order.client().length() > LONGEST_TEXT || order.client().indexOf(0) >= 0) {
            throw Refusal.mismatch("The client's name is too long.");
        }
        Instant capturedAt = order.capturedAt().truncatedTo(ChronoUnit.MICROS);
        if (capturedAt.isBefore(Instant.EPOCH) || capturedAt.isAfter(LATEST)) {
            throw Refusal.mismatch("The time of the capture can't be right; set the clock.");
        }
        return new CaptureOrder(
                order.captureId(),
                order.repositoryId(),
                order.caller(),
                order.lane(),
                order.snapshot(),
                base,
                order.branch(),
                order.mode(),
                author,
                capturedAt,
                order.client());
    }

    private static boolean isOneLine(String text) {
        return text.length() <= LONGEST_TEXT
                && text.chars().noneMatch(c -> c == '<' || c == '>' || c == '\n' || c == '\r' || c == 0);
    }
}
