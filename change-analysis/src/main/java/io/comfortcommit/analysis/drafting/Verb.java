package io.comfortcommit.analysis.drafting;

import java.util.Locale;

/** What a change does to something; each has its phrase in the bundle {@code phrases}. */
enum Verb {
    START,
    ADD,
    /** A new file, said with what it declares. */
    ADD_WITH,
    REMOVE,
    RENAME,
    MOVE,
    COPY,
    CHANGE,

    CHANGE_SIGNATURE,
    DEPRECATE,
    CHECK_NULL,
    HANDLE_EXCEPTIONS,
    GUARD,
    CHANGE_CONDITION,
    CHANGE_RESULT,
    CHANGE_VALUE,
    REWORD,
    LOG,

    COMMENT,
    REFORMAT,
    REORDER,
    IMPORTS,

    COVER,
    EXTEND_TESTS,
    CHANGE_TESTS,
    REMOVE_TESTS,
    MOVE_TESTS,

    ADD_SECTION,
    REVISE,

    ADD_DEPENDENCY,
    REMOVE_DEPENDENCY,
    BUMP,

    SET_KEY,
    CHANGE_KEY,
    REMOVE_KEY,

    REPLACE,
    MAKE_EXECUTABLE,
    MAKE_PLAIN,
    CHANGE_MODE,
    LINK,
    RELINK,
    UNLINK,
    ADD_SUBMODULE,
    MOVE_SUBMODULE,
    REMOVE_SUBMODULE,

    UPDATE,
    REGENERATE;

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the names belong to the place they are in, so that one name is best said as {@code Place.name}. */
    boolean ofMember() {
        return switch (this) {
            case CHANGE, CHANGE_SIGNATURE, DEPRECATE, CHECK_NULL, HANDLE_EXCEPTIONS, GUARD -> true;
            case CHANGE_CONDITION, CHANGE_RESULT, CHANGE_VALUE, REWORD, LOG -> true;
            default -> false;
        };
    }

    /** Of those, whether the phrase has room for a place beside the names. */
    boolean saysPlace() {
        return this == CHANGE || this == CHANGE_SIGNATURE || this == DEPRECATE;
    }

    /** Whether what it is done to is a defect more often than not. */
    boolean corrects() {
        return switch (this) {
            case CHECK_NULL, HANDLE_EXCEPTIONS, GUARD, CHANGE_CONDITION, CHANGE_RESULT, CHANGE_VALUE, REWORD -> true;
            default -> false;
        };
    }
}
