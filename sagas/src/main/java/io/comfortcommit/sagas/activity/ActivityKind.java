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

    /** Whether nobody looks at a screen until it is done: it leaves the processors to what somebody waits for. */
    boolean isBackground() {
        return switch (this) {
            case PUBLISHING, REMEMBERING, FORGETTING, SETTLING, REMINDER, EXPIRY -> true;
            case DRAFTING, REDRAFTING, SUPERSEDING, NOTIFYING -> false;
        };
    }

    static ActivityKind ofTaskName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
