package io.comfortcommit.gateway.audit;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Texts;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What events are called: by their stored names, by their types, and in words. */
public final class EventNames {
    private static final Texts TEXTS = new Texts("io.comfortcommit.gateway.audit.events");

    private EventNames() {}

    /** {@code commit-draft.push-failed} is {@code PushFailed}. */
    public static String type(String storedName) {
        StringBuilder type = new StringBuilder();
        for (String word : storedName.substring(storedName.indexOf('.') + 1).split("-", -1)) {
            if (!word.isEmpty()) {
                type.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return type.toString();
    }

    /** The event in words, with what it says. An event of a newer version goes by its type. */
    public static String description(String storedName, @Nullable String detail, Locale locale) {
        if (detail != null && ActionEvents.ALL.contains(storedName)) {
            return ActionEvents.description(storedName, detail, locale);
        }
        String title = TEXTS.has(storedName) ? TEXTS.text(locale, storedName) : type(storedName);
        return detail == null || detail.isEmpty() ? title : title + ": " + detail;
    }

    /**
     * The stored names of events that a person names by them or by their types.
     *
     * @param field where they were named, for the complaint
     */
    public static Set<String> stored(Collection<String> names, String field) {
        return names.stream().map(name -> stored(name, field)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String stored(String name, String field) {
        List<String> known =
                Stream.concat(TEXTS.keys().stream(), ActionEvents.ALL.stream()).toList();
        return known.stream()
                .filter(event -> event.equals(name) || type(event).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Problem.badField(
                                "NOT_ONE_OF",
                                field,
                                known.stream().map(EventNames::type).collect(Collectors.joining(", ")))
                        .asException());
    }
}
