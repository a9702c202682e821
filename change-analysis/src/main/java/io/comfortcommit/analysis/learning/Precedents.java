package io.comfortcommit.analysis.learning;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often changes with a feature that can be told to a person had which type. Not thread-safe. */
final class Precedents {
    private static final List<String> TOLD = List.of("in:", "file:", "kinds:", "rule:", "extension:", Habits.BY + ":");
    /** Features; of those that come later nothing is counted. */
    private static final int MOST = 20_000;

    private final Map<String, Map<String, Integer>> counts = new HashMap<>();

    void learn(Collection<String> features, String type) {
        for (var feature : features) {
            if (TOLD.stream().anyMatch(feature::startsWith) && (counts.size() < MOST || counts.containsKey(feature))) {
                counts.computeIfAbsent(feature, _ -> new HashMap<>(2)).merge(type, 1, Integer::sum);
            }
        }
    }

    int times(String feature, String type) {
        return counts.getOrDefault(feature, Map.of()).getOrDefault(type, 0);
    }

    int all(String feature) {
        return counts.getOrDefault(feature, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
