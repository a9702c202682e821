package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import java.util.List;
import java.util.Locale;

/** What somebody is told: names and numbers, never code. Everything that was written by people is masked already. */
sealed interface Notice {
    Locale locale();

    /** Leads to what it is about. */
    String link();

    /**
     * @param version that an approval answers to
     * @param findings what looks like a secret and is undecided: such a draft can't be approved yet
     * @param reminder whether the same was told before
     */
    record Waiting(
            Locale locale,
            String link,
            DraftId draft,
            long version,
            String repository,
            String subject,
            ChangeSummary summary,
            int findings,
            boolean reminder)
            implements Notice {
        boolean approvable() {
            return findings == 0;
        }
    }

    /** @param drafts the first few, each as repository and subject */
    record Digest(Locale locale, String link, List<String> drafts, int count) implements Notice {}
}
