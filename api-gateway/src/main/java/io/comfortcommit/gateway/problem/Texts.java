package io.comfortcommit.gateway.problem;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Texts of a resource bundle in the languages of {@link Language}. */
public record Texts(String bundle) {
    /**
     * @param arguments put into the places {@code {0}} … of the text
     * @throws java.util.MissingResourceException for an unknown key: a mistake of ours
     */
    public String text(Locale locale, String key, Object... arguments) {
        ResourceBundle texts = ResourceBundle.getBundle(
                bundle,
                locale,
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(texts.getString(key), locale).format(arguments);
    }
}
