package io.comfortcommit.analysis.drafting;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types of Conventional Commits, as in the Angular convention. */
enum CommitType {
    FEAT,
    FIX,
    REFACTOR,
    PERF,
    STYLE,
    DOCS,
    TEST,
    BUILD,
    CI,
    CHORE;

    /** Empty for a type of a project's own. */
    static Optional<CommitType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** As it stands in a subject. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
