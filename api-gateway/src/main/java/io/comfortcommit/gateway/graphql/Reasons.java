package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.problem.Texts;
import io.comfortcommit.messages.draft.ChangeCard.Reason;
import java.util.Locale;

/** Words the reasons of a card. A code of a newer version is shown as it is. */
final class Reasons {
    private static final Texts TEXTS = new Texts("io.comfortcommit.gateway.graphql.reasons");

    private Reasons() {}

    static String text(Reason reason, Locale locale) {
        return TEXTS.has(reason.code())
                ? TEXTS.text(
                        locale,
                        reason.code(),
                        reason.values().stream().map(Reasons::typed).toArray())
                : reason.code() + " " + String.join(", ", reason.values());
    }

    /** A number is written as the language does, and has a plural. */
    private static Object typed(String value) {
        return value.matches("\\d{1,9}") ? (Object) Integer.valueOf(value) : value;
    }
}
