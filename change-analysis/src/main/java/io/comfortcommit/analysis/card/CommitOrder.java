package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.graph.ChangeGraph.Edge;
import io.comfortcommit.analysis.graph.ChangeGraph.Link;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.SymbolChange.How;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts clusters in an order in which each can be committed and built without those behind it, as far as the code shows one: what
 * uses a declaration comes after what makes it, and what takes one away after what stops to use it. Where clusters need
 * one another there is none, and the first stays first.
 */
final class CommitOrder {
    private record Place(String path, int hunk) {}

    private CommitOrder() {}

    static List<Cluster> of(List<Cluster> clusters, ChangeGraph graph) {
        Map<Place, Integer> clusterOf = new HashMap<>();
        for (int number = 0; number < clusters.size(); number++) {
            for (Cluster.Member member : clusters.get(number).members()) {
                for (int hunk : member.hunks()) {
                    clusterOf.put(new Place(member.path(), hunk), number);
                }
            }
        }
        List<Set<Integer>> needs = new ArrayList<>();
        clusters.forEach(_ -> needs.add(new HashSet<>()));
        for (Edge edge : graph.edges()) {
            if (edge.link() == Link.CONTAINS) {
                continue;
            }
            SymbolChange user = graph.symbols().get(edge.from());
            SymbolChange used = graph.symbols().get(edge.to());
            // A body that changed was there before: whoever uses it needs nothing of this change.
            if (used.how() == How.MODIFIED) {
                continue;
            }
            boolean isGone = used.how() == How.REMOVED;
            for (int of : clusters(user, clusterOf)) {
                for (int on : clusters(used, clusterOf)) {
                    if (of != on) {
                        needs.get(isGone ? on : of).add(isGone ? of : on);
                    }
                }
            }
        }
        return ordered(clusters, needs);
    }

    private static Set<Integer> clusters(SymbolChange symbol, Map<Place, Integer> clusterOf) {
        Set<Integer> found = new HashSet<>();
        for (int hunk : symbol.hunks()) {
            Integer cluster = clusterOf.get(new Place(symbol.path(), hunk));
            if (cluster != null) {
                found.add(cluster);
            }
        }
        return found;
    }

    private static List<Cluster> ordered(List<Cluster> clusters, List<Set<Integer>> needs) {
        List<Integer> left = new ArrayList<>();
        for (int number = 0; number < clusters.size(); number++) {
            left.add(number);
        }
        List<Cluster> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            Integer next = left.stream()
                    .filter(number -> needs.get(number).stream().noneMatch(left::contains))
                    .findFirst()
                    .orElse(left.getFirst());
            left.remove(next);
            ordered.add(clusters.get(next));
        }
        return List.copyOf(ordered);
    }
}
