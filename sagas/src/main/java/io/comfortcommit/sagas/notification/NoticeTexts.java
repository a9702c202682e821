package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.draft.ChangeSummary;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The words of notices, in the language of whoever gets them. */
record NoticeTexts(Locale locale) {
    private static final String BUNDLE = "io.comfortcommit.sagas.notification.notices";

    String title(Notice notice) {
        return switch (notice) {
            case Notice.Waiting waiting -> text(waiting.reminder() ? "title.reminder" : "title", waiting.repository());
            case Notice.Digest digest -> text("title.digest", digest.count());
        };
    }

    /** What there is to know beside its subject, line by line. */
    List<String> facts(Notice.Waiting waiting) {
        ChangeSummary summary = waiting.summary();
        String numbers = text("numbers", summary.filesChanged(), summary.insertions(), summary.deletions());
        return waiting.approvable() ? List.of(numbers) : List.of(numbers, text("findings", waiting.findings()));
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
