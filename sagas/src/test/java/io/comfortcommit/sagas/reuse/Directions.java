package io.comfortcommit.sagas.reuse;

import java.util.Random;

/** Vectors of length 1; always the same ones. */
final class Directions {
    private static final long SEED = 20_261_123L;

    private final Random random = new Random(SEED);
    private final float[] asked;

    Directions(int dimensions) {
        this.asked = any(dimensions);
    }

    /** The one that others are near to. */
    float[] asked() {
        return asked.clone();
    }

    float[] any() {
        return any(asked.length);
    }

    private float[] any(int dimensions) {
        float[] vector = new float[dimensions];
        for (int place = 0; place < vector.length; place++) {
            vector[place] = (float) random.nextGaussian();
        }
        return scaled(vector);
    }

    /** At this cosine of what is asked for, nearly: two random directions of many dimensions are nearly at right angles. */
    float[] at(double cosine) {
        float[] other = any();
        float[] vector = new float[asked.length];
        for (int place = 0; place < vector.length; place++) {
            vector[place] = (float) (cosine * asked[place] + Math.sqrt(1 - cosine * cosine) * other[place]);
        }
        return scaled(vector);
    }

    private static float[] scaled(float[] vector) {
        double square = 0;
        for (float number : vector) {
            square += number * number;
        }
        for (int place = 0; place < vector.length; place++) {
            vector[place] /= (float) Math.sqrt(square);
        }
        return vector;
    }
}
