package io.comfortcommit.analysis.graph;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.Symbols;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The changed declarations of a change and what links them. Only declarations that the change itself touches are nodes: what
 * lies around it is not read.
 *
 * @param symbols in the order of files and lines
 * @param edges by the places of their ends among {@code symbols}
 * @param weights of the symbols, in their order; together 1
 */
public record ChangeGraph(List<SymbolChange> symbols, List<Edge> edges, List<Double> weights) {
    /** As many as a person still reads. */
    public static final int TOP = 10;

    public ChangeGraph {
        symbols = List.copyOf(symbols);
        edges = List.copyOf(edges);
        weights = List.copyOf(weights);
    }

    public enum Link {
        CONTAINS,
        CALLS,
        REFERENCES,
        /** From a test to what it tests. */
        TESTS
    }

    /** @param from and {@code to}: places among the symbols */
    public record Edge(int from, int to, Link link) {}

    public static ChangeGraph of(ChangeSet change) {
        List<SymbolChange> symbols = Symbols.of(change);
        List<Edge> edges = Links.between(symbols);
        return new ChangeGraph(symbols, edges, Weights.of(symbols, edges));
    }

    /** The weightiest first, at most {@value #TOP}. */
    public List<SymbolChange> top() {
        return heaviest().stream().map(symbols::get).toList();
    }

    /** Places among the symbols of the {@linkplain #top() weightiest}. */
    public List<Integer> heaviest() {
        return IntStream.range(0, symbols.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer place) -> weights.get(place))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(TOP)
                .toList();
    }
}
