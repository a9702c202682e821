package io.comfortcommit.standalone.backup;

/** What is being done, for who waits. */
enum Stage {
    TABLES,
    MIRRORS,
    CHECKING,
    VERIFYING
}
