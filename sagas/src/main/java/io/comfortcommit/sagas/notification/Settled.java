package io.comfortcommit.sagas.notification;

import java.util.Locale;

/**
 * What became of a draft.
 *
 * @param outcome name of the text that says it
 */
record Settled(Locale locale, String repository, String subject, Outcome outcome) {
    enum Outcome {
        APPROVED,
        PUSHED,
        PUSH_FAILED,
        DISCARDED,
        EXPIRED,
        SUPERSEDED
    }
}
