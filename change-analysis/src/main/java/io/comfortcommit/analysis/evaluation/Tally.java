package io.comfortcommit.analysis.evaluation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts up to {@link Scores}. */
final class Tally {
    private int commits;
    private int rightScopes;
    private double rougeL;
    private double bleu;
    private final Map<String, Integer> asked = new HashMap<>();
    private final Map<String, Integer> guessed = new HashMap<>();
    private final Map<String, Integer> right = new HashMap<>();

    void count(Guess person, Guess guess) {
        commits++;
        asked.merge(person.type(), 1, Integer::sum);
        guessed.merge(guess.type(), 1, Integer::sum);
        if (person.type().equals(guess.type())) {
            right.merge(person.type(), 1, Integer::sum);
        }
        if (person.scope().equals(guess.scope())) {
            rightScopes++;
        }
        var reference = Overlap.words(person.description());
        var candidate = Overlap.words(guess.description());
        rougeL += Overlap.rougeL(candidate, reference);
        bleu += Overlap.bleu(candidate, reference);
    }

    Tally counted(Guess person, Guess guess) {
        count(person, guess);
        return this;
    }

    Scores scores() {
        var types = new TreeMap<String, Scores.OfType>();
        for (var type : new TreeSet<>(asked.keySet())) {
            types.put(
                    type,
                    new Scores.OfType(
                            asked.getOrDefault(type, 0), guessed.getOrDefault(type, 0), right.getOrDefault(type, 0)));
        }
        var macroF1 = types.values().stream()
                .filter(type -> type.commits() >= Evaluation.FEWEST_OF_A_TYPE)
                .mapToDouble(Scores.OfType::f1)
                .average()
                .orElse(0);
        var all = right.values().stream().mapToInt(Integer::intValue).sum();
        return new Scores(commits, share(all), macroF1, share(rightScopes), share(rougeL), share(bleu), types);
    }

    private double share(double part) {
        return commits == 0 ? 0 : part / commits;
    }
}
