package io.comfortcommit.analysis.learning;

import io.comfortcommit.analysis.collections.IntSlots;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How likely a word is in the subject of a change: logistic regression over where the word is in the change, how often it
 * is in this repository's changes and subjects, and whether like changes had it. Learns by AdaGrad (Duchi, Hazan and Singer,
 * 2011) from one subject after the other. Not thread-safe.
 */
final class SubjectWords {
    static final int BITS = 18;
    private static final double STEP = 0.15;
    /** As if so much had been learned of what is presumed. */
    private static final float MASS = 0.5f;

    /**
     * As if a person's subjects were so many times as long. Words come together, so that a longer subject has more in common with
     * a person's than its words one by one let expect.
     */
    private static final double LENGTHS = 2;

    /** Probability of a word that nothing points to. */
    private static final double UNEXPECTED = 0.004;
    /** Share of subjects from which a word is asked for with every change. */
    private static final double COMMON = 0.02;
    /** Subjects whose words may come again at once. */
    private static final int RECENT = 4;

    private static final int MOST_WORDS = 60_000;

    private static final class Uses {
        private int inSubjects;
        private int inBoth;
        private int inChanges;
    }

    private static final Uses NONE = new Uses();

    /**
     * A weight for each bucket, and how much was learned of it. What has not been learned from is as presumed, which all share.
     */
    private static final class Weights {
        private final Map<Integer, Float> presumed;
        private final IntSlots learnedOf = new IntSlots();
        private float[] weights = new float[learnedOf.capacity()];
        private float[] squares = new float[learnedOf.capacity()];

        private Weights(Map<Integer, Float> presumed) {
            this.presumed = presumed;
        }

        float of(int bucket) {
            var slot = learnedOf.find(bucket);
            return slot == IntSlots.NONE ? presumed.getOrDefault(bucket, 0f) : weights[slot];
        }

        float learned(int bucket) {
            var slot = learnedOf.find(bucket);
            return slot == IntSlots.NONE ? presumed.containsKey(bucket) ? MASS : 0 : squares[slot];
        }

        void learn(int bucket, double error) {
            var weight = of(bucket);
            var square = learned(bucket);
            var slot = learnedOf.add(bucket);
            if (slot >= weights.length) {
                weights = Arrays.copyOf(weights, learnedOf.capacity());
                squares = Arrays.copyOf(squares, learnedOf.capacity());
            }
            squares[slot] = square + (float) (error * error);
            weights[slot] = weight - (float) (STEP * error / Math.sqrt(squares[slot] + 0.1));
        }
    }

    private final Weights weights;
    private final Map<String, Uses> words = new HashMap<>();
    private final Deque<Set<String>> recent = new ArrayDeque<>();
    private int learned;
    private double length = 6;

    SubjectWords() {
        this(new Weights(Presumptions.ofWords()));
    }

    private SubjectWords(Weights weights) {
        this.weights = weights;
    }

    /** One that presumes nothing. */
    static SubjectWords withoutPresumptions() {
        return new SubjectWords(new Weights(Map.of()));
    }

    /** One that knows no words yet, but what the places of words mean, and goes on learning that for both. */
    SubjectWords ofAnotherHistory() {
        return new SubjectWords(weights);
    }

    float weight(int bucket) {
        return weights.of(bucket);
    }

    float learnedOf(int bucket) {
        return weights.learned(bucket);
    }

    private Uses uses(String word) {
        return words.getOrDefault(word, NONE);
    }

    /** In how many subjects a word has been. */
    int inSubjects(String word) {
        return uses(word).inSubjects;
    }

    /** In how many of those it was in the change, too. */
    int inBoth(String word) {
        return uses(word).inBoth;
    }

    /** In which share of the changes a word has been. */
    double shareOfChanges(String word) {
        return learned == 0 ? 0 : (double) uses(word).inChanges / learned;
    }

    /** What there is to know of a change for the question which words its subject has. */
    final class Question {
        private final ChangeWords change;
        private final int typeHash;
        private final int nature;
        private final Map<String, Double> near;
        private final Set<String> nearest;
        private final int similarity;
        private final Set<String> drafted;
        private final int draftedVerb;
        private final Map<String, Integer> votes;
        private final Map<String, Double> known = new HashMap<>();
        private final int[] buckets = new int[40];

