package io.comfortcommit.standalone.refusal;

/** Why the server did not start; each has a text per language under the same name. */
public enum Refusal {
    /** Argument: the pid that holds the folder. */
    DATA_FOLDER_IN_USE,
    /** Argument: the folder. */
    DATA_FOLDER_NOT_USABLE,
    /** Argument: the folder. */
    DATA_FOLDER_NAME,
    /** Argument: operating system and architecture. */
    NO_POSTGRES_FOR_PLATFORM,
    /** Arguments: major version of the data, of the binaries. */
    POSTGRES_MAJOR_DIFFERS,
    /** Arguments: setting, its value. */
    POSTGRES_NOT_DURABLE,
    /** Argument: the pid. */
    POSTGRES_OF_SOMEBODY_ELSE,
    POSTGRES_AS_ROOT,
    /** Argument: the folder that an unprivileged user can't enter. */
    POSTGRES_FOLDER_CLOSED,
    /** Argument: what the server said last. */
    POSTGRES_DID_NOT_START,
    /** Argument: what the program said. */
    POSTGRES_NOT_INITIALISED,
    /** Argument: the option. */
    OPTION_UNKNOWN,
    /** Arguments: the option, its value. */
    OPTION_INVALID,
    /** Argument: host. */
    HOST_NOT_LOOPBACK,
    /** Argument: port. */
    PORT_IN_USE
}
