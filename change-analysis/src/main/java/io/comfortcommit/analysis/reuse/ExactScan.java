package io.comfortcommit.analysis.reuse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at every draft; 100,000 of them take some 15 ms. Thread-safe. */
public final class ExactScan implements PastDrafts {
    private final List<PastDraft> drafts = new ArrayList<>();

    public synchronized void remember(PastDraft draft) {
        drafts.add(draft);
    }

    public synchronized boolean isEmpty() {
        return drafts.isEmpty();
    }

    @Override
    public synchronized List<Near> nearest(float[] vector, int most, double least) {
        var near = new ArrayList<Near>();
        for (var draft : drafts.reversed()) {
            var cosine = draft.cosine(vector);
            if (cosine >= least) {
                near.add(new Near(draft, cosine));
            }
        }
        near.sort(Comparator.comparingDouble(Near::cosine).reversed());
        return List.copyOf(near.subList(0, Math.min(most, near.size())));
    }
}
