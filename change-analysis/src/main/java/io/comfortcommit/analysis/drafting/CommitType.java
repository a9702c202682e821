package io.comfortcommit.analysis.drafting;

import java.util.Locale;

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

    /** As it stands in a subject. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
