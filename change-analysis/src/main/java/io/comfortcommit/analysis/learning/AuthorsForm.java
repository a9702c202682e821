package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.text.Gitmoji;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What an author keeps changing in drafts before approving them. It says nothing of what a change is about, only of the form
 * of its message; each preference is counted, so that it can be told why a draft has it.
 *
 * @param preferences in the order of {@link Kind}, at most one of each kind, and of {@link Kind#TYPE} one for each type
 */
public record AuthorsForm(List<Preference> preferences) {
    /** Of an author of whom nothing is known. */
    public static final AuthorsForm NONE = new AuthorsForm(List.of());

    /** Drafts that a preference is read from, the newest that it could be about. */
    private static final int LOOKED_AT = 8;
    /** So many of them were changed so. */
    private static final int ENOUGH = 3;

    private static final double MOST_OF_THEM = 0.75;

    private static final Pattern HEADER = Pattern.compile("^([A-Za-z][\\w-]*)(\\([^()]*\\))?(!?:\\s+)(\\S.*)$");
    private static final Pattern TRAILER = Pattern.compile("[A-Za-z][A-Za-z-]*: .+");

    public enum Kind {
        /** Another type than the drafted one. */
        TYPE,
        WITHOUT_SCOPE,
        WITHOUT_BODY,
        /** How a description begins. */
        LOWER_CASE,
        UPPER_CASE
    }

    /**
     * @param from the drafted type; empty but for {@link Kind#TYPE}
     * @param to the approved one; likewise
     * @param times drafts that were changed so
     * @param of drafts that could have been, the newest ones
     */
    public record Preference(Kind kind, String from, String to, int times, int of) {}

    /**
     * @param drafted as it was written for the author
     * @param approved as they let it go
     */
    public record Approval(String drafted, String approved) {}

    /** One approval, in parts. */
    private record Read(Parts drafted, Parts approved) {}

    private record Parts(String type, String scope, String mark, String description, String rest) {
        static Optional<Parts> of(String message) {
            var end = message.indexOf('\n');
            var header = HEADER.matcher(Gitmoji.without(end < 0 ? message : message.substring(0, end)));
            return header.matches()
                    ? Optional.of(new Parts(
                            header.group(1),
                            header.group(2) == null ? "" : header.group(2),
                            header.group(3),
                            header.group(4),
                            end < 0 ? "" : message.substring(end).strip()))
                    : Optional.empty();
        }

        boolean hasBody() {
            return !rest.isEmpty() && !isTrailers(rest);
        }

        /** Whether it begins with a letter that has cases, and with no name, whose letters are nobody's to change. */
        boolean begins(Predicate<Character> as) {
            var word = description.split("\\s", 2)[0];
            return as.test(word.charAt(0))
                    && word.substring(1)
                            .chars()
                            .noneMatch(c -> Character.isUpperCase(c) || Character.isDigit(c) || "_./`".indexOf(c) >= 0);
        }

        Parts beginning(boolean upper) {
            var first = description.substring(0, 1);
            return new Parts(
                    type,
                    scope,
                    mark,
                    (upper ? first.toUpperCase(Locale.ROOT) : first.toLowerCase(Locale.ROOT))
                            + description.substring(1),
                    rest);
        }

        Parts withoutBody() {
            var paragraphs = rest.split("\n\n");
            var last = paragraphs[paragraphs.length - 1];
            return new Parts(type, scope, mark, description, isTrailers(last) ? last : "");
        }

        private static boolean isTrailers(String text) {
            return text.lines().allMatch(line -> TRAILER.matcher(line).matches());
        }

        String text() {
            return type + scope + mark + description + (rest.isEmpty() ? "" : "\n\n" + rest);
        }
    }

    public AuthorsForm {
        preferences = List.copyOf(preferences);
    }

    /** @param approvals of one author in one repository, the newest first; those that changed nothing too */
    public static AuthorsForm of(List<Approval> approvals) {
        var read = approvals.stream()
                .flatMap(approval -> Parts.of(approval.drafted())
                        .flatMap(drafted -> Parts.of(approval.approved()).map(approved -> new Read(drafted, approved)))
                        .stream())
                .toList();
        var found = new ArrayList<Preference>();
        types(read, found);
        found.addAll(switched(read, Kind.WITHOUT_SCOPE, parts -> !parts.scope().isEmpty()).stream()
                .toList());
        found.addAll(switched(read, Kind.WITHOUT_BODY, Parts::hasBody).stream().toList());
        var begun = read.stream()
                .filter(one -> one.drafted().begins(Character::isLetter)
                        && one.approved().begins(Character::isLetter))
                .toList();
        found.addAll(switched(begun, Kind.LOWER_CASE, parts -> parts.begins(Character::isUpperCase)).stream()
                .toList());
        found.addAll(switched(begun, Kind.UPPER_CASE, parts -> parts.begins(Character::isLowerCase)).stream()
                .toList());
        return new AuthorsForm(found);
    }

    /** Of approvals in which either message has something, those that took it out; who puts it in speaks against it. */
    private static Optional<Preference> switched(List<Read> read, Kind kind, Predicate<Parts> has) {
        var concerned = read.stream()
                .filter(one -> has.test(one.drafted()) || has.test(one.approved()))
                .limit(LOOKED_AT)
                .toList();
        var times = (int) concerned.stream()
                .filter(one -> has.test(one.drafted()) && !has.test(one.approved()))
                .count();
        return isKept(times, concerned.size())
                ? Optional.of(new Preference(kind, "", "", times, concerned.size()))
                : Optional.empty();
    }

    private static void types(List<Read> read, List<Preference> found) {
        Map<String, List<Read>> drafted = new TreeMap<>();
        read.forEach(one -> drafted.computeIfAbsent(one.drafted().type(), _ -> new ArrayList<>())
                .add(one));
        drafted.forEach((type, of) -> {
            var concerned = of.subList(0, Math.min(LOOKED_AT, of.size()));
            Map<String, Integer> approved = new TreeMap<>();
            concerned.forEach(one -> approved.merge(one.approved().type(), 1, Integer::sum));
            approved.forEach((other, times) -> {
                if (!other.equals(type) && isKept(times, concerned.size())) {
                    found.add(new Preference(Kind.TYPE, type, other, times, concerned.size()));
                }
            });
        });
    }

    private static boolean isKept(int times, int of) {
        return times >= ENOUGH && times >= of * MOST_OF_THEM;
    }

    /** The one about a drafted type, if there is one. */
    public Optional<Preference> ofType(String type) {
        return preferences.stream()
                .filter(preference ->
                        preference.kind() == Kind.TYPE && preference.from().equals(type))
                .findFirst();
    }

    /** Those that a message of a type is in the form of: all but those about other types. */
    public List<Preference> forType(String type) {
        return preferences.stream()
                .filter(preference ->
                        preference.kind() != Kind.TYPE || preference.from().equals(type))
                .toList();
    }

    /** A message in the author's form; as it is where it has no type. */
    public String applyTo(String message) {
        var parts = Parts.of(message);
        if (preferences.isEmpty() || parts.isEmpty()) {
            return message;
        }
        var formed = parts.get();
        for (var preference : forType(formed.type())) {
            formed = switch (preference.kind()) {
                case TYPE ->
                    new Parts(preference.to(), formed.scope(), formed.mark(), formed.description(), formed.rest());
                case WITHOUT_SCOPE -> new Parts(formed.type(), "", formed.mark(), formed.description(), formed.rest());
                case WITHOUT_BODY -> formed.withoutBody();
                case LOWER_CASE -> formed.begins(Character::isUpperCase) ? formed.beginning(false) : formed;
                case UPPER_CASE -> formed.begins(Character::isLowerCase) ? formed.beginning(true) : formed;
            };
        }
        return formed.text();
    }
}
