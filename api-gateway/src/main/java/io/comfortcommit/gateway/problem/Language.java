package io.comfortcommit.gateway.problem;

import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/** The languages that people are spoken to in: Korean, and English for everybody else. */
public final class Language {
    private static final List<Locale> SPOKEN = List.of(Locale.KOREAN, Locale.ENGLISH);

    private Language() {}

    public static Locale of(HttpHeaders headers) {
        String accepted = headers.getFirst(HttpHeaders.ACCEPT_LANGUAGE);
        if (accepted == null || accepted.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(accepted), SPOKEN);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH; // a malformed wish is none
        }
    }
}
