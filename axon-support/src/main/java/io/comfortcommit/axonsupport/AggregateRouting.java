package io.comfortcommit.axonsupport;

import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.notification.NotificationCommand;
import io.comfortcommit.messages.privacy.ErasureCommand;
import io.comfortcommit.messages.projection.ProjectionCommand;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand;
import io.comfortcommit.messages.search.ReconcileSearch;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/**
 * Which aggregate a command is for. Commands say it by their type, so that {@code messages} needs no annotation of Axon's.
 */
public final class AggregateRouting {
    private AggregateRouting() {}

    /** @throws IllegalArgumentException for a command that is for no aggregate of ours */
    public static VersionedAggregateIdentifier target(CommandMessage<?> command) {
        return new VersionedAggregateIdentifier(key(command), null);
    }

    /** What commands of one aggregate, or of one user, have in common, so that one process handles them all. */
    public static String key(CommandMessage<?> command) {
        return switch (command.getPayload()) {
            case CommitDraftCommand draft -> draft.draftId().toString();
            case TrackedRepositoryCommand repository ->
                repository.repositoryId().toString();
            case ProjectionCommand projection -> projection.projection();
            case NotificationCommand notification -> notification.user().toString();
            case ErasureCommand erasure -> erasure.person().toString();
            case ReconcileSearch _ -> ReconcileSearch.class.getSimpleName();
            default ->
                throw new IllegalArgumentException("no aggregate takes commands of "
                        + command.getPayloadType().getName());
        };
    }
}
