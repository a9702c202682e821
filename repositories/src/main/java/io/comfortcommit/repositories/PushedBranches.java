package io.comfortcommit.repositories;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Branches {@code wip/…} of tracked remotes. Every call blocks; all but {@link #tracked} may wait for the remote. */
public interface PushedBranches {
    /** A remote that a user tracks; the URL is canonical. */
    record Tracked(RepositoryId id, String remote) {}

    /** Those whose code may come to the server. */
    List<Tracked> tracked(UserId owner);

    /**
     * Where the branches {@code wip/…} of a remote stand now.
     *
     * @return object ids by short name
     * @throws RefusedException {@link RefusedException.Reason#REMOTE_UNREACHABLE}, or
     *     {@link RefusedException.Reason#AGENT_ONLY} before anything is fetched
     */
    Map<String, String> heads(UserId caller, RepositoryId repository);

    /**
     * Takes in what a branch holds now, whatever it held when somebody told of it: all of it on top of the branch that it
     * is meant for, as one capture. {@code wip/<branch>} and {@code wip/<branch>/<anything>} are meant for
     * {@code <branch>}, or if the remote has no such branch, for its default branch. Once for each head; a new head takes
     * the place of the one before on the branch's lane.
     *
     * @return empty if the branch is gone, or what it holds is too old
     * @throws RefusedException as {@link Repositories#ingest}
     */
    Optional<IngestedCapture> take(PushedBranch pushed);
}
