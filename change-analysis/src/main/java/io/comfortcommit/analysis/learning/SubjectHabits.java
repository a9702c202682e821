package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.text.Hangul;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How people of a repository put a change into words. Learns which words of a change, of like changes before and of the
 * project's vocabulary come into a subject, and chooses among subjects the one that would have most of its words in
 * common with theirs. Not thread-safe.
 */
final class SubjectHabits {
    private static final int REMEMBERED = 1_000;
    private static final int NEIGHBOURS = 25;
    /** Changes whose subjects are considered. */
    private static final int CONSIDERED = 80;

    private static final int BITS = 14;
    /** Times that a subject has been written for it to be routine. */
    private static final int ROUTINE = 3;

    private static final int MOST_VERBS = 12;
    private static final int MOST_THINGS = 20;
    /** Things that are said beside others. */
    private static final int MOST_IN_COMPANY = 6;
    /** Share of the changes from which a word of the lines tells nothing of one of them. */
    private static final double MOST_CHANGES = 0.15;

    /** Reasons; nobody can know that the old one is the new one's too. */
    private static final Pattern WHY = Pattern.compile(
            "(?i)\\b(?:because|so that|so it|in order|due to|since|otherwise|to (?:avoid|prevent|ensure|make|fix|allow|support|be|not)|"
                    + "as (?:it|they|the)|when|if|again|revert|instead|accident\\w*|wrong\\w*|correct\\w*|better|faster|broken)\\b");

    private static final Set<String> ADDING = Set.of(
            "add",
            "adds",
            "added",
            "adding",
            "introduce",
            "implement",
            "support",
            "supports",
            "allow",
            "create",
            "new",
            "announce",
            "initial");
    private static final Set<String> REMOVING = Set.of(
            "remove",
            "removes",
            "removed",
            "removing",
            "drop",
            "delete",
            "deprecate",
            "abandon",
            "cleanup",
            "clean",
            "rm");
    private static final Set<String> BUMPING = Set.of("bump", "bumps", "upgrade", "release", "prepare");
    /** Verbs that can have a version to end at. */
    private static final Set<String> MOVING_VERSIONS = Set.of(
            "bump",
            "upgrade",
            "update",
            "updates",
            "release",
            "prepare",
            "use",
            "switch",
            "set",
            "announce",
            "migrate");
    /** What is brought by them wasn't there before. */
    private static final Set<String> BRINGING = Set.of("use", "enable", "switch", "handle", "expose", "set");

    private static final Set<String> GRAMMAR = new HashSet<>(Arrays.asList(
            ("a an the to for in of from on with and or as by at into via per using between within across under over its "
                            + "all some more new also only")
                    .split(" ")));

    /** Words of languages, spoken and programmed, that are no things. */
    private static final Set<String> EVERYWHERE = new HashSet<>(Arrays.asList(
            ("the and for with that this from are was not you your have has will can but all any its into than then when "
                            + "where which what who how why our their them they his her she also only more most some such "
                            + "should would could may might must been being does did done just via per out off over under "
                            + "return returns void int string bool boolean true false null none undefined self this class "
                            + "function func def let const var val new public private protected static final import export "
                            + "package include require else elif while for foreach switch case break continue try catch "
                            + "finally throw throws raise async await yield lambda pub mut impl struct enum trait type "
                            + "interface extends implements override virtual abstract default where using namespace usize "
                            + "str vec len arg args kwargs self super assert expect equal todo http https www com org html "
                            + "href src div span one two err nil ref use mod crate std ops end begin isinstance print "
                            + "because since instead otherwise wrong correct better faster broken again")
                    .split(" ")));

    private static final Set<String> MOVING = Set.of("rename", "renames", "renamed", "move", "moves", "moved");
    private static final Set<String> FORMATTING =
            Set.of("format", "reformat", "fmt", "lint", "typo", "typos", "spelling", "grammar");

    private record Past(int[] features, String description, List<String> words, String type) {}

    /** What is said of a change as a whole, beside its words. */
    record Nature(int insertions, int deletions, boolean newFiles, boolean renamed, boolean versions) {}

    private final Deque<Past> pasts = new ArrayDeque<>();
    private final int[] featureUses = new int[1 << BITS];
    private final SubjectWords words;
    private final Map<String, Integer> firstWords = new HashMap<>();
    private final Map<String, Integer> descriptions = new HashMap<>();
    private double capitals;

    SubjectHabits() {
        this(new SubjectWords());
    }

    SubjectHabits(SubjectWords words) {
        this.words = words;
    }

    int learned() {
        return pasts.size();
    }

    private static int bucket(String feature) {
        return (feature.hashCode() * 0x9E3779B9) >>> (32 - BITS);
    }

