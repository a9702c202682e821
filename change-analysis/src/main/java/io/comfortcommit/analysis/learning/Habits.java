package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.learning.OnlineClassifier.Guess;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a repository's history has taught so far: which types and scopes its people give to which changes. It is learned
 * commit by commit, oldest first, and rebuilt by doing so again; some megabytes. Thread-safe.
 */
public final class Habits implements Learner {
    /** Typed commits from which the history knows better than rules do. */
    private static final int ENOUGH = 8;
    /** Bots have their own way, but what they do to a repository people do too. */
    private static final double BOT = 0.2;
    /** A type that isn't a standard one is believed when it has come so often. */
    private static final int OWN_TYPE = 5;

    /** Subjects from which it shows how people write. */
    private static final int ENOUGH_SUBJECTS = 8;

    private static final int REASONS = 5;
    /** Once can be chance. */
    private static final int FEWEST_PRECEDENTS = 3;
    /** How the names of features begin that are about one person. */
    static final String BY = "author";
    /** What a scope is told from: where the change is, not what it does. */
    private static final List<String> PLACES =
            List.of("in:", "folder:", "file:", "name:", "named:", "only in:", "kind", "extension:", "type:", "always");

    private static final class Presumed {
        static final OnlineClassifier.PresumedRows TYPES = OnlineClassifier.PresumedRows.of(Presumptions.ofTypes(), 18);
    }

    private final OnlineClassifier types = OnlineClassifier.presuming(Presumed.TYPES, 24);
    private final Worth worth = new Worth();
    private final OnlineClassifier scopes = new OnlineClassifier(13, 60);
    /** By scope, how often guessing it was right, less how often none would have been right instead. */
    private final Map<String, Integer> gains = new HashMap<>();

    private int gain;
    private final SubjectHabits subjects = new SubjectHabits();
    private final Precedents precedents = new Precedents();
    private final Course course = new Course();
    private final Map<String, Integer> seen = new HashMap<>();

    /**
     * What was learned of a change.
     *
     * @param confidence from 0 to 1
     * @param reasons names of what spoke for it, the strongest first
     */
    public record Learned(String value, double confidence, List<String> reasons) {}

    /**
     * Changes of before that had something in common with a change.
     *
     * @param feature what they had in common: {@code in:} a folder, {@code file:} a path, {@code kinds:} of files, {@code
     *     extension:} of files, {@code author:} whoever made them, {@code rule:} the type that rules alone would give
     * @param times how many of them had the type that was asked for
     * @param all how many there were
     */
    public record Precedent(String feature, int times, int all) {}

    /** A change prepared for this and later questions. */
    public static final class Seen {
        private final Map<String, Float> features;
        private final Author author;
        private final String kinds;
        private final Map<String, Float> withAuthor;
        private final ChangeWords words;
        private final SubjectHabits.Nature nature;
        private final List<String> paths;
        private final List<String> handWritten;
        private final String largest;

        private Seen(
                Map<String, Float> features,
                Author author,
                ChangeWords words,
                SubjectHabits.Nature nature,
                List<FileChange> files) {
            this.features = features;
            this.author = author;
            this.kinds = named("kinds:");
            this.withAuthor = withAuthor();
            this.words = words;
            this.nature = nature;
            this.paths = paths(files);
            var handWritten = files.stream()
                    .filter(file -> PathKind.of(file.path()).handWritten())
                    .toList();
            var spokenOf = handWritten.isEmpty() ? files : handWritten;
            this.handWritten = paths(spokenOf);
            this.largest = spokenOf.stream()
                    .max(Comparator.comparingInt((FileChange file) -> file.insertions() + file.deletions()))
                    .map(FileChange::path)
                    .orElse("");
        }

        private String named(String prefix) {
            return features.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .findFirst()
                    .orElse("");
        }

        private Map<String, Float> withAuthor() {
            if (!author.isKnown()) {
                return features;
            }
            var all = new LinkedHashMap<>(features);
            all.put(BY + ":" + author.key(), 1f);
            all.put(BY + "+kinds:" + author.key() + " " + kinds, 1f);
            all.put(BY + "+rule:" + author.key() + " " + named("rule:"), 1f);
            return all;
        }

        Map<String, Float> features() {
            return features;
        }

        Author author() {
            return author;
        }

        ChangeWords words() {
            return words;
        }

        SubjectHabits.Nature nature() {
            return nature;
        }

        /** All of them, those that a program wrote too. */
        List<String> paths() {
            return paths;
        }

        /** The change's own features and those of what went before it. */
        Map<String, Float> inCourse(Course course) {
            var all = new LinkedHashMap<>(withAuthor);
            all.putAll(course.features(author, kinds, handWritten, largest));
            return all;
        }

        private static List<String> paths(List<FileChange> files) {
            return files.stream().map(FileChange::path).toList();
        }
    }

    /**
     * @param author whose change it is
     * @param evidence what else is known of the change, one name each
     * @param names what a message would speak of, the first first
     */
    public static Seen see(ChangeSet change, Author author, Collection<String> evidence, Collection<String> names) {
        var words = ChangeWords.of(change, names);
        return new Seen(
                ChangeFeatures.of(change, evidence),
                author,
                words,
                new SubjectHabits.Nature(
                        change.insertions(),
                        change.deletions(),
                        change.files().stream().anyMatch(file -> file.kind() == FileChange.Kind.ADDED),
                        change.files().stream().anyMatch(file -> file.kind() == FileChange.Kind.RENAMED),
                        !words.bumps().isEmpty()),
                change.files());
    }

