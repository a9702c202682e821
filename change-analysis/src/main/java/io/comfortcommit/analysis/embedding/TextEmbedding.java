package io.comfortcommit.analysis.embedding;

import java.util.Optional;

/** {@code embedding_bert}: a text as {@value #DIMENSIONS} numbers that a language model gives it. Thread-safe. */
public interface TextEmbedding {
    int DIMENSIONS = 1536;

    /** Whose numbers they are. Vectors of two models mean different things and are never compared. */
    String model();

    /** @return of length 1, with zeros behind a model's own dimensions; empty where the model can't be asked now */
    Optional<float[]> embed(String text);

    /**
     * As many numbers as all models have; zeros change no cosine.
     *
     * @param vector of any length but zero
     * @return of length 1
     */
    static float[] padded(float[] vector) {
        if (vector.length > DIMENSIONS) {
            throw new IllegalArgumentException(vector.length + " dimensions, more than " + DIMENSIONS);
        }
        var sums = new double[DIMENSIONS];
        for (int i = 0; i < vector.length; i++) {
            sums[i] = vector[i];
        }
        return Vectors.unit(sums);
    }
}
