package io.comfortcommit.sagas.activity;

import java.util.Locale;

/** The kinds of activities. Their names are stored. */
public enum ActivityKind {
    DRAFTING,
    REDRAFTING,
    PUBLISHING,
    REMEMBERING,
    FORGETTING,
    SUPERSEDING,
    NOTIFYING,
    SETTLING,
    REMINDER,
    EXPIRY;

    /** Name of the task, stable. */
    public String taskName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ActivityKind ofTaskName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