    @Override
    public void learn(Seen change, String drafted, String message, boolean bot) {
        learn(change, drafted, message, bot, false);
    }

    /** Of a commit that is older than all that were learned: where a history is read from its newest commit on. */
    public void learnBefore(Seen change, String drafted, String message, boolean bot) {
        learn(change, drafted, message, bot, true);
    }

    private synchronized void learn(Seen change, String drafted, String message, boolean bot, boolean older) {
        var subject = ConventionalSubject.in(message);
        if (subject.isEmpty()) {
            return;
        }
        var type = subject.get().type();
        var times = seen.merge(type, 1, Integer::sum);
        var weight = bot ? BOT : 1;
        precedents.learn(change.withAuthor.keySet(), type);
        if (ConventionalSubject.STANDARD_TYPES.contains(type) || times >= OWN_TYPE) {
            var features = older ? change.withAuthor : change.inCourse(course);
            if (!bot && types.learned() >= ENOUGH) {
                worth.remember(
                        worth.order(types.guess(features, any -> true))
                                .getFirst()
                                .label(),
                        type);
            }
            types.learn(features, type, weight);
        }
        learnScope(places(change, type), subject.get().scope(), weight);
        if (older) {
            course.learnBefore(change.author, change.paths, type, bot);
        } else {
            course.learn(change.author, change.paths, type, bot);
        }
        if (!bot) {
            subjects.learn(
                    change.features,
                    change.words,
                    change.nature,
                    type,
                    drafted,
                    subject.get().description());
        }
    }

    private void learnScope(Map<String, Float> places, String scope, double weight) {
        if (weight == 1 && scopes.learned() >= ENOUGH) {
            var guess = scopes.guess(places, any -> true).getFirst().label();
            if (!guess.isEmpty()) {
                var gained = guess.equals(scope) ? 1 : scope.isEmpty() ? -1 : 0;
                gains.merge(guess, gained, Integer::sum);
                gain += gained;
            }
        }
        scopes.learn(places, scope, weight);
    }

    /**
     * Puts a change into the words that this repository's people would choose.
     *
     * @param drafted descriptions that are true; the first is taken while too little has been seen
     * @param things names that may be spoken of
     * @param most characters
     */
    public synchronized String describe(
            Seen change, String type, List<String> drafted, Collection<String> things, int most) {
        return subjects.learned() < ENOUGH_SUBJECTS
                ? drafted.getFirst()
                : subjects.choose(change.features, change.words, change.nature, type, drafted, things, most);
    }

    /** @return empty while too little has been seen */
    public synchronized Optional<Learned> type(Seen change, Predicate<String> allowed) {
        return best(types, change.inCourse(course), allowed, worth::order);
    }

    /**
     * @param type of the change
     * @return empty while too little has been seen; a blank value where the project would give none
     */
    public synchronized Optional<Learned> scope(Seen change, String type, Predicate<String> allowed) {
        var places = places(change, type);
        return best(scopes, places, allowed, guesses -> guesses)
                .filter(guess -> isWorthSaying(guess.value()) || !allowed.test(""))
                .or(() -> best(scopes, places, any -> any.isEmpty() && allowed.test(any), guesses -> guesses));
    }

    /** A scope that was never guessed before has to do with how guesses went on the whole. */
    private boolean isWorthSaying(String scope) {
        var own = gains.getOrDefault(scope, 0);
        return scope.isEmpty() || own > 0 || own == 0 && gain > 0;
    }

    /** @return what speaks for a type: for each thing in common how often it was that type, the most telling first */
    public synchronized List<Precedent> precedents(Seen change, String type) {
        var share = (seen.getOrDefault(type, 0) + 1.0)
                / (seen.values().stream().mapToInt(Integer::intValue).sum() + 2.0);
        return change.withAuthor.keySet().stream()
                .map(feature -> new Precedent(feature, precedents.times(feature, type), precedents.all(feature)))
                .filter(found -> found.times >= FEWEST_PRECEDENTS && found.times > found.all * share)
                .sorted(Comparator.comparingDouble((Precedent found) -> telling(found, share))
                        .reversed()
                        .thenComparing(Precedent::feature))
                .toList();
    }

    /** The log-likelihood ratio of having the type as often as that against having it as often as all do. */
    private static double telling(Precedent found, double share) {
        var own = (found.times + 0.5) / (found.all + 1.0);
        return found.times * Math.log(own / share) + (found.all - found.times) * Math.log((1 - own) / (1 - share));
    }

    private static Map<String, Float> places(Seen change, String type) {
        var places = new HashMap<String, Float>();
        change.features.forEach((name, weight) -> {
            if (PLACES.stream().anyMatch(name::startsWith)) {
                places.put(name, weight);
            }
        });
        places.put("type:" + type, 1f);
        return places;
    }

    private static Optional<Learned> best(
            OnlineClassifier classifier,
            Map<String, Float> features,
            Predicate<String> allowed,
            UnaryOperator<List<Guess>> order) {
        if (classifier.learned() < ENOUGH) {
            return Optional.empty();
        }
        var guesses = order.apply(classifier.guess(features, allowed));
        if (guesses.isEmpty()) {
            return Optional.empty();
        }
        var first = guesses.getFirst();
        var second = guesses.size() > 1 ? Optional.of(guesses.get(1).label()) : Optional.<String>empty();
        return Optional.of(new Learned(
                first.label(), first.probability(), classifier.reasons(features, first.label(), second, REASONS)));
    }
}
