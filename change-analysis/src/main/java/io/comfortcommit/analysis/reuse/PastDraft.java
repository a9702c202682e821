package io.comfortcommit.analysis.reuse;

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

    float[] vector() {
        return vector;
    }

    public String message() {
        return message;
    }

    public Outline outline() {
        return outline;
    }
}
