package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.ActionLog.Outcome;
import io.comfortcommit.gateway.problem.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What recorded actions are called among the events of the audit log, and in words. */
final class ActionEvents {
    static final String LOGGED_IN = "access.logged-in";
    static final String LOGIN_REFUSED = "access.login-refused";
    static final String ALLOWED = "access.allowed";
    static final String DENIED = "access.denied";
    static final List<String> ALL = List.of(LOGGED_IN, LOGIN_REFUSED, ALLOWED, DENIED);

    private static final Texts TEXTS = new Texts("io.comfortcommit.gateway.audit.actions");
    private static final String NO_REASON = "-";

    private ActionEvents() {}

    /** The same as the column {@code event}. */
    static String name(@Nullable Action action, Outcome outcome) {
        boolean login = action != null && action.login();
        return switch (outcome) {
            case ALLOWED -> login ? LOGGED_IN : ALLOWED;
            case DENIED -> login ? LOGIN_REFUSED : DENIED;
        };
    }

    /** The action, why it was refused if it was, and what it was about: none of them has a space in it. */
    static String detail(String action, Outcome outcome, @Nullable String reason, @Nullable String target) {
        String why = outcome == Outcome.ALLOWED ? null : Objects.requireNonNullElse(reason, NO_REASON);
        return Stream.of(action, why, target).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }

    /** @param detail as {@link #detail} gives it */
    static String description(String event, String detail, Locale locale) {
        List<String> said = List.of(detail.split(" ", -1));
        boolean refused = event.equals(DENIED) || event.equals(LOGIN_REFUSED);
        StringBuilder words =
                new StringBuilder(text(event, locale)).append(": ").append(text(said.getFirst(), locale));
        int target = refused ? 2 : 1;
        if (refused && said.size() > 1 && !said.get(1).equals(NO_REASON)) {
            words.append(" – ").append(text(said.get(1), locale));
        }
        if (said.size() > target) {
            words.append(" (")
                    .append(String.join(" ", said.subList(target, said.size())))
                    .append(')');
        }
        return words.toString();
    }

    /** Of another version's, its code. */
    private static String text(String code, Locale locale) {
        return TEXTS.has(code) ? TEXTS.text(locale, code) : code;
    }
}
