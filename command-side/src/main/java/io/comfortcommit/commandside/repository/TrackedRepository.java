package io.comfortcommit.commandside.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.TrackRepository;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A repository that captures come from and commits go to. */
class TrackedRepository {
    @AggregateIdentifier
    private @Nullable RepositoryId repositoryId;

    TrackedRepository() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(TrackRepository command, Clock clock) {
        if (repositoryId == null) {
            AggregateLifecycle.apply(new RepositoryTracked(
                    command.repositoryId(),
                    command.owner(),
                    command.remote(),
                    command.defaultBranch(),
                    clock.instant()));
        }
    }

    @EventSourcingHandler
    void on(TrackedRepositoryEvent event) {
        switch (event) {
            case RepositoryTracked tracked -> repositoryId = tracked.repositoryId();
        }
    }
}
