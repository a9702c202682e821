package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.graph.ChangeGraph.Edge;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the code says about which groups of pieces belong together. */
final class CodeLinks {
    private static final double SAME_DECLARATION = 0.6;

    /** Two groups to the strength of their strongest link. */
    private final Map<Long, Double> links = new HashMap<>();

    CodeLinks(ChangeGraph graph, List<List<Piece>> groups) {
        record Place(String path, int hunk) {}
        Map<Place, Integer> groupOf = new HashMap<>();
        for (int group = 0; group < groups.size(); group++) {
            for (Piece piece : groups.get(group)) {
                for (int hunk : piece.hunks()) {
                    groupOf.put(new Place(piece.path(), hunk), group);
                }
            }
        }
        List<Set<Integer>> touched = new ArrayList<>();
        for (SymbolChange symbol : graph.symbols()) {
            Set<Integer> of = new HashSet<>();
            symbol.hunks().forEach(hunk -> {
                Integer group = groupOf.get(new Place(symbol.path(), hunk));
                if (group != null) {
                    of.add(group);
                }
            });
            touched.add(of);
            put(of, of, SAME_DECLARATION);
        }
        for (Edge edge : graph.edges()) {
            put(touched.get(edge.from()), touched.get(edge.to()), strength(edge));
        }
    }

    private static double strength(Edge edge) {
        return switch (edge.link()) {
            case CALLS, TESTS -> 0.6;
            case REFERENCES -> 0.5;
            case CONTAINS -> 0.3;
        };
    }

    private void put(Set<Integer> some, Set<Integer> others, double strength) {
        for (int one : some) {
            for (int other : others) {
                if (one != other) {
                    links.merge(key(one, other), strength, Math::max);
                }
            }
        }
    }

    double between(int one, int other) {
        return links.getOrDefault(key(one, other), 0.0);
    }

    private static long key(int one, int other) {
        return (long) Math.min(one, other) << 32 | Math.max(one, other);
    }
}
