package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.learning.AuthorsForm.Preference;
import java.util.List;
import java.util.Locale;

/**
 * Something that spoke for the type of a draft: a fact of the change, or what the repository's history has of such changes. Or
 * for its form: what its author keeps changing.
 *
 * @param key of its sentence in the bundle {@code phrases}
 * @param arguments of the sentence: names, types and counts
 */
public record Reason(String key, List<String> arguments) {
    public Reason {
        arguments = List.copyOf(arguments);
    }

    static Reason of(String key, Object... arguments) {
        return new Reason(key, List.of(arguments).stream().map(String::valueOf).toList());
    }

    static Reason of(Preference preference) {
        return of(
                "reason.own." + preference.kind(),
                preference.times(),
                preference.of(),
                preference.from(),
                preference.to());
    }

    /** One short sentence without a full stop, in Korean for {@code ko}, otherwise in English. */
    public String text(Locale language) {
        return Phrases.in(language).text(key, arguments.toArray());
    }
}
