package io.comfortcommit.repositories.hosts;

/** The repository of a remote, as its host's API knows it. Each call ends within half a minute. */
public interface CodeHost {
    /**
     * Whether the host says that it would refuse a push to a branch.
     *
     * @return false also where it says nothing about that
     */
    boolean refusesPushesTo(String branch) throws HostException;

    /**
     * Opens a pull request, or finds the one that is open for the branch already.
     *
     * @return its address for people, http or https
     */
    String pullRequest(PullRequestOrder order) throws HostException;
}
