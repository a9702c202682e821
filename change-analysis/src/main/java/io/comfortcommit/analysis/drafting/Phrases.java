package io.comfortcommit.analysis.drafting;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The words of one language. */
final class Phrases {
    private final Locale language;
    private final ResourceBundle bundle;

    private Phrases(Locale language) {
        this.language = language;
        // Without the fallback: an English draft must not turn Korean on a Korean machine.
        this.bundle = ResourceBundle.getBundle(
                "io.comfortcommit.analysis.drafting.phrases",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    static Phrases in(Locale language) {
        return new Phrases(language.getLanguage().equals("ko") ? Locale.KOREAN : Locale.ENGLISH);
    }

    String say(Verb verb, String what, @Nullable String place) {
        return place == null
                ? format(verb.key(), what)
                : format(bundle.containsKey(verb.key() + ".in") ? verb.key() + ".in" : verb.key(), what, place);
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b and 3 more}. */
    String list(List<String> names, int most) {
        if (names.size() > most) {
            return format("names.more", String.join(", ", names.subList(0, most)), names.size() - most);
        }
        return names.size() == 1
                ? names.getFirst()
                : format("names.last", String.join(", ", names.subList(0, names.size() - 1)), names.getLast());
    }

    String text(String key, Object... arguments) {
        return format(key, arguments);
    }

    private String format(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), language).format(arguments);
    }
}
