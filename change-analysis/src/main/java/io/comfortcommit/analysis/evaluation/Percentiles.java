package io.comfortcommit.analysis.evaluation;

import java.util.List;

/** Of a number of measurements; all 0 where there are none. */
public record Percentiles(double p50, double p90, double p99, double max) {

    static Percentiles of(List<Double> measurements) {
        var sorted = measurements.stream().sorted().toList();
        return new Percentiles(at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
    }

    /** The nearest rank: the smallest measurement that this share of all is not above. */
    private static double at(List<Double> sorted, double share) {
        if (sorted.isEmpty()) {
            return 0;
        }
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
