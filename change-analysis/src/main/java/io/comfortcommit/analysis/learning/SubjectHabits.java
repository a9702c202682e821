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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How people of a repository put a change into words. Learns which words of a change, of like changes before and of the
 * project's vocabulary come into a subject, and chooses among subjects the one that would have most of its words in
 * common with theirs. Not thread-safe.
 */
final class SubjectHabits {
    private static final int REMEMBERED = 1_000;
    private static final int NEIGHBOURS = 25;
    /** Of those, the few that are asked once more. */
    private static final int VOTERS = 5;
    /** Changes whose subjects are considered. */
    private static final int CONSIDERED = 80;

    private static final int BITS = 14;
    /** Times that a subject has been written for it to be routine. */
    private static final int ROUTINE = 3;

    private static final int MOST_VERBS = 12;
    private static final int MOST_THINGS = 20;
    /** Things that are said beside others. */
    private static final int MOST_IN_COMPANY = 6;

    private static final int MOST_IN_COMPANY_OF_TWO = 4;
    /** By so much less a subject has in common with the person's for each word that joins others. */
    private static final double LESS_JOINED = 0.05;

    /** By so much more it has where the order of its words is a known one. */
    private static final double MORE_USUAL = 0.08;

    /** Not a digest nor a token: long names that are none are among those that may be spoken of. */
    private static final Pattern QUOTABLE = Pattern.compile("\\p{L}{3,24}|[\\p{L}\\p{N}_]{3,12}");

    /** As subjects name it; not where that would close it. */
    private static final Pattern ISSUE = Pattern.compile(
            "(?<![\\w/&])(?<!\\b(?i:close|closes|closed|fix|fixes|fixed|resolve|resolves|resolved):? )#\\d+\\b");

    private static final Pattern TO = Pattern.compile("(?i)\\bto\\b|[-=]>|→");

    /** What stands between names. */
    private static final Pattern TOKENS = Pattern.compile("[\\s/,+&|()]+");

    private static final Pattern OF_VERSIONS = Pattern.compile("version|v?\\d.*|rc|alpha|beta|snapshot");

    private static final Set<String> JOINING = Set.of("in", "for", "to", "and", "from", "with", "of");

    /** Stands for a version, and has the form of one. */
    private static final String ANY_VERSION = "0.0.0-a0";

    /** Stands for what has to be named. */
    private static final String SLOT = "\0";

    private static final int MOST_SLOTS = 2;
    /** Similarity of features from which two changes do the same. */
    private static final double SAME = 0.8;

    /** Things that take the place of another change's. */
    private static final int MOST_FILLED = 8;
    /** Probability from which a word that is not in a change is said of it where like changes have it. */
    private static final double SAID_OF_MOST = 0.3;

    /** Probability from which a single word of a change is a thing to be named. */
    private static final double WORTH_NAMING = 0.08;

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
    /** What they are said with ends at a version and at nothing else. */
    private static final Set<String> RAISING = Set.of("bump", "bumps", "upgrade", "update", "updates");
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

    /** Not only what is done but also things: "update release announcements". */
    private static final Set<String> THINGS_TOO = Set.of("release", "support", "format", "lint");

    private static final Set<String> MOVING = Set.of("rename", "renames", "renamed", "move", "moves", "moved");
    private static final Set<String> FORMATTING =
            Set.of("format", "reformat", "fmt", "lint", "typo", "typos", "spelling", "grammar");

    /** @param own words of the subject that are of its change */
    private record Past(int[] features, String description, List<String> words, String type, Set<String> own) {}

    /** What is said of a change as a whole, beside its words. */
    record Nature(int insertions, int deletions, boolean newFiles, boolean renamed, boolean versions) {}

