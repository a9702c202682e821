package io.comfortcommit.analysis.reuse;

import java.util.List;

/** Where approved drafts are kept and found again by their vectors. */
public interface PastDrafts {
    /** @param cosine from -1 to 1 */
    record Near(PastDraft draft, double cosine) {}

    void remember(PastDraft draft);

    /**
     * @param vector of length 1
     * @param most how many at the most
     * @param least cosine of the farthest
     * @return the nearest first, of equally near ones the newest
     */
    List<Near> nearest(float[] vector, int most, double least);
}
