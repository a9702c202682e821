package io.comfortcommit.gateway.graphql;

import graphql.analysis.FieldComplexityEnvironment;
import org.jspecify.annotations.Nullable;

/** What a field costs, so that a request is refused before it is worked on: a page costs its content times its size. */
final class FieldCost {
    private static final int TIMELINE = 10;
    private static final int DIFF = 50;
    /** The change is read and spoken of part by part. */
    private static final int SPLIT = 100;
    /** A model is asked for them. */
    private static final int CANDIDATES = 500;
    /** The size of a page where none is given; stands in the schema too. */
    static final int PAGE = 20;

    private FieldCost() {}

    static int of(FieldComplexityEnvironment field, int children) {
        return switch (field.getField().getName()) {
            case "drafts", "auditLog", "search" ->
                1 + children * size(field.getArguments().get("first"));
            case "timeline" -> TIMELINE + children;
            case "diff" -> DIFF + children;
            case "split" -> SPLIT + children;
            case "candidates" -> CANDIDATES + children;
            default -> 1 + children;
        };
    }

    private static int size(@Nullable Object first) {
        return first instanceof Integer size && size > 0 ? Math.min(size, 100) : PAGE;
    }
}
