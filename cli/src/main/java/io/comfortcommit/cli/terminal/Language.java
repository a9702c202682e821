package io.comfortcommit.cli.terminal;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The texts of one language: Korean, or English. */
public final class Language {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale locale;
    private final ResourceBundle texts;

    private Language(Locale locale) {
        this.locale = locale;
        this.texts = bundle("texts", locale);
    }

    public static Language of(String tag) {
        return new Language(tag.toLowerCase(Locale.ROOT).startsWith("ko") ? Locale.KOREAN : Locale.ENGLISH);
    }

    /** {@code COMFORT_LANG}, else the locale of the environment, else English. */
    public static Language from(Map<String, String> environment) {
        for (String variable : new String[] {"COMFORT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return of(value);
            }
        }
        return of(Locale.getDefault().getLanguage());
    }

    /** {@code ko} or {@code en}. */
    public String tag() {
        return locale.getLanguage();
    }

    /** @param arguments numbers are written plainly, without grouping */
    public String text(String key, Object... arguments) {
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            plain[i] = String.valueOf(arguments[i]);
        }
        return new MessageFormat(texts.getString(key), locale).format(plain);
    }

    public boolean has(String key) {
        return texts.containsKey(key);
    }

    /** For picocli. */
    public ResourceBundle help() {
        return bundle("help", locale);
    }

    private static ResourceBundle bundle(String name, Locale locale) {
        return ResourceBundle.getBundle(
                "io.comfortcommit.cli." + name, locale, Language.class.getClassLoader(), NO_FALLBACK);
    }
}
