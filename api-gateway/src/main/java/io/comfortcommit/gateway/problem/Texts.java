package io.comfortcommit.gateway.problem;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** Texts of a resource bundle in the languages of {@link Language}. */
public record Texts(String bundle) {
    public boolean has(String key) {
        return texts(Locale.ROOT).containsKey(key);
    }

    /** In alphabetical order. */
    public List<String> keys() {
        return texts(Locale.ROOT).keySet().stream().sorted().toList();
    }

    /**
     * @param arguments put into the places {@code {0}} … of the text
     * @throws java.util.MissingResourceException for an unknown key: a mistake of ours
     */
    public String text(Locale locale, String key, Object... arguments) {
        return new MessageFormat(texts(locale).getString(key), locale).format(arguments);
    }

    private ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(
                bundle,
                locale,
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
