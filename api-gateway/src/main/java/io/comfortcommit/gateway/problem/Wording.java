package io.comfortcommit.gateway.problem;

import java.util.Locale;

/** Says a problem in a language: what it is, and what to do next. */
public final class Wording {
    private final Texts texts = new Texts("io.comfortcommit.gateway.problem.problems");

    public String title(Problem problem, Locale locale) {
        return texts.text(locale, problem.code() + ".title");
    }

    public String detail(Problem problem, Locale locale) {
        return texts.text(locale, problem.text(), problem.arguments().toArray());
    }
}