        /**
         * @param near for each word the share of like changes that had it in their subject
         * @param nearest words of the most similar one's
         * @param similarity of that one, from 0 to 1
         * @param votes for each word how many of the few most similar ones had it
         * @param drafted words of a subject made without history, in their order
         */
        Question(
                ChangeWords change,
                String type,
                SubjectHabits.Nature nature,
                Map<String, Double> near,
                Collection<String> nearest,
                double similarity,
                Map<String, Integer> votes,
                List<String> drafted) {
            this.change = change;
            this.typeHash = type.hashCode();
            this.nature = (nature.newFiles() ? 1 : 0)
                    + (nature.deletions() > nature.insertions() ? 2 : nature.deletions() == 0 ? 4 : 0)
                    + (nature.renamed() ? 8 : 0)
                    + (nature.versions() ? 16 : 0);
            this.near = near;
            this.nearest = new HashSet<>(nearest);
            this.similarity = (int) (similarity * 7.99);
            this.votes = votes;
            this.drafted = new HashSet<>(drafted);
            this.draftedVerb = drafted.isEmpty() ? 0 : drafted.getFirst().hashCode();
        }

        double of(String word) {
            return known.computeIfAbsent(word, this::calculate);
        }

        private double calculate(String word) {
            if (!change.has(word) && !near.containsKey(word) && !isCommon(word)) {
                return UNEXPECTED;
            }
            var score = 0.0;
            var count = describe(word);
            for (int i = 0; i < count; i++) {
                score += weights.of(buckets[i]);
            }
            return 1 / (1 + Math.exp(-score));
        }

        /** Fills {@link #buckets}. @return how many */
        private int describe(String word) {
            var everywhere = change.places().getOrDefault(word, 0);
            var place = everywhere & ChangeWords.WHERE;
            var share = near.getOrDefault(word, 0.0);
            var nearness = share == 0 ? 0 : 1 + (int) (share * 7.99);
            var uses = uses(word);
            var frequency = bucketOf(uses.inSubjects * 200 / Math.max(1, learned));
            var copied = uses.inSubjects == 0 ? 4 : uses.inBoth * 3 / uses.inSubjects;
            var isIn = place == 0 ? 0 : 1;
            var inChanges =
                    uses.inChanges == 0 ? 0 : 1 + bucketOf((int) (64.0 * uses.inChanges / Math.max(1, learned)));
            var hash = word.hashCode();
            var named = place & (ChangeWords.FILE | ChangeWords.NAMED | ChangeWords.NAMED_FIRST);
            var lines = place & (ChangeWords.ADDED | ChangeWords.REMOVED);
            var isDrafted = drafted.contains(word) ? 1 : 0;
            var isNearest = nearest.contains(word) ? 1 + similarity : 0;
            var n = 0;
            var kindOfLine = everywhere >>> 10;
            var vote = votes.getOrDefault(word, 0);
            var namedOrLines = named + lines;
            var often = place & (ChangeWords.TWICE | ChangeWords.OFTEN | ChangeWords.VERY_OFTEN);
            buckets[n++] = bucket(1, 0, 0);
            buckets[n++] = bucket(2, place, 0);
            buckets[n++] = bucket(3, named, copied);
            buckets[n++] = bucket(4, lines, copied);
            buckets[n++] = bucket(5, nearness, isIn);
            buckets[n++] = bucket(6, nearness, frequency);
            buckets[n++] = bucket(7, frequency, isIn);
            buckets[n++] = bucket(8, copied * 8 + nearness, isIn);
            buckets[n++] = bucket(11, Math.min(word.length(), 12), isIn);
            buckets[n++] = bucket(13, place, inChanges);
            buckets[n++] = bucket(14, inChanges, frequency);
            buckets[n++] = bucket(15, isNearest, isIn);
            buckets[n++] = bucket(16, isDrafted, nearness * 8 + copied);
            buckets[n++] = bucket(17, isDrafted, inChanges * 16 + frequency);
            buckets[n++] = bucket(18, isRecent(word) ? 1 : 0, isIn * 8 + copied);
            buckets[n++] =
                    bucket(20, often, inChanges * 4 + (named != 0 ? 2 : 0) + (lines == ChangeWords.ADDED ? 1 : 0));
            buckets[n++] = bucket(21, often + lines, copied * 16 + frequency);
            buckets[n++] = bucket(23, kindOfLine, namedOrLines);
            buckets[n++] = bucket(24, kindOfLine, copied * 16 + inChanges);
            buckets[n++] = bucket(25, namedOrLines, copied * 16 + inChanges);
            buckets[n++] = bucket(26, nearness, isNearest);
            buckets[n++] = bucket(29, vote, similarity);
            buckets[n++] = bucket(30, vote, isIn * 8 + copied);
            buckets[n++] = bucket(31, isDrafted, namedOrLines);
            buckets[n++] = bucket(34, frequency, inChanges * 1024 + namedOrLines);
            buckets[n++] = bucket(35, typeHash, namedOrLines);
            buckets[n++] = bucket(36, kindOfLine, Math.min(word.length(), 12));
            buckets[n++] = bucket(19, Math.min(bucketOf(change.places().size()), 12), isIn + 2 * named);
            if (uses.inSubjects > 0) {
                buckets[n++] = bucket(9, hash, isIn);
                buckets[n++] = bucket(10, hash, typeHash);
                buckets[n++] = bucket(12, hash, nature);
                buckets[n++] = bucket(22, hash, often + lines);
                buckets[n++] = bucket(27, hash, nearness);
                buckets[n++] = bucket(28, hash, isNearest == 0 ? 0 : 1);
                buckets[n++] = bucket(32, hash, isDrafted);
                buckets[n++] = bucket(33, hash, draftedVerb);
            }
            return n;
        }

