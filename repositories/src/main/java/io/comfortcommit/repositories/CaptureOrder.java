package io.comfortcommit.repositories;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the bundle that it sends.
 *
 * @param snapshot object id of the captured commit, the bundle's only ref
 * @param base object id of the commit the desk stood on, the snapshot's only parent; null before the first commit
 * @param branch short name of the branch the change is for
 */
public record CaptureOrder(
        CaptureId captureId,
        RepositoryId repositoryId,
        UserId caller,
        LaneId lane,
        String snapshot,
        @Nullable String base,
        String branch,
        CaptureMode mode,
        GitAuthor author,
        Instant capturedAt,
        String client) {}
