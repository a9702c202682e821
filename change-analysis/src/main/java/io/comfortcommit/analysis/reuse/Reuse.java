package io.comfortcommit.analysis.reuse;

import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.analysis.reuse.PastDrafts.Near;
import io.comfortcommit.analysis.secrets.SecretScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Says an approved message again for a change that it is true of, with the names of that change in it.
 *
 * <p>Being alike isn't enough: of changes whose vectors are as near as {@value #NEAR} only a quarter to a half have the same
 * type. So a message is taken only where each of its words is known to be true of the new change; else there is no hit. Only
 * the subject is taken: a body says why, and why was another time.
 */
public final class Reuse {
    /** Cosine from which a draft is looked at, if the same files have changed. */
    public static final double SAME_FILES = 0.85;
    /** Cosine from which a draft is looked at. */
    public static final double NEAR = 0.90;

    private static final int NEIGHBOURS = 12;
    /** So many approvals of the same subject make it this project's routine for such changes. */
    private static final int ROUTINE = 3;

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern AROUND = Pattern.compile("^[\\p{Punct}“”‘’]+|[\\p{Punct}“”‘’]+$");
    private static final Pattern ADDS = Pattern.compile("(?i)add(?:s|ed)?|introduce[sd]?|new|create[sd]?|추가");
    private static final Pattern REMOVES = Pattern.compile("(?i)remove[sd]?|delete[sd]?|drop(?:s|ped)?|삭제|제거");
    private static final Pattern MOVES = Pattern.compile("(?i)rename[sd]?|move[sd]?");
    /** What a text alone can't show. */
    private static final Pattern NEVER =
            Pattern.compile("(?i)reverts?|reverted|again|also|first|last|initial|final|breaking");
    /** Words that say nothing which a change of the same shape could make untrue. */
    private static final Set<String> PLAIN = Set.of(
            "a",
            "an",
            "and",
            "the",
            "in",
            "of",
            "to",
            "from",
            "for",
            "on",
            "with",
            "by",
            "update",
            "updates",
            "upgrade",
            "bump",
            "bumps",
            "dependency",
            "dependencies",
            "dep",
            "deps",
            "deps-dev",
            "version",
            "action",
            "digest",
            "module",
            "package",
            "requirement",
            "requirements",
            "image",
            "tag");

    private final PastDrafts drafts;
    private final Nearness nearness;
    private final Predicate<String> wanted;

    /**
     * From which cosines a draft is looked at. Whether its message is true of the change is another question, asked of each.
     *
     * @param near of any draft
     * @param sameFiles of a draft that changed the same files; at the most {@code near}
     */
    public record Nearness(double near, double sameFiles) {}

    public Reuse(PastDrafts drafts) {
        this(drafts, new Nearness(NEAR, SAME_FILES), _ -> true);
    }

    /** @param wanted whether a message may be said again, by its description: one in another language isn't */
    public Reuse(PastDrafts drafts, Nearness nearness, Predicate<String> wanted) {
        this.drafts = drafts;
        this.nearness = nearness;
        this.wanted = wanted;
    }

    /**
     * A message to say again.
     *
     * @param subject with the new change's names
     * @param original the message that was approved
     */
    public record Hit(String subject, String original, double cosine) {}

    /**
     * @param vector of the change, of length 1
     * @param type that the change seems to have; a message of another one is none of this change
     */
    public Optional<Hit> find(Outline change, float[] vector, String type) {
        return among(drafts.nearest(vector, NEIGHBOURS, nearness.sameFiles()), change, type);
    }

    /**
     * The same for a change whose carrying functions are like those of a draft, whatever else they stand among.
     *
     * @param functions vectors of the functions that carry the change
     */
    public Optional<Hit> find(Outline change, List<float[]> functions, String type) {
        return among(drafts.nearestByFunctions(functions, NEIGHBOURS, nearness.sameFiles()), change, type);
    }

    private Optional<Hit> among(List<Near> found, Outline change, String type) {
        var near = found.stream()
                .filter(neighbour -> neighbour.cosine() >= nearness.near()
                        || neighbour.draft().outline().paths().equals(change.paths()))
                .toList();
        if (near.stream().map(Reuse::type).distinct().limit(2).count() != 1) {
            return Optional.empty(); // people weren't of one mind
        }
        for (var neighbour : near) {
            var subject = adapted(neighbour, near, change, type);
            if (subject.isPresent()) {
                return subject.map(text -> new Hit(text, neighbour.draft().message(), neighbour.cosine()));
            }
        }
        return Optional.empty();
    }

    private static String type(Near neighbour) {
        return ConventionalSubject.in(neighbour.draft().message())
                .map(ConventionalSubject::type)
                .orElse("");
    }

