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
}
