package io.comfortcommit.analysis.reuse;

import io.comfortcommit.analysis.embedding.Vectors;

/** A message that a person approved, with the change that it was for. */
public final class PastDraft {
    private final float[] vector;
    private final String message;
    private final Outline outline;

    /** @param vector of length 1 */
    public PastDraft(float[] vector, String message, Outline outline) {
        this.vector = vector.clone();
        this.message = message;
        this.outline = outline;
    }

    /** A copy. */
    public float[] vector() {
        return vector.clone();
    }

    double cosine(float[] other) {
        return Vectors.cosine(vector, other);
    }

    public String message() {
        return message;
    }

    public Outline outline() {
        return outline;
    }
}