    /** @param drafted a description made without history */
    void learn(
            Map<String, Float> features,
            ChangeWords change,
            Nature nature,
            String type,
            String drafted,
            String description) {
        var hashed = hashed(features);
        var subject = ChangeWords.words(description);
        question(change, nature, type, drafted, neighbours(hashed, NEIGHBOURS)).learn(new HashSet<>(subject));
        remember(new Past(hashed, description, subject, type), change);
    }

    private SubjectWords.Question question(
            ChangeWords change, Nature nature, String type, String drafted, List<Near> neighbours) {
        return words
        .new Question(
                change,
                type,
                nature,
                near(neighbours),
                neighbours.isEmpty() ? List.of() : neighbours.getFirst().past.words,
                neighbours.isEmpty() ? 0 : neighbours.getFirst().similarity,
                ChangeWords.words(drafted));
    }

    private void remember(Past past, ChangeWords change) {
        words.remember(change, past.words);
        if (!past.words.isEmpty()) {
            firstWords.merge(past.words.getFirst(), 1, Integer::sum);
            descriptions.merge(past.description, 1, Integer::sum);
            capitals += ((Character.isUpperCase(past.description.charAt(0)) ? 1 : 0) - capitals) * 0.02;
        }
        for (var feature : past.features) {
            featureUses[feature]++;
        }
        pasts.addLast(past);
        if (pasts.size() > REMEMBERED) {
            forget(pasts.removeFirst());
        }
    }

    private void forget(Past past) {
        for (var feature : past.features) {
            featureUses[feature]--;
        }
        descriptions.computeIfPresent(past.description, (text, times) -> times == 1 ? null : times - 1);
    }

    private static int[] hashed(Map<String, Float> features) {
        return features.keySet().stream()
                .mapToInt(SubjectHabits::bucket)
                .distinct()
                .sorted()
                .limit(400)
                .toArray();
    }

    private record Near(Past past, double similarity) {}

    private List<Near> neighbours(int[] features, int most) {
        var rarities = rarities();
        var own = 0.0;
        var isIn = new boolean[1 << BITS];
        for (var feature : features) {
            isIn[feature] = true;
            own += rarities[feature];
        }
        var nearest = new ArrayList<Near>(pasts.size());
        for (var past : pasts) {
            nearest.add(new Near(past, similarity(own, isIn, past.features, rarities)));
        }
        nearest.sort(Comparator.comparingDouble(Near::similarity).reversed());
        return nearest.subList(0, Math.min(most, nearest.size()));
    }

    /** Weight of what both have in that of what one has: Jaccard's index with rare features counting more. */
    private static double similarity(double own, boolean[] isIn, int[] other, float[] rarities) {
        var common = 0.0;
        var others = 0.0;
        for (var feature : other) {
            others += rarities[feature];
            if (isIn[feature]) {
                common += rarities[feature];
            }
        }
        var all = own + others - common;
        return all <= 0 ? 0 : common / all;
    }

    private float[] rarities() {
        var ofUses = new float[pasts.size() + 1];
        for (int uses = 0; uses < ofUses.length; uses++) {
            ofUses[uses] = (float) (Math.log((pasts.size() + 1.0) / (uses + 0.5)) + 0.05);
        }
        var rarities = new float[1 << BITS];
        for (int feature = 0; feature < rarities.length; feature++) {
            rarities[feature] = ofUses[featureUses[feature]];
        }
        return rarities;
    }

    /** For each word the share of the most similar changes that have it in their subject. */
    private static Map<String, Double> near(List<Near> all) {
        var shares = new LinkedHashMap<String, Double>();
        var neighbours = all.subList(0, Math.min(NEIGHBOURS, all.size()));
        var sum = neighbours.stream()
                .mapToDouble(near -> near.similarity * near.similarity)
                .sum();
        for (var near : neighbours) {
            for (var word : new HashSet<>(near.past.words)) {
                shares.merge(word, near.similarity * near.similarity / Math.max(sum, 1e-9), Double::sum);
            }
        }
        return shares;
    }

    /**
     * The best way to put it.
     *
     * @param drafted descriptions that are true, the one to take where nothing is known first
     * @param things names that may be spoken of
     * @param most characters
     */
    String choose(
            Map<String, Float> features,
            ChangeWords change,
            Nature nature,
            String type,
            List<String> drafted,
            Collection<String> things,
            int most) {
        var neighbours = neighbours(hashed(features), CONSIDERED);
        var expectation = question(change, nature, type, drafted.getFirst(), neighbours);
        var candidates = new LinkedHashSet<>(drafted);
        for (var near : neighbours) {
            var adapted = adapted(near.past.description, change);
            if (isTrue(adapted, change, nature, type)) {
                candidates.add(adapted);
            }
        }
        descriptions.forEach((text, times) -> {
            if (times >= ROUTINE && isTrue(text, change, nature, type)) {
                candidates.add(text);
            }
        });
        composed(expectation, change, nature, type, things).forEach(candidates::add);
        return candidates.stream()
                .filter(text -> text.length() <= most && !text.isBlank())
                .max(Comparator.comparingDouble((String text) -> expectation.worth(ChangeWords.words(text)))
                        .thenComparing(Comparator.reverseOrder()))
                .orElse(drafted.getFirst());
    }

