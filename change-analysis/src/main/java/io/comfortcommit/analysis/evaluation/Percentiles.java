package io.comfortcommit.analysis.evaluation;

import java.util.Collection;
import java.util.List;

/** Of a number of measurements in whole units; all 0 where there are none. */
public record Percentiles(long p50, long p90, long p99, long max) {

    static Percentiles of(Collection<Long> measurements) {
        var sorted = measurements.stream().sorted().toList();
        return new Percentiles(at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
    }

    /** The nearest rank: the smallest measurement that this share of all is not above. */
    private static long at(List<Long> sorted, double share) {
        if (sorted.isEmpty()) {
            return 0;
        }
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
