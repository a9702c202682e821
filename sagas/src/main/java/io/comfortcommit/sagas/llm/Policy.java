package io.comfortcommit.sagas.llm;

/** Which models may see a repository's changes. */
enum Policy {
    NONE,
    SELF_HOSTED,
    ANY;

    boolean allows(boolean selfHosted) {
        return switch (this) {
            case NONE -> false;
            case SELF_HOSTED -> selfHosted;
            case ANY -> true;
        };
    }
}
