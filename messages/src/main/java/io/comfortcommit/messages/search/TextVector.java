package io.comfortcommit.messages.search;

import java.util.List;

/** @param numbers {@value #DIMENSIONS} of them, of length 1; empty where no model can be asked */
public record TextVector(List<Float> numbers) {
    public static final int DIMENSIONS = 384;

    public static final TextVector NONE = new TextVector(List.of());

    public TextVector {
        numbers = List.copyOf(numbers);
    }
}
