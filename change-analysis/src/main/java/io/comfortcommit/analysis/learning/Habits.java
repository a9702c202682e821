package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.ChangeSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a repository's history has taught so far: which types and scopes its people give to which changes. It is learned
 * commit by commit, oldest first, and rebuilt by doing so again; about a megabyte. Thread-safe.
 */
public final class Habits {
    /** Typed commits from which the history knows better than rules do. */
    private static final int ENOUGH = 8;
    /** Before anything is learned the rules decide; what they say stays a reason among others. */
    private static final double RULE = 6;
    /** Bots have their own way, but what they do to a repository people do too. */
    private static final double BOT = 0.2;
    /** A type that isn't a standard one is believed when it has come so often. */
    private static final int OWN_TYPE = 5;

    private static final int REASONS = 5;
    /** What a scope is told from: where the change is, not what it does. */
    private static final List<String> PLACES =
            List.of("in:", "folder:", "file:", "name:", "named:", "only in:", "kind", "extension:", "type:", "always");

    private final OnlineClassifier types = new OnlineClassifier(15, 24);
    private final OnlineClassifier scopes = new OnlineClassifier(13, 60);
    private final Map<String, Integer> seen = new HashMap<>();

    public Habits() {
        for (var type : ConventionalSubject.STANDARD_TYPES.stream().sorted().toList()) {
            types.presume("rule:" + type, type, RULE);
        }
    }

    /**
     * What was learned of a change.
     *
     * @param confidence from 0 to 1
     * @param reasons names of what spoke for it, the strongest first
     */
    public record Learned(String value, double confidence, List<String> reasons) {}

    /** A change prepared for this and later questions. */
    public record Seen(Map<String, Float> features) {}

    /** @param evidence what else is known of the change, one name each */
    public static Seen see(ChangeSet change, Collection<String> evidence) {
        return new Seen(ChangeFeatures.of(change, evidence));
    }

    /** @param message of the commit; one that isn't in the form of Conventional Commits teaches nothing */
    public synchronized void learn(Seen change, String message, boolean bot) {
        var subject = ConventionalSubject.in(message);
        if (subject.isEmpty()) {
            return;
        }
        var type = subject.get().type();
        var times = seen.merge(type, 1, Integer::sum);
        var weight = bot ? BOT : 1;
        if (ConventionalSubject.STANDARD_TYPES.contains(type) || times >= OWN_TYPE) {
            types.learn(change.features, type, weight);
        }
        scopes.learn(places(change, type), subject.get().scope(), weight);
    }

    /** @return empty while too little has been seen */
    public synchronized Optional<Learned> type(Seen change, Predicate<String> allowed) {
        return best(types, change.features, allowed);
    }

    /**
     * @param type of the change
     * @return empty while too little has been seen; a blank value where the project would give none
     */
    public synchronized Optional<Learned> scope(Seen change, String type, Predicate<String> allowed) {
        return best(scopes, places(change, type), allowed);
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
            OnlineClassifier classifier, Map<String, Float> features, Predicate<String> allowed) {
        if (classifier.learned() < ENOUGH) {
            return Optional.empty();
        }
        var guesses = classifier.guess(features, allowed);
        if (guesses.isEmpty()) {
            return Optional.empty();
        }
        var first = guesses.getFirst();
        var second = guesses.size() > 1 ? Optional.of(guesses.get(1).label()) : Optional.<String>empty();
        return Optional.of(new Learned(
                first.label(), first.probability(), classifier.reasons(features, first.label(), second, REASONS)));
    }
}
