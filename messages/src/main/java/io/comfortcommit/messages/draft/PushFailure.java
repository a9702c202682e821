package io.comfortcommit.messages.draft;

/** Why an approved draft could not be pushed. */
public enum PushFailure {
    /** The remote did not answer, or is gone, for as long as was tried. */
    REMOTE_UNREACHABLE,
    /** Nobody said that the remote is who it says it is: its host key or certificate is not known. */
    REMOTE_NOT_TRUSTED,
    /** The remote refused the commit on its branch and beside it. */
    REMOTE_REFUSED,
    /** The branch kept moving for as long as was tried. */
    BRANCH_KEEPS_MOVING,
    /** All of the change is on the branch already; there is nothing left to commit. */
    NOTHING_LEFT_TO_COMMIT,
    /** The server no longer has what was captured. */
    CAPTURE_LOST,
    /** The commit could not be signed with the key that is set for the repository; nothing was pushed. */
    SIGNING_FAILED,
    /** A hook of the author's own git refused the commit or the push. */
    HOOK_REFUSED,
    /** The commit is for the author's machine to make, and nobody was there to do it for as long as was waited. */
    AGENT_AWAY,
    /** Since the capture the repository was left to agents, so that the server pushes nothing more there. */
    AGENT_ONLY
}