    private final Deque<Past> pasts = new ArrayDeque<>();
    private final int[] featureUses = new int[1 << BITS];
    private final SubjectWords words;
    private final Map<String, Integer> firstWords = new HashMap<>();
    /** How often each was written, versions aside. */
    private final Map<String, Integer> descriptions = new HashMap<>();
    /** How often two words followed one another in a subject. */
    private final Map<String, Integer> pairs = new HashMap<>();

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
        remember(
                new Past(
                        hashed,
                        description,
                        subject,
                        type,
                        subject.stream().filter(change::has).collect(Collectors.toUnmodifiableSet())),
                change);
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
                votes(neighbours),
                ChangeWords.words(drafted));
    }

    private void remember(Past past, ChangeWords change) {
        words.remember(change, past.words);
        if (!past.words.isEmpty()) {
            firstWords.merge(past.words.getFirst(), 1, Integer::sum);
            descriptions.merge(withoutVersions(past.description), 1, Integer::sum);
            capitals += ((Character.isUpperCase(past.description.charAt(0)) ? 1 : 0) - capitals) * 0.02;
        }
        pairs(past.words).forEach(pair -> pairs.merge(pair, 1, Integer::sum));
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
        pairs(past.words).forEach(pair -> pairs.computeIfPresent(pair, (text, times) -> times == 1 ? null : times - 1));
        descriptions.computeIfPresent(
                withoutVersions(past.description), (text, times) -> times == 1 ? null : times - 1);
    }

    private static Stream<String> pairs(List<String> words) {
        return IntStream.range(1, words.size()).mapToObj(i -> words.get(i - 1) + " " + words.get(i));
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

    /** For each word how many of the few most similar changes have it in their subject. */
    private static Map<String, Integer> votes(List<Near> all) {
        var votes = new HashMap<String, Integer>();
        for (var near : all.subList(0, Math.min(VOTERS, all.size()))) {
            new HashSet<>(near.past.words).forEach(word -> votes.merge(word, 1, Integer::sum));
        }
        return votes;
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
        var best = best(expectation, change, things);
        var past = new HashSet<String>();
        for (var near : neighbours) {
            var adapted = adapted(near.past.description, change);
            past.add(adapted);
            if (isTrue(adapted, change, nature, type)
                    || near.similarity >= SAME && isTrueOfTheSame(adapted, near.past, change, nature, type)) {
                candidates.add(adapted);
            }
            filled(adapted, near.past, expectation, change, nature, type, best, candidates);
        }
        descriptions.forEach((routine, times) -> {
            if (times >= ROUTINE) {
                var text = adapted(routine, change);
                if (!text.contains(ANY_VERSION) && isTrue(text, change, nature, type)) {
                    candidates.add(text);
                }
            }
        });
        composed(expectation, change, nature, type, best).forEach(candidates::add);
        return candidates.stream()
                .filter(text -> text.length() <= most && !text.isBlank())
                .filter(text -> drafted.contains(text) || isToWhatIsNew(text, change))
                .max(Comparator.comparingDouble((String text) ->
                                expectation.worth(ChangeWords.words(text)) * asTheyPutIt(text, past, drafted))
                        .thenComparing(Comparator.reverseOrder()))
                .orElse(drafted.getFirst());
    }

    private List<String> composed(
            SubjectWords.Question expectation, ChangeWords change, Nature nature, String type, List<String> best) {
        var verbs = firstWords.entrySet().stream()
                .filter(entry -> entry.getValue() >= ROUTINE && entry.getKey().matches("[a-z]{2,}"))
                .filter(entry -> words.inBoth(entry.getKey()) * 2 <= words.inSubjects(entry.getKey()))
                .map(Map.Entry::getKey)
                .filter(verb -> VERBS.contains(verb) && isApt(verb, true, nature, type))
                .sorted(Comparator.comparingDouble(expectation::of).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(MOST_VERBS)
                .toList();
        var composed = new ArrayList<String>();
        for (var verb : verbs) {
            var said = capitals > 0.5 ? Character.toUpperCase(verb.charAt(0)) + verb.substring(1) : verb;
            if (!change.bumps().isEmpty() && MOVING_VERSIONS.contains(verb)) {
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

    /**
     * By how much more or less a subject has in common with the person's than its words by themselves let expect, as a factor:
     * their order counts, too, and an order that people used before is likelier theirs than one that is made here.
     */
    private double asTheyPutIt(String text, Set<String> past, List<String> drafted) {
        var said = ChangeWords.words(text);
        var joined = said.stream().filter(JOINING::contains).count();
        var known = 0;
        var usual = 0;
        for (int i = 1; i < said.size(); i++) {
            var times = pairs.getOrDefault(said.get(i - 1) + " " + said.get(i), 0);
            known += times > 0 ? 1 : 0;
            usual += times >= ROUTINE ? 1 : 0;
        }
        var factor = 1 - LESS_JOINED * joined + MORE_USUAL * (known + usual) / Math.max(1, said.size() - 1);
        return factor + (past.contains(text) || drafted.contains(text) ? MORE_USUAL : 0);
    }

    /** The things that are likeliest to be spoken of, the likeliest first. */
    private List<String> best(SubjectWords.Question expectation, ChangeWords change, Collection<String> things) {
        var all = new LinkedHashSet<>(things);
        change.places().keySet().stream()
                .filter(word -> QUOTABLE.matcher(word).matches()
                        && !GRAMMAR.contains(word)
                        && expectation.of(word) >= WORTH_NAMING)
                .forEach(all::add);
        pairs.forEach((pair, times) -> {
            var words = pair.split(" ");
            if (times >= 2
                    && Stream.of(words)
                            .allMatch(word -> change.has(word) && !GRAMMAR.contains(word) && !VERBS.contains(word))) {
                all.add(pair);
            }
        });
        return all.stream()
                .filter(thing -> isThing(thing, change))
                .sorted(Comparator.comparingDouble((String thing) -> expectation.worth(ChangeWords.words(thing)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_THINGS)
                .toList();
    }

    /**
     * What was said of another change with the names of this one: words of the other that this one doesn't have make room
     * for things of this one, and the rest stays where it is said of most like changes.
     */
    private void filled(
            String description,
            Past past,
            SubjectWords.Question expectation,
            ChangeWords change,
            Nature nature,
            String type,
            List<String> things,
            Set<String> candidates) {
        if (isOfItsOwnChange(description, change) || !isApt(description, nature, type)) {
            return;
        }
        var parts = new ArrayList<String>();
        var slots = 0;
        var open = false;
        for (var token : description.split(" ")) {
            var words = ChangeWords.words(token);
            if (words.stream().allMatch(word -> isKept(word, expectation, change))
                    || parts.isEmpty() && words.size() == 1 && VERBS.contains(words.getFirst())) {
                parts.add(token);
                open = false;
            } else if (!open) {
                if (!words.stream().anyMatch(past.own::contains)) {
                    return;
                }
                parts.add(SLOT);
                slots++;
                open = true;
            }
        }
        if (slots == 0) {
            candidates.add(description);
            return;
        }
        var begin = ChangeWords.words(parts.getFirst());
        if (slots > MOST_SLOTS || parts.size() < 2 || begin.size() != 1 || !VERBS.contains(begin.getFirst())) {
            return;
        }
        var verb = begin.getFirst();
        if (RAISING.contains(verb) && parts.indexOf("to") == parts.lastIndexOf(SLOT) - 1) {
            return;
        }
        var first = parts.indexOf(SLOT);
        var saysVersion = ChangeWords.version().matcher(description).find();
        for (var thing : things.subList(0, Math.min(MOST_FILLED, things.size()))) {
            if (!isNamed(thing, change) || description.contains(thing) || !isTrue(verb, thing, change)) {
                continue;
            }
            var text = new ArrayList<>(parts);
            text.set(first, thing);
            if (saysVersion) {
                if (slots == 1) {
                    change.bumpOf(thing).ifPresent(bump -> candidates.add(adapted(String.join(" ", text), bump)));
                }
                continue;
            }
            if (slots == 1) {
                candidates.add(String.join(" ", text));
                continue;
            }
            var second = text.indexOf(SLOT);
            for (var other : things.subList(0, Math.min(MOST_IN_COMPANY, things.size()))) {
                if (isAnother(thing, other) && isOfStructure(other, change)) {
                    text.set(second, other);
                    candidates.add(String.join(" ", text));
                }
            }
        }
    }

    private boolean isKept(String word, SubjectWords.Question expectation, ChangeWords change) {
        return isSpokenOf(word, change)
                || GRAMMAR.contains(word)
                || isVocabulary(word) && expectation.of(word) >= SAID_OF_MOST;
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
                inCompanyOfTwo(verb, said, thing, other, best, change, composed);
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

    /** With two others, of the likeliest. */
    private static void inCompanyOfTwo(
            String verb,
            String said,
            String thing,
            String other,
            List<String> best,
            ChangeWords change,
            List<String> composed) {
        if (best.indexOf(thing) >= MOST_IN_COMPANY_OF_TWO) {
            return;
        }
        for (var third : best.subList(0, Math.min(MOST_IN_COMPANY_OF_TWO + 1, best.size()))) {
            if (!isAnother(third, thing) || !isAnother(third, other) || !isOfStructure(third, change)) {
                continue;
            }
            composed.add(said + " " + thing + " for " + other + " in " + third);
            if (isOfStructure(thing, change)) {
                composed.add(said + " " + thing + " and " + other + " in " + third);
                composed.add(said + " " + thing + ", " + other + " and " + third);
            }
            if (ADDING.contains(verb)) {
                composed.add(said + " " + thing + " and " + other + " to " + third);
                composed.add(said + " " + thing + " to " + other + " for " + third);
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
        if (BUMPING.contains(verb)) {
            return change.bumpOf(thing).isPresent();
        }
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
        var first = change.bumps().getFirst();
        composed.add(verb + " " + first.to());
        if (first.bare()) {
            composed.add(verb + " version to " + first.to());
        }
        for (var thing : things.subList(0, Math.min(6, things.size()))) {
            change.bumpOf(thing).ifPresent(bump -> {
                composed.add(verb + " " + thing + " to " + bump.to());
                if (!bump.from().isEmpty()) {
                    composed.add(verb + " " + thing + " from " + bump.from() + " to " + bump.to());
                }
            });
        }
    }

    private static final Set<String> VERBS = new HashSet<>(Arrays.asList(
            ("add adds added introduce implement support allow create remove drop delete deprecate clean cleanup bump upgrade "
                            + "update updates change improve fix use refactor simplify rework rename move extract replace "
                            + "refine adjust tweak enhance optimize tidy revise document describe mention extend test cover "
                            + "handle make set switch migrate convert enable disable expose split merge reorganize "
                            + "restructure polish rewrite reword correct clarify release announce prepare")
                    .split(" ")));

    /**
     * Versions of the past become those of the change: of what the text speaks of, where it speaks of anything. The number of
     * an issue becomes that of the change, where it is about one.
     */
    private static String adapted(String past, ChangeWords change) {
        var description = withIssue(past, change);
        if (change.bumps().isEmpty()) {
            return description;
        }
        var bump = change.bumpIn(description);
        var words = ChangeWords.words(description);
        return bump.bare()
                        || bump.follows(description)
                        || words.stream().anyMatch(bump.of()::contains)
                        || words.stream().allMatch(SubjectHabits::isOfNothing)
                ? adapted(description, bump)
                : description;
    }

    private static String withIssue(String description, ChangeWords change) {
        var found = ISSUE.matcher(description).results().toList();
        return found.size() == 1 && change.issues().size() == 1
                ? description.substring(0, found.getFirst().start()) + "#"
                        + change.issues().iterator().next()
                        + description.substring(found.getFirst().end())
                : description;
    }

    private static String adapted(String description, ChangeWords.Bump bump) {
        var versions = ChangeWords.version().matcher(description).results().toList();
        var to = bump.to();
        var from = bump.from();
        if (versions.isEmpty()
                || versions.size() > 1 && (from.isEmpty() || !isFromOneToAnother(description, versions))) {
            return description;
        }
        var text = new StringBuilder();
        var end = 0;
        for (int i = 0; i < versions.size(); i++) {
            var found = versions.get(i);
            var isFrom = versions.size() == 2 && i == 0;
            var version = isFrom ? from : to;
            var plain = version.startsWith("v") ? version.substring(1) : version;
            text.append(description, end, found.start())
                    .append(found.group().startsWith("v") ? "v" : "")
                    .append(plain);
            end = found.end();
        }
        return text.append(description.substring(end)).toString();
    }

    /** Not the versions of two things, as in "release cart 2.0.0 and pay 1.1.0" or "gradle to 8.9 and its plugin to 8.7". */
    private static boolean isFromOneToAnother(String description, List<MatchResult> versions) {
        return versions.size() == 2
                && !TO.matcher(description.substring(0, versions.getFirst().start()))
                        .find()
                && TO.matcher(description.substring(
                                versions.getFirst().end(), versions.getLast().start()))
                        .find();
    }

    /** The same for each version. */
    private static String withoutVersions(String description) {
        return ChangeWords.version()
                .matcher(description)
                .replaceAll(found -> found.group().startsWith("v") ? "v" + ANY_VERSION : ANY_VERSION);
    }

    /** A word that leaves open what a version is of. */
    private static boolean isOfNothing(String word) {
        return VERBS.contains(word)
                || GRAMMAR.contains(word)
                || OF_VERSIONS.matcher(word).matches();
    }

    /** Whether it gives a reason, the number of another issue or an address, which are no other change's. */
    private static boolean isOfItsOwnChange(String text, ChangeWords change) {
        var description = ISSUE.matcher(text)
                .replaceAll(found -> change.issues().contains(found.group().substring(1))
                        ? ""
                        : Matcher.quoteReplacement(found.group()));
        return WHY.matcher(description).find() || description.indexOf('#') >= 0 || description.contains("://");
    }

    /**
     * Whether an English subject of another change says nothing untrue of this one: its names and numbers are in the change, its
     * other words are ones that the project uses of many things, and it gives no reason.
     */
    private boolean isTrue(String description, ChangeWords change, Nature nature, String type) {
        if (Hangul.prevailsIn(description)
                || isOfItsOwnChange(description, change)
                || !isApt(description, nature, type)) {
            return false;
        }
        var isRoutine = isRoutine(description);
        var isAbout = false;
        for (var word : ChangeWords.words(description)) {
            if (isSpokenOf(word, change) || isRoutine && change.has(word)) {
                isAbout = true;
            } else if (!(isRoutine ? isVocabulary(word) : isNeutral(word, change))) {
                return false;
            }
        }
        return isAbout || isRoutine;
    }

    /**
     * Whether what was said of a change is true of one that does the same, as a backport or another try does: what it said of its
     * lines is in these, too, and what it said beyond them is of what they do. Numbers are in the lines always.
     */
    private static boolean isTrueOfTheSame(
            String description, Past past, ChangeWords change, Nature nature, String type) {
        return !Hangul.prevailsIn(description)
                && !isOfItsOwnChange(description, change)
                && isApt(description, nature, type)
                && ChangeWords.words(description).stream()
                        .filter(word -> past.own.contains(word) || isNumbered(word))
                        .allMatch(word -> change.has(word) || change.has(withoutSign(word)));
    }

    /** In a name that the change is about, or a number that it has; a word somewhere in the lines is not enough. */
    private static boolean isSpokenOf(String word, ChangeWords change) {
        var place = placeOf(word, change);
        return (place & (ChangeWords.NAMED | ChangeWords.FILE | ChangeWords.FOLDER)) != 0
                || place != 0 && isNumbered(word);
    }

    private boolean isRoutine(String description) {
        return descriptions.getOrDefault(withoutVersions(description), 0) >= ROUTINE;
    }

    private static int placeOf(String word, ChangeWords change) {
        var places = change.places();
        var written = places.getOrDefault(word, places.getOrDefault(singular(word), 0));
        return written == 0 ? places.getOrDefault(withoutSign(word), 0) : written;
    }

    /** {@code v1.2.3} is said of {@code 1.2.3}. */
    private static String withoutSign(String word) {
        return word.length() > 1 && word.charAt(0) == 'v' && Character.isDigit(word.charAt(1))
                ? word.substring(1)
                : word;
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

    /** Pieces of a name, as in {@code create-vite@9.1.0}, say nothing of what is done. */
    private static boolean isApt(String description, Nature nature, String type) {
        var tokens = TOKENS.split(description);
        return IntStream.range(0, tokens.length).allMatch(i -> {
            var words = ChangeWords.words(tokens[i]);
            return words.size() != 1 || isApt(words.getFirst(), i == 0, nature, type);
        });
    }

    /** Numbers that something goes to are ones that came. */
    private static boolean isToWhatIsNew(String description, ChangeWords change) {
        var isAfterTo = false;
        for (var token : description.split(" ")) {
            if (isAfterTo
                    && ChangeWords.words(token).stream()
                            .filter(SubjectHabits::isNumbered)
                            .anyMatch(word -> (placeOf(word, change) & ChangeWords.ADDED) == 0)) {
                return false;
            }
            isAfterTo = TO.matcher(token).matches();
        }
        return true;
    }

    private static boolean isNumbered(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }

    /** @param isFirst of its subject, and so what is done */
    private static boolean isApt(String word, boolean isFirst, Nature nature, String type) {
        if (!isFirst && THINGS_TOO.contains(word)) {
            return true;
        }
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
