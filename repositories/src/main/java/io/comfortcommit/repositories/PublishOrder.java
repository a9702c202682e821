package io.comfortcommit.repositories;

import io.comfortcommit.messages.draft.DraftId;
import java.time.Instant;

/**
 * An approved draft to be pushed.
 *
 * @param message the approved message, whole
 * @param approvedAt the committer date
 */
public record PublishOrder(DraftId draftId, String message, Instant approvedAt) {}