        private boolean isRecent(String word) {
            return recent.stream().anyMatch(subject -> subject.contains(word));
        }

        /** The share of words in common that a subject with these words can be expected to have. */
        double worth(List<String> subject) {
            var common = 0.0;
            for (var word : new LinkedHashSet<>(subject)) {
                common += of(word);
            }
            return 2 * common / (subject.size() + LENGTHS * length);
        }

        void learn(Set<String> subject) {
            var asked = new LinkedHashSet<>(change.places().keySet());
            asked.addAll(near.keySet());
            for (var word : common) {
                asked.add(word);
            }
            for (var word : asked) {
                var error = of(word) - (subject.contains(word) ? 1 : 0);
                var count = describe(word);
                for (int i = 0; i < count; i++) {
                    weights.learn(buckets[i], error);
                }
            }
        }
    }

    private final Set<String> common = new LinkedHashSet<>();

    private boolean isCommon(String word) {
        return common.contains(word);
    }

    private static int bucketOf(int number) {
        return 32 - Integer.numberOfLeadingZeros(number);
    }

    private static int bucket(int kind, int one, int other) {
        var hash = (kind * 0x9E3779B9 + one) * 0x85EBCA6B;
        hash ^= hash >>> 15;
        hash = (hash + other) * 0xC2B2AE35;
        hash ^= hash >>> 13;
        return (hash * 0x27D4EB2F) >>> (32 - BITS);
    }

    /** @param subject words in their order */
    void remember(ChangeWords change, List<String> subject) {
        learned++;
        for (var word : new LinkedHashSet<>(subject)) {
            var uses = known(word);
            uses.inSubjects++;
            if (change.has(word)) {
                uses.inBoth++;
            }
            if (uses.inSubjects >= 3 && uses.inSubjects >= learned * COMMON) {
                common.add(word);
            }
        }
        if (learned % 64 == 0) {
            common.removeIf(word -> uses(word).inSubjects < learned * COMMON);
        }
        change.places().keySet().forEach(word -> known(word).inChanges++);
        if (!subject.isEmpty()) {
            length += (subject.size() - length) * 0.02;
        }
        recent.addFirst(new HashSet<>(subject));
        if (recent.size() > RECENT) {
            recent.removeLast();
        }
    }

    private Uses known(String word) {
        return words.size() < MOST_WORDS
                ? words.computeIfAbsent(word, _ -> new Uses())
                : words.getOrDefault(word, new Uses());
    }
}
