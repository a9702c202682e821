package io.comfortcommit.analysis.graph;

import io.comfortcommit.analysis.graph.ChangeGraph.Edge;
import io.comfortcommit.analysis.graph.ChangeGraph.Link;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a change a declaration is: {@code ln(1 + lines)} times factors for what it is, how it changed, whether others
 * may use it and whether it is a test; then PageRank (Page et al. 1999) with these as the vector to return to, so that what
 * other changed declarations call, use and test weighs more.
 */
final class Weights {
    /** Share of a weight that comes from those that point at it. */
    private static final double DAMPING = 0.4;

    private static final int ROUNDS = 20;

    private Weights() {}

    static List<Double> of(List<SymbolChange> symbols, List<Edge> edges) {
        int count = symbols.size();
        double[] own = new double[count];
        double sum = 0;
        Map<String, PathKind> kinds = new HashMap<>();
        for (int place = 0; place < count; place++) {
            SymbolChange symbol = symbols.get(place);
            own[place] = own(symbol, kinds.computeIfAbsent(symbol.path(), PathKind::of));
            sum += own[place];
        }
        if (sum == 0) {
            return Collections.nCopies(count, count == 0 ? 0.0 : 1.0 / count);
        }
        double[] strength = new double[count];
        for (Edge edge : edges) {
            strength[edge.from()] += strength(edge.link());
        }
        double[] weights = new double[count];
        for (int place = 0; place < count; place++) {
            own[place] /= sum;
            weights[place] = own[place];
        }
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = new double[count];
            double kept = 0;
            for (Edge edge : edges) {
                next[edge.to()] += DAMPING * weights[edge.from()] * strength(edge.link()) / strength[edge.from()];
            }
            for (int place = 0; place < count; place++) {
                kept += strength[place] == 0 ? DAMPING * weights[place] : 0;
            }
            for (int place = 0; place < count; place++) {
                next[place] += (1 - DAMPING + kept) * own[place];
            }
            weights = next;
        }
        List<Double> all = new ArrayList<>(count);
        for (double weight : weights) {
            all.add(weight);
        }
        return all;
    }

    private static double own(SymbolChange symbol, PathKind file) {
        double kind = switch (symbol.kind()) {
            case TYPE -> 1.3;
            case FUNCTION -> 1.2;
            case VARIABLE -> 0.6;
            case TEST -> 0.5;
        };
        double how = switch (symbol.how()) {
            case ADDED, REMOVED, SIGNATURE -> 1.2;
            case RENAMED, MOVED -> 1.1;
            case MODIFIED -> 1.0;
        };
        double place = switch (file) {
            case TEST -> 0.4;
            case BUILD -> 0.5;
            default -> 1.0;
        };
        return Math.log1p(1 + symbol.lines()) * kind * how * place * (symbol.isPublic() ? 1.25 : 1.0);
    }

    private static double strength(Link link) {
        return switch (link) {
            case CALLS -> 1.0;
            case TESTS -> 0.8;
            case REFERENCES -> 0.7;
            case CONTAINS -> 0.5;
        };
    }
}
