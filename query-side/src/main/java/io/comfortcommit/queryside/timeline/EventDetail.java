package io.comfortcommit.queryside.timeline;

import io.comfortcommit.messages.draft.CommitDraftEvent;
import io.comfortcommit.messages.draft.CommitDraftEvent.Approved;
import io.comfortcommit.messages.draft.CommitDraftEvent.ApproverNotified;
import io.comfortcommit.messages.draft.CommitDraftEvent.Captured;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Drafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.DraftingFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Edited;
import io.comfortcommit.messages.draft.CommitDraftEvent.Expired;
import io.comfortcommit.messages.draft.CommitDraftEvent.FindingsCleared;
import io.comfortcommit.messages.draft.CommitDraftEvent.LeftToAgent;
import io.comfortcommit.messages.draft.CommitDraftEvent.NotificationFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestNotOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PullRequestOpened;
import io.comfortcommit.messages.draft.CommitDraftEvent.PushFailed;
import io.comfortcommit.messages.draft.CommitDraftEvent.Pushed;
import io.comfortcommit.messages.draft.CommitDraftEvent.RedraftRequested;
import io.comfortcommit.messages.draft.CommitDraftEvent.Redrafted;
import io.comfortcommit.messages.draft.CommitDraftEvent.SplitApproved;
import io.comfortcommit.messages.draft.CommitDraftEvent.Superseded;
import io.comfortcommit.messages.draft.SplitPart;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an event says, in short and without words of our own: they would need a language. */
public final class EventDetail {
    /** Characters. */
    private static final int LONGEST = 500;

    private EventDetail() {}

    public static @Nullable String of(CommitDraftEvent event) {
        String detail = whole(event);
        return detail == null || detail.length() <= LONGEST ? detail : shortened(detail);
    }

    private static @Nullable String whole(CommitDraftEvent event) {
        return switch (event) {
            case Captured captured -> captured.branch();
            case Drafted drafted -> subject(drafted.message());
            case RedraftRequested wish -> wish.instruction();
            case Redrafted redrafted -> subject(redrafted.message());
            case FindingsCleared cleared ->
                cleared.findings().stream()
                        .map(finding -> finding.kind() + " " + finding.path() + ":" + finding.line())
                        .collect(Collectors.joining(", "));
            case Edited edited -> subject(edited.message());
            case Approved approved -> subject(approved.message());
            case SplitApproved split ->
                split.parts().stream().map(SplitPart::subject).collect(Collectors.joining(" · "));
            case Pushed pushed -> String.join(" ", pushed.commits());
            case PullRequestOpened opened -> opened.url();
            case PullRequestNotOpened none ->
                none.words().isEmpty() ? none.trouble().name() : none.trouble() + ": " + none.words();
            case PushFailed failed -> failed.failure() + ": " + failed.detail();
            case Discarded discarded -> discarded.reason();
            case LeftToAgent _ -> null;
            case Expired _ -> null;
            case Superseded superseded -> superseded.successor().toString();
            case DraftingFailed failed -> failed.reason();
            case ApproverNotified told -> told.channel();
            case NotificationFailed failed -> failed.channel() + ": " + failed.reason();
        };
    }

    private static String subject(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static String shortened(String detail) {
        int end = Character.isHighSurrogate(detail.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return detail.substring(0, end) + "…";
    }
}
