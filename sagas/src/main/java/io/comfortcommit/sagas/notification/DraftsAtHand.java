package io.comfortcommit.sagas.notification;

import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.sagas.commit.DraftEvents;
import java.util.Optional;

/** What of a draft may be told: its subject with secrets taken out, the name of its repository, and numbers. */
final class DraftsAtHand {
    private final DraftEvents events;

    DraftsAtHand(DraftEvents events) {
        this.events = events;
    }

    record AtHand(
            UserId author, String repository, String subject, long version, ChangeSummary summary, int findings) {}

    /** Empty if there is nothing to decide any more, or not yet. */
    Optional<AtHand> waiting(DraftId draft) {
        DraftEvents once = events.readOnce();
        return once.isUndecided(draft) ? any(draft, once) : Optional.empty();
    }

    /** Empty without a message. */
    Optional<AtHand> any(DraftId draft) {
        return any(draft, events.readOnce());
    }

    private static Optional<AtHand> any(DraftId draft, DraftEvents events) {
        String message = events.message(draft);
        Optional<Captured> captured = events.captured(draft);
        if (message == null || captured.isEmpty()) {
            return Optional.empty();
        }
        SecretScanner scanner = new SecretScanner();
        String subject = message.lines().findFirst().orElse("");
        return Optional.of(new AtHand(
                captured.get().author(),
                scanner.redact(repository(captured.get().repositoryId(), events)),
                scanner.redact(subject),
                events.version(draft),
                captured.get().summary(),
                events.undecidedFindings(draft)));
    }

    /** The last part of its URL. */
    private static String repository(RepositoryId repository, DraftEvents events) {
        String remote = events.remote(repository).orElse("");
        String path = remote.replaceAll("[/\\\\]+$", "");
        String name = path.substring(
                Math.max(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')), path.lastIndexOf('\\')) + 1);
        String plain = name.endsWith(".git") ? name.substring(0, name.length() - ".git".length()) : name;
        return plain.isBlank() ? repository.toString() : plain;
    }
}
