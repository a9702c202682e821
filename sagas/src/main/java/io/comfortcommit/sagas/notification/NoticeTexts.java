package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.draft.ChangeSummary;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The words of notices, in the language of whoever gets them. */
record NoticeTexts(Locale locale) {
    private static final String BUNDLE = "io.comfortcommit.sagas.notification.notices";

    String title(Notice.Waiting waiting) {
        return text(waiting.reminder() ? "title.reminder" : "title", waiting.repository());
    }

    String title(Notice.Digest digest) {
        return text("title.digest", digest.count());
    }

    String numbers(ChangeSummary summary) {
        return text("numbers", summary.filesChanged(), summary.insertions(), summary.deletions());
    }

    String findings(int findings) {
        return text("findings", findings);
    }

    String more(int more) {
        return text("more", more);
    }

    String settled(Settled.Outcome outcome) {
        return text("settled." + outcome.name());
    }

    String text(String key, Object... values) {
        return new MessageFormat(
                        ResourceBundle.getBundle(
                                        BUNDLE, locale, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES))
                                .getString(key),
                        locale)
                .format(values);
    }
}
