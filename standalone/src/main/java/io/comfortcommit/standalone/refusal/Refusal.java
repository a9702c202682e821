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
    /** Arguments: the option, the command. */
    OPTION_UNKNOWN,
    /** Arguments: the option, its value, the command. */
    OPTION_INVALID,
    /** Argument: host. */
    HOST_NOT_LOOPBACK,
    /** Argument: port. */
    PORT_IN_USE,
    /** Argument: the data folder. */
    NOTHING_TO_BACK_UP,
    /** Arguments: the file, why. */
    BACKUP_NOT_WRITTEN,
    /** Argument: why. */
    BACKUP_DATABASE,
    /** Argument: what is wrong. */
    BACKUP_CHAIN_BROKEN,
    /** Arguments: the secret, the folder where it should be. */
    SECRET_MISSING,
    /** Arguments: the secret, the folder where it is. */
    SECRET_OF_ANOTHER,
    /** Argument: the file. */
    NO_BACKUP,
    /** Argument: the file. */
    BACKUP_NEWER,
    /** Argument: the data folder. */
    RESTORE_NOT_EMPTY,
    /** Argument: the data folder. */
    RESTORE_UNFINISHED,
    /** Argument: what was found. */
    RESTORED_CHAIN_DIFFERS,
    /** The list of whom to erase again can't be read, or is another file. */
    NOT_ERASED_PEOPLE,
    /** Argument: why. */
    NOT_RESTORED
}
