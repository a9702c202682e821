package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.util.List;

/**
 * What a change is about at a glance.
 *
 * @param clusters in the order in which they can be committed: at most three, each hunk in exactly one; empty for a change
 *     without files
 * @param symbols the declarations that change most, weightiest first: at most {@value ChangeGraph#TOP}
 */
public record ChangeCard(List<Cluster> clusters, List<SymbolChange> symbols, Risk risk) {
    public ChangeCard {
        clusters = List.copyOf(clusters);
        symbols = List.copyOf(symbols);
    }

    /**
     * @param graph of the same change
     * @param secrets what was found in the lines that it adds
     */
    public static ChangeCard of(ChangeSet change, ChangeGraph graph, List<Finding> secrets) {
        return new ChangeCard(Clusters.of(change, graph), graph.top(), Risk.of(change, graph.symbols(), secrets));
    }
}
