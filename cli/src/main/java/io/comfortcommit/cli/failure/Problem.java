package io.comfortcommit.cli.failure;

/** What the command line itself finds wrong. The names are stable: scripts read them in {@code error.code}. */
public enum Problem {
    GIT_MISSING(ExitCode.FAILED),
    /** Arguments: the git command, what it said. */
    GIT_FAILED(ExitCode.FAILED),
    /** Argument: the path. */
    NOT_A_REPOSITORY(ExitCode.REFUSED),
    /** Argument: the path. */
    UNSAFE_REPOSITORY(ExitCode.REFUSED),
    /** Argument: the path. */
    NO_WORK_TREE(ExitCode.REFUSED),
    UNSUPPORTED_OBJECT_FORMAT(ExitCode.REFUSED),
    DETACHED_HEAD(ExitCode.REFUSED),
    MERGE_IN_PROGRESS(ExitCode.REFUSED),
    REBASE_IN_PROGRESS(ExitCode.REFUSED),
    CHERRY_PICK_IN_PROGRESS(ExitCode.REFUSED),
    REVERT_IN_PROGRESS(ExitCode.REFUSED),
    /** Argument: paths. */
    UNMERGED_FILES(ExitCode.REFUSED),
    /** Argument: paths. */
    CONFLICT_MARKERS(ExitCode.REFUSED),
    /** Argument: paths. */
    NESTED_REPOSITORY(ExitCode.REFUSED),
    /** Argument: paths. */
    SUBMODULE_NOT_PUSHED(ExitCode.REFUSED),
    /** Argument: its URL or id. */
    REPOSITORY_NOT_TRACKED(ExitCode.REFUSED),
    /** Arguments: its URL, the ids that fit. */
    REPOSITORY_AMBIGUOUS(ExitCode.REFUSED),
    /** Argument: branch. */
    NO_REMOTE(ExitCode.REFUSED),
    /** Argument: name of the remote. */
    REMOTE_HAS_PASSWORD(ExitCode.REFUSED),
    NO_IDENTITY(ExitCode.REFUSED),
    /** Argument: what git-lfs said. */
    LFS_NOT_UPLOADED(ExitCode.REFUSED),
    INDEX_LOCKED(ExitCode.REFUSED),
    /** Argument: the path. */
    NO_COMMITS(ExitCode.REFUSED),
    /** Argument: what was wrong. */
    HISTORY_UNREADABLE(ExitCode.FAILED),
    /** Argument: the folder. */
    HOOKS_SHARED(ExitCode.REFUSED),
    NO_PAIRING_CODE(ExitCode.USAGE),
    NO_SERVER(ExitCode.UNREACHABLE),
    /** It ended by itself and may come back. Argument: URL. */
    SERVER_STOPPED(ExitCode.UNREACHABLE),
    /** Argument: URL. */
    SERVER_UNREACHABLE(ExitCode.UNREACHABLE),
    /** Argument: URL. */
    NOT_THE_SERVER(ExitCode.UNREACHABLE),
    /** Argument: URL. */
    SERVER_URL_INVALID(ExitCode.USAGE),
    /** Argument: what was given. */
    DRAFT_NOT_FOUND(ExitCode.REFUSED),
    /** Arguments: what was given, the drafts that it fits. */
    DRAFT_AMBIGUOUS(ExitCode.USAGE),
    /** Arguments: expected version, actual version, status, message. */
    STALE_VERSION(ExitCode.REFUSED),
    /** Arguments: kinds and places, the draft, one of the places. */
    SECRETS_FOUND(ExitCode.REFUSED),
    /** Arguments: what was given, the kinds and places that there are. */
    FINDING_NOT_FOUND(ExitCode.USAGE),
    /** Argument: what was given. */
    NOT_A_TIME(ExitCode.USAGE),
    /** Argument: what was given. */
    NO_QUIET_HOURS(ExitCode.USAGE),
    ZONE_OF_WHAT(ExitCode.USAGE),
    CSV_OR_JSON(ExitCode.USAGE),
    SEARCH_FOR_WHAT(ExitCode.USAGE),
    REPLAY_OF_WHAT(ExitCode.USAGE),
    /** Argument: what was given. */
    NO_SUCH_PROJECTION(ExitCode.REFUSED),
    EXPORT_WITHOUT_KEY(ExitCode.USAGE),
    ERASE_WHOM(ExitCode.USAGE),
    ERASE_UNCONFIRMED(ExitCode.USAGE),
    /** Argument: the file. */
    FILE_UNREADABLE(ExitCode.REFUSED),
    /** Arguments: the file, what is wrong with it. */
    NOT_A_CHECKPOINT(ExitCode.REFUSED),
    /** Arguments: where the key comes from, what is wrong with it. */
    NOT_A_KEY(ExitCode.REFUSED),
    /** Argument: the file. */
    NOT_AN_EXPORT(ExitCode.REFUSED),
    SPLIT_HAS_ITS_MESSAGES(ExitCode.USAGE),
    /** Argument: draft. */
    NOTHING_TO_SPLIT(ExitCode.REFUSED),
    /** Arguments: seconds, status. */
    WAITED_TOO_LONG(ExitCode.FAILED),
    /** Arguments: status. */
    ENDED_OTHERWISE(ExitCode.FAILED),
    /** Arguments: what failed, what the remote said. */
    PUSH_FAILED(ExitCode.FAILED),
    /** Argument: branch. */
    SYNC_LOCAL_COMMITS(ExitCode.REFUSED),
    /** Argument: paths. */
    SYNC_FILES_CHANGED_TWICE(ExitCode.REFUSED),
    /** Argument: what git said. */
    SYNC_FILES_IN_THE_WAY(ExitCode.REFUSED),
    /** Argument: draft. */
    SYNC_SNAPSHOT_GONE(ExitCode.REFUSED),
    SYNC_BRANCH_MOVED(ExitCode.REFUSED),
    SYNC_NOTHING_TO_UNDO(ExitCode.REFUSED),
    /** Arguments: branch, commit. */
    SYNC_UNDO_MOVED(ExitCode.REFUSED),
    /** Argument: paths. */
    SYNC_UNDO_CHANGED(ExitCode.REFUSED),
    SYNC_UNDO_STAGED(ExitCode.REFUSED),
    /** Arguments: remote, what git said. */
    FETCH_FAILED(ExitCode.FAILED),
    /** Argument: commit. */
    PUSHED_COMMIT_MISSING(ExitCode.FAILED),
    /** Argument: object id. */
    OBJECTS_NOT_HERE(ExitCode.REFUSED),
    /** Argument: what was given. */
    NOT_FOR_THIS_DESK(ExitCode.REFUSED),
    NO_LAUNCHER(ExitCode.FAILED),
    /** Argument: the server's last words. */
    TRY_SERVER_FAILED(ExitCode.FAILED),
    /** Argument: what differs. */
    TRY_NOT_AS_CAPTURED(ExitCode.FAILED),
    /** Argument: what became of the draft. */
    TRY_NOT_PUSHED(ExitCode.FAILED),
    /** Argument: kinds and places. */
    TRY_SECRETS_FOUND(ExitCode.REFUSED),
    /** Argument: what is missing. */
    TRY_OBJECTS_MISSING(ExitCode.REFUSED),
    /** Argument: what happened. */
    UNEXPECTED(ExitCode.FAILED);

    private final int exitCode;

    Problem(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
