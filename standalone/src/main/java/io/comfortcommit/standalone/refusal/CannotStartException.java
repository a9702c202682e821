package io.comfortcommit.standalone.refusal;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The server can't start and a person must do something about it. {@link #getMessage()} is the English text. */
public final class CannotStartException extends RuntimeException {
    private static final String BUNDLE = "io.comfortcommit.standalone.refusal.refusals";

    private final transient Refusal refusal;
    private final transient Object[] arguments;

    public CannotStartException(Refusal refusal, Object... arguments) {
        this(null, refusal, arguments);
    }

    public CannotStartException(@Nullable Throwable cause, Refusal refusal, Object... arguments) {
        super(text(refusal, arguments, Locale.ENGLISH), cause);
        this.refusal = refusal;
        this.arguments = arguments.clone();
    }

    public Refusal refusal() {
        return refusal;
    }

    /** What happened and what to do, in {@code locale} where there is a text for it, else in English. */
    public String describe(Locale locale) {
        return text(refusal, arguments, locale);
    }

    private static String text(Refusal refusal, Object[] arguments, Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                BUNDLE,
                locale,
                CannotStartException.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            plain[i] = String.valueOf(arguments[i]); // else MessageFormat groups the digits of a pid
        }
        return new MessageFormat(bundle.getString(refusal.name()), locale).format(plain);
    }
}