    private Optional<String> adapted(Near neighbour, List<Near> near, Outline change, String type) {
        var past = neighbour.draft();
        var subject = ConventionalSubject.in(past.message());
        if (subject.isEmpty()
                || subject.get().breaking()
                || !subject.get().type().equals(type)
                || !wanted.test(subject.get().description())
                || !past.outline().shape().equals(change.shape())) {
            return Optional.empty();
        }
        var slots = past.outline().inPlacesOf(change);
        var words = new Words(past.outline(), change, slots, isRoutine(subject.get(), near));
        return words.adapted(subject.get().description())
                .filter(description -> words.isScope(subject.get().scope()))
                .map(description -> subject.get().type()
                        + (subject.get().scope().isEmpty()
                                ? ""
                                : "(" + subject.get().scope() + ")")
                        + ": " + description)
                .filter(text -> new SecretScanner().redact(text).equals(text));
    }

    private static boolean isRoutine(ConventionalSubject subject, List<Near> near) {
        return near.stream()
                        .map(neighbour ->
                                ConventionalSubject.in(neighbour.draft().message()))
                        .flatMap(Optional::stream)
                        .filter(other -> frame(other).equals(frame(subject)))
                        .count()
                >= ROUTINE;
    }

    private static String frame(ConventionalSubject subject) {
        return subject.type()
                + '('
                + subject.scope()
                + ')'
                + Outline.VERSION.matcher(subject.description()).replaceAll("#");
    }

    /** The words of one message, held against the change that it was for and the one that it shall be for. */
    private record Words(Outline past, Outline change, Map<String, String> slots, boolean routine) {
        Optional<String> adapted(String description) {
            var result = new StringBuilder();
            var before = "";
            var said = new HashSet<String>();
            for (var written : SPACES.split(description)) {
                var word = AROUND.matcher(written).replaceAll("");
                var counterpart = counterpart(word, before);
                if (counterpart.isEmpty()) {
                    return Optional.empty();
                }
                result.append(result.isEmpty() ? "" : " ").append(written.replace(word, counterpart.get()));
                if (!PLAIN.contains(counterpart.get().toLowerCase(Locale.ROOT))) {
                    said.add(counterpart.get());
                }
                before = word.toLowerCase(Locale.ROOT);
            }
            // "Update dependencies" would be true of too much to say anything.
            return said.isEmpty() ? Optional.empty() : Optional.of(result.toString());
        }

        private Optional<String> counterpart(String word, String before) {
            if (word.isEmpty()) {
                return Optional.of(word);
            }
            var lower = word.toLowerCase(Locale.ROOT);
            if (NEVER.matcher(lower).matches() || !isDirected(lower)) {
                return Optional.empty();
            }
            if (PLAIN.contains(lower)) {
                return Optional.of(word);
            }
            if (Outline.VERSION.matcher(lower).matches()) {
                return version(word, lower, before);
            }
            if (past.isPlace(lower) && !change.isPlace(lower)) {
                return Optional.empty(); // it was about that folder, and may be a mere mention here
            }
            var slot = slots.get(lower);
            if (slot != null) {
                return Optional.of(slot.equalsIgnoreCase(word) ? word : slot);
            }
            if (isName(word)) {
                return past.has(lower) && change.has(lower) ? Optional.of(word) : Optional.empty();
            }
            var inBoth = past.has(lower) && change.has(lower);
            var inPastOnly = past.has(lower) && !change.has(lower);
            return inBoth || routine && !inPastOnly ? Optional.of(word) : Optional.empty();
        }

        /** What comes after "from" is gone, what comes after "to" is there now. */
        private Optional<String> version(String word, String lower, String before) {
            var slot = slots.get(Outline.bare(lower));
            if (slot == null
                    || before.equals("from") && !change.removed().contains(Outline.bare(slot))
                    || !before.equals("from") && !change.added().contains(Outline.bare(slot))) {
                return Optional.empty();
            }
            return Optional.of(
                    word.substring(0, word.length() - Outline.bare(word).length()) + slot);
        }

        private static boolean isName(String word) {
            return word.chars().anyMatch(c -> Character.isDigit(c) || "_./@#:<>()`$".indexOf(c) >= 0)
                    || word.substring(1).chars().anyMatch(Character::isUpperCase);
        }

        private boolean isDirected(String word) {
            if (ADDS.matcher(word).matches()) {
                return change.shape().stream().anyMatch(kind -> kind.endsWith("more"));
            }
            if (REMOVES.matcher(word).matches()) {
                return change.shape().stream().anyMatch(kind -> kind.endsWith("less"));
            }
            return !MOVES.matcher(word).matches() || change.shape().stream().anyMatch(kind -> kind.contains("RENAMED"));
        }

        boolean isScope(String scope) {
            var lower = scope.toLowerCase(Locale.ROOT);
            return scope.isEmpty()
                    || PLAIN.contains(lower)
                    || past.paths().equals(change.paths())
                    || routine && (!past.has(lower) || change.has(lower))
                    || past.has(lower) && change.has(lower);
        }
    }
}
