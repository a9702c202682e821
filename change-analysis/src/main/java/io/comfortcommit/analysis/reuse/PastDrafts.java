package io.comfortcommit.analysis.reuse;

import java.util.List;

/** Approved drafts, found again by their vectors. */
@FunctionalInterface
public interface PastDrafts {
    /** @param cosine from -1 to 1 */
    record Near(PastDraft draft, double cosine) {}

    /**
     * @param vector of length 1
     * @param most how many at the most
     * @param least cosine of the farthest
     * @return the nearest first, of equally near ones the newest
     */
    List<Near> nearest(float[] vector, int most, double least);

    /**
     * Drafts with equally many carrying functions, of which each of these is like one; their cosine is that of the one that is
     * least like any. None where vectors of functions aren't kept.
     *
     * @param functions vectors of length 1; of none, nothing is near
     */
    default List<Near> nearestByFunctions(List<float[]> functions, int most, double least) {
        return List.of();
    }
}
