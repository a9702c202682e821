package io.comfortcommit.analysis.embedding;

/** Arithmetic of vectors of length 1. */
public final class Vectors {
    private Vectors() {}

    static float[] unit(double[] sums) {
        var square = 0.0;
        for (var sum : sums) {
            square += sum * sum;
        }
        var unit = new float[sums.length];
        for (int i = 0; square > 0 && i < sums.length; i++) {
            unit[i] = (float) (sums[i] / Math.sqrt(square));
        }
        return unit;
    }

    /** The cosine, from -1 to 1, of two vectors of length 1 and equally many dimensions. */
    public static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(one.length + " and " + other.length + " dimensions");
        }
        var dot = 0f;
        for (int i = 0; i < one.length; i++) {
            dot += one[i] * other[i];
        }
        return dot;
    }
}
