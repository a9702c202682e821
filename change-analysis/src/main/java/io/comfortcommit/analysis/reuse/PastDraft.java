package io.comfortcommit.analysis.reuse;

import io.comfortcommit.analysis.embedding.Vectors;
import java.util.List;

/** A message that a person approved, with the change that it was for. */
public final class PastDraft {
    private final float[] vector;
    private final List<float[]> functions;
    private final String message;
    private final Outline outline;

    /**
     * @param vector of the whole change, of length 1
     * @param functions vectors of the functions that carry it, of length 1; empty where they aren't known
     */
    public PastDraft(float[] vector, List<float[]> functions, String message, Outline outline) {
        this.vector = vector.clone();
        this.functions = functions.stream().map(float[]::clone).toList();
        this.message = message;
        this.outline = outline;
    }

    /** The same change with another message. */
    public PastDraft saying(String other) {
        return new PastDraft(vector, functions, other, outline);
    }

    /** A copy. */
    public float[] vector() {
        return vector.clone();
    }

    /** Copies. */
    public List<float[]> functions() {
        return functions.stream().map(float[]::clone).toList();
    }

    double cosine(float[] other) {
        return Vectors.cosine(vector, other);
    }

    /** Of the one that is least like any of this draft's; -1 where there are not as many. */
    double cosine(List<float[]> others) {
        return others.size() != functions.size()
                ? -1
                : others.stream()
                        .mapToDouble(other -> functions.stream()
                                .mapToDouble(own -> Vectors.cosine(own, other))
                                .max()
                                .orElse(-1))
                        .min()
                        .orElse(-1);
    }

    public String message() {
        return message;
    }

    public Outline outline() {
        return outline;
    }
}
