package io.comfortcommit.repositories.hosts;

import io.comfortcommit.messages.draft.PullRequestTrouble;
import org.jspecify.annotations.Nullable;

/** The host's API did not do what it was asked for. The message holds its own words, never the token. */
public final class HostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final PullRequestTrouble trouble;

    public HostException(PullRequestTrouble trouble, String words, @Nullable Throwable cause) {
        super(words, cause);
        this.trouble = trouble;
    }

    public PullRequestTrouble trouble() {
        return trouble;
    }

    /** In the host's words where it spoke. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
