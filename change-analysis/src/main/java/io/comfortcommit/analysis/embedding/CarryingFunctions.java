package io.comfortcommit.analysis.embedding;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.embedding.CodeEmbedding.Contexts;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The functions that carry a change: of its {@value ChangeGraph#TOP} heaviest declarations the {@value #MOST} that together
 * stand for most of it. (A new class is one declaration, and its functions are part of it.)
 *
 * <p>Each has a vector. The next one is always that with the highest
 * {@code weight · (1 + cosine to the change) / 2 · (1 - cosine to the nearest chosen one)}, where the change is the sum of the
 * ten vectors by their weights: what is heavy, is what the others are like, and has not been said by another
 * (maximal marginal relevance, Carbonell and Goldstein, SIGIR 1998). What is part of a chosen one, or as good as the same, is
 * not chosen, so the same edit in ten functions has one carrier.
 */
public final class CarryingFunctions {
    public static final int MOST = 3;

    /** Cosine from which one says nothing that another hasn't. */
    private static final double SAME = 0.85;

    private final List<Candidate> candidates;

    private record Candidate(SymbolChange symbol, double weight, Contexts contexts) {}

    /**
     * One of those that carry a change.
     *
     * @param symbol holds code: it must not leave the analysis
     */
    public static final class Carrying {
        private final SymbolChange symbol;
        private final double weight;
        private final float[] vector;

        private Carrying(SymbolChange symbol, double weight, float[] vector) {
            this.symbol = symbol;
            this.weight = weight;
            this.vector = vector;
        }

        public SymbolChange symbol() {
            return symbol;
        }

        /** A copy, of length 1. */
        public float[] vector() {
            return vector.clone();
        }
    }

    private CarryingFunctions(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /** Reads a change once, to choose by whatever has been learned. */
    public static CarryingFunctions read(ChangeSet change) {
        return read(change, ChangeGraph.of(change));
    }

    /** @param graph of the same change */
    public static CarryingFunctions read(ChangeSet change, ChangeGraph graph) {
        List<Integer> top = graph.heaviest();
        List<SymbolChange> symbols =
                top.stream().map(place -> graph.symbols().get(place)).toList();
        List<Contexts> contexts = CodeEmbedding.read(change, symbols);
        return new CarryingFunctions(IntStream.range(0, contexts.size())
                .mapToObj(place ->
                        new Candidate(symbols.get(place), graph.weights().get(top.get(place)), contexts.get(place)))
                .toList());
    }

    /** The one that carries most first, at most {@value #MOST}. */
    public List<Carrying> chosen(CodeEmbedding embedding) {
        List<Carrying> left = new ArrayList<>(candidates.stream()
                .map(each -> new Carrying(each.symbol, each.weight, embedding.embed(each.contexts)))
                .toList());
        float[] whole = whole(left);
        List<Carrying> chosen = new ArrayList<>();
        while (chosen.size() < MOST) {
            left.removeIf(each -> chosen.stream().anyMatch(other -> isSaidBy(each, other)));
            // Of equal ones the heavier, which comes first.
            Carrying next = best(left, whole, chosen);
            if (next == null) {
                break;
            }
            left.remove(next);
            chosen.add(next);
        }
        return List.copyOf(chosen);
    }

    /** Of {@link #chosen}, in that order. */
    public List<float[]> vectors(CodeEmbedding embedding) {
        return chosen(embedding).stream().map(Carrying::vector).toList();
    }

    private static float[] whole(List<Carrying> all) {
        double[] sums = new double[CodeEmbedding.DIMENSIONS];
        for (Carrying each : all) {
            for (int place = 0; place < sums.length; place++) {
                sums[place] += each.weight * each.vector[place];
            }
        }
        return Vectors.unit(sums);
    }

    private static @Nullable Carrying best(List<Carrying> left, float[] whole, List<Carrying> chosen) {
        return left.stream()
                .max(Comparator.comparingDouble((Carrying each) -> each.weight
                                * (1 + Vectors.cosine(each.vector, whole))
                                / 2
                                * (1 - nearest(each, chosen)))
                        .thenComparing(Comparator.comparingInt((Carrying each) -> left.indexOf(each))
                                .reversed()))
                .orElse(null);
    }

    private static double nearest(Carrying one, List<Carrying> chosen) {
        return chosen.stream()
                .mapToDouble(other -> Vectors.cosine(one.vector, other.vector))
                .map(cosine -> Math.max(0, cosine))
                .max()
                .orElse(0);
    }

    private static boolean isSaidBy(Carrying one, Carrying chosen) {
        return isPart(one.symbol, chosen.symbol)
                || isPart(chosen.symbol, one.symbol)
                || Vectors.cosine(one.vector, chosen.vector) >= SAME;
    }

    private static boolean isPart(SymbolChange one, SymbolChange of) {
        return one.path().equals(of.path()) && (one.qualifiedName() + ".").startsWith(of.qualifiedName() + ".");
    }
}
