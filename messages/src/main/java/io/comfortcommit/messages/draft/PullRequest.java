package io.comfortcommit.messages.draft;

import org.jspecify.annotations.Nullable;

/**
 * What became of the pull request for a side branch: it has either an address or a trouble.
 *
 * @param url address for people
 * @param trouble why there is none
 * @param words what the host said then
 */
public record PullRequest(
        @Nullable String url,
        @Nullable PullRequestTrouble trouble,
        @Nullable String words) {
    public PullRequest {
        if ((url == null) == (trouble == null)) {
            throw new IllegalArgumentException("a pull request has either an address or a trouble");
        }
    }

    public static PullRequest opened(String url) {
        return new PullRequest(url, null, null);
    }

    public static PullRequest notOpened(PullRequestTrouble trouble, String words) {
        return new PullRequest(null, trouble, words);
    }
}