    private List<String> composed(
            SubjectWords.Question expectation,
            ChangeWords change,
            Nature nature,
            String type,
            Collection<String> things) {
        var verbs = firstWords.entrySet().stream()
                .filter(entry -> entry.getValue() >= ROUTINE && entry.getKey().matches("[a-z]{2,}"))
                .filter(entry -> words.inBoth(entry.getKey()) * 2 <= words.inSubjects(entry.getKey()))
                .map(Map.Entry::getKey)
                .filter(verb -> VERBS.contains(verb) && isApt(verb, nature, type))
                .sorted(Comparator.comparingDouble(expectation::of).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(MOST_VERBS)
                .toList();
        var best = things.stream()
                .distinct()
                .filter(thing -> isThing(thing, change))
                .sorted(Comparator.comparingDouble((String thing) -> expectation.worth(ChangeWords.words(thing)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_THINGS)
                .toList();
        var composed = new ArrayList<String>();
        for (var verb : verbs) {
            var said = capitals > 0.5 ? Character.toUpperCase(verb.charAt(0)) + verb.substring(1) : verb;
            if (!change.versions().isEmpty() && MOVING_VERSIONS.contains(verb)) {
                bumps(said, change, best, composed);
            }
            for (var thing : best) {
                if (isTrue(verb, thing, change)) {
                    composed.add(said + " " + thing);
                    inCompany(verb, said, thing, best, change, composed);
                }
            }
        }
        return composed;
    }

    /** With another thing, or with where it is. */
    private static void inCompany(
            String verb, String said, String thing, List<String> best, ChangeWords change, List<String> composed) {
        if (best.indexOf(thing) >= MOST_IN_COMPANY) {
            return;
        }
        for (var other : best.subList(0, Math.min(MOST_IN_COMPANY, best.size()))) {
            if (!isAnother(thing, other)) {
                continue;
            }
            if (isOfStructure(other, change)) {
                if (isOfStructure(thing, change)) {
                    composed.add(said + " " + thing + " and " + other);
                }
                composed.add(said + " " + thing + " in " + other);
                composed.add(said + " " + thing + " for " + other);
                if (ADDING.contains(verb)) {
                    composed.add(said + " " + thing + " to " + other);
                }
                if (REMOVING.contains(verb)) {
                    composed.add(said + " " + thing + " from " + other);
                }
            }
        }
    }

    /** Named by the structure, or a word of the lines that isn't in every other change. */
    private boolean isThing(String thing, ChangeWords change) {
        return isNamed(thing, change)
                || ChangeWords.words(thing).stream()
                        .allMatch(word -> word.length() > 2
                                && !EVERYWHERE.contains(word)
                                && !VERBS.contains(word)
                                && words.shareOfChanges(word) < MOST_CHANGES);
    }

    private static boolean isNamed(String thing, ChangeWords change) {
        return ChangeWords.words(thing).stream()
                .allMatch(word -> (change.places().getOrDefault(word, 0)
                                & (ChangeWords.NAMED | ChangeWords.FILE | ChangeWords.FOLDER))
                        != 0);
    }

    /** A name that a draft would speak of, not a word of a path or of the lines: only such stand beside others. */
    private static boolean isOfStructure(String thing, ChangeWords change) {
        return ChangeWords.words(thing).stream()
                .allMatch(word -> (change.places().getOrDefault(word, 0) & ChangeWords.NAMED) != 0);
    }

    /** What is said to come must not have been there, and what is said to go must not stay; of a name the structure knows. */
    private static boolean isTrue(String verb, String thing, ChangeWords change) {
        if (isNamed(thing, change) && !BRINGING.contains(verb)) {
            return true;
        }
        var places = ChangeWords.words(thing).stream()
                .map(word -> change.places().getOrDefault(word, 0))
                .toList();
        if (ADDING.contains(verb) || BRINGING.contains(verb)) {
            return places.stream().allMatch(place -> (place & ChangeWords.ADDED) != 0)
                    && places.stream().anyMatch(place -> (place & ChangeWords.REMOVED) == 0);
        }
        if (REMOVING.contains(verb)) {
            return places.stream().allMatch(place -> (place & ChangeWords.REMOVED) != 0)
                    && places.stream().anyMatch(place -> (place & ChangeWords.ADDED) == 0);
        }
        return true;
    }

    /** Not the same in another spelling. */
    private static boolean isAnother(String one, String other) {
        var plain = one.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        var otherPlain = other.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        return !plain.contains(otherPlain) && !otherPlain.contains(plain);
    }

    private static void bumps(String verb, ChangeWords change, List<String> things, List<String> composed) {
        var to = change.versions().getFirst();
        var from = change.oldVersions().getFirst();
        composed.add(verb + " " + to);
        composed.add(verb + " version to " + to);
        for (var thing : things.subList(0, Math.min(6, things.size()))) {
            composed.add(verb + " " + thing + " to " + to);
            if (!from.isEmpty()) {
                composed.add(verb + " " + thing + " from " + from + " to " + to);
            }
        }
    }

    private static final Set<String> VERBS = new HashSet<>(Arrays.asList(
            ("add adds added introduce implement support allow create remove drop delete deprecate clean cleanup bump upgrade "
                            + "update updates change improve fix use refactor simplify rework rename move extract replace "
                            + "refine adjust tweak enhance optimize tidy revise document describe mention extend test cover "
                            + "handle make set switch migrate convert enable disable expose split merge reorganize "
                            + "restructure polish rewrite reword correct clarify release announce prepare")
                    .split(" ")));

    /** Versions of the past become those of the change. */
    private static String adapted(String description, ChangeWords change) {
        var versions = ChangeWords.version().matcher(description).results().toList();
        if (versions.isEmpty() || change.versions().isEmpty()) {
            return description;
        }
        var to = change.versions().getFirst();
        var from = change.oldVersions().getFirst();
        var text = new StringBuilder();
        var end = 0;
        for (int i = 0; i < versions.size(); i++) {
            var found = versions.get(i);
            var isFrom = versions.size() == 2 && i == 0 && !from.isEmpty();
            var version = (isFrom ? from : to);
            var plain = version.startsWith("v") ? version.substring(1) : version;
            text.append(description, end, found.start())
                    .append(found.group().startsWith("v") ? "v" : "")
                    .append(plain);
            end = found.end();
        }
        return text.append(description.substring(end)).toString();
    }

    /**
     * Whether an English subject of another change says nothing untrue of this one: its names and numbers are in the change, its
     * other words are ones that the project uses of many things, and it gives no reason.
     */
    private boolean isTrue(String description, ChangeWords change, Nature nature, String type) {
        if (Hangul.prevailsIn(description)
                || WHY.matcher(description).find()
                || description.indexOf('#') >= 0
                || description.contains("://")) {
            return false;
        }
        var isRoutine = descriptions.getOrDefault(description, 0) >= ROUTINE;
        var isAbout = false;
        for (var word : ChangeWords.words(description)) {
            if (!isApt(word, nature, type)) {
                return false;
            }
            if (isSpokenOf(word, change) || isRoutine && change.has(word)) {
                isAbout = true;
            } else if (!(isRoutine ? isVocabulary(word) : isNeutral(word, change))) {
                return false;
            }
        }
        return isAbout || isRoutine;
    }

    /** In a name that the change is about, or a number that it has; a word somewhere in the lines is not enough. */
    private static boolean isSpokenOf(String word, ChangeWords change) {
        var place = change.places().getOrDefault(word, change.places().getOrDefault(singular(word), 0));
        return (place & (ChangeWords.NAMED | ChangeWords.FILE | ChangeWords.FOLDER)) != 0
                || place != 0 && word.chars().anyMatch(Character::isDigit);
    }

    private static String singular(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    /** A word of grammar, something that is done, or a word of the lines; any other would be news of this change. */
    private static boolean isNeutral(String word, ChangeWords change) {
        return GRAMMAR.contains(word) || VERBS.contains(word) || change.has(word) || change.has(singular(word));
    }

    /** Said of many changes, and mostly without being in them. */
    private boolean isVocabulary(String word) {
        var uses = words.inSubjects(word);
        return uses >= ROUTINE
                && words.inBoth(word) * 4 < uses * 3
                && word.chars().allMatch(Character::isLetter);
    }

    private static boolean isApt(String word, Nature nature, String type) {
        if (ADDING.contains(word)) {
            return nature.newFiles || nature.insertions > nature.deletions;
        }
        if (REMOVING.contains(word)) {
            return nature.deletions > nature.insertions;
        }
        if (MOVING.contains(word)) {
            return nature.renamed;
        }
        if (BUMPING.contains(word)) {
            return nature.versions;
        }
        if (FORMATTING.contains(word)) {
            return nature.insertions <= 3 * Math.max(1, nature.deletions);
        }
        return !word.equals("fix") || !type.equals("feat") && !type.equals("refactor") && !type.equals("perf");
    }
}
