package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.secrets.Finding;
import java.util.List;

/**
 * What a change is about at a glance.
 *
 * @param clusters weightiest first: at most three, each hunk in exactly one; empty for a change without files
 */
public record ChangeCard(List<Cluster> clusters, Risk risk) {
    public ChangeCard {
        clusters = List.copyOf(clusters);
    }

    /** @param secrets what was found in the lines that it adds */
    public static ChangeCard of(ChangeSet change, List<Finding> secrets) {
        return new ChangeCard(Clusters.of(change), Risk.of(change, secrets));
    }
}
