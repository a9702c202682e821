package io.comfortcommit.messages.draft;

/** Why no pull request could be opened for a side branch. */
public enum PullRequestTrouble {
    /** The host does not know the token (401), or the settings name one that is not there. */
    TOKEN_TURNED_AWAY,
    /** The token lacks the right to open pull requests (403). */
    FORBIDDEN,
    /** The host does not know the repository, or does not show it to the token (404). */
    NOT_FOUND,
    /** The host refused the pull request itself (409, 422). */
    REFUSED,
    /** The host wants to be asked less often (429, and 403 with its own words). */
    RATE_LIMITED,
    /** The host's API did not answer, or with something else. */
    UNREACHABLE
}
