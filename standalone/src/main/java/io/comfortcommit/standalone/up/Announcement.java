package io.comfortcommit.standalone.up;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The sentences of {@code up}, in Korean where the user's locale is, else in English. */
public final class Announcement {
    private static final String BUNDLE = "io.comfortcommit.standalone.up.announcements";

    private final ResourceBundle texts;
    private final Locale locale;

    public Announcement(Locale locale) {
        this.locale = locale;
        this.texts = ResourceBundle.getBundle(
                BUNDLE,
                locale,
                Announcement.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public String help() {
        return texts.getString("help");
    }

    public String starting() {
        return texts.getString("starting");
    }

    /** @param link opens the approval page for this browser; works once */
    public String running(String url, String link) {
        return new MessageFormat(texts.getString("running"), locale).format(new Object[] {url, link});
    }

    public String failed(String logs) {
        return new MessageFormat(texts.getString("failed"), locale).format(new Object[] {logs});
    }
}
