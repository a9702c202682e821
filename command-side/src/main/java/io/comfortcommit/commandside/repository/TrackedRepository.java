package io.comfortcommit.commandside.repository;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.AddMember;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.ChooseDrafting;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.MembershipCommand;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.OwnersCommand;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.RemoveMember;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.TrackRepository;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.DraftingChosen;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberAdded;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.MemberRemoved;
import io.comfortcommit.messages.repository.TrackedRepositoryEvent.RepositoryTracked;
import io.comfortcommit.messages.repository.TrackedRepositoryState;
import java.time.Clock;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A repository that captures come from and commits go to, who but its owner sees what is drafted for it, and how it is
 * drafted.
 */
class TrackedRepository {
    @AggregateIdentifier
    private @Nullable RepositoryId repositoryId;

    private @Nullable UserId owner;
    private final Set<UserId> members = new HashSet<>();
    private final Set<UserId> removed = new HashSet<>();
    private DraftingChoice drafting = DraftingChoice.NONE;

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

    @CommandHandler
    TrackedRepositoryState handle(AddMember command, Clock clock) {
        UserId owner = owner(command);
        if (!command.member().equals(owner) && !members.contains(command.member())) {
            AggregateLifecycle.apply(new MemberAdded(command.repositoryId(), owner, command.member(), clock.instant()));
        }
        return state(command);
    }

    /**
     * Who is unknown here may have been a member before there were events of it. So it is said once of anybody, and says no
     * more than that they are no member from then on.
     */
    @CommandHandler
    TrackedRepositoryState handle(RemoveMember command, Clock clock) {
        UserId owner = owner(command);
        if (!command.member().equals(owner) && !removed.contains(command.member())) {
            AggregateLifecycle.apply(
                    new MemberRemoved(command.repositoryId(), owner, command.member(), clock.instant()));
        }
        return state(command);
    }

    @CommandHandler
    DraftingChoice handle(ChooseDrafting command, Clock clock) {
        UserId owner = owner(command);
        DraftingChoice chosen = new DraftingChoice(
                Objects.requireNonNullElse(command.language(), drafting.language()),
                Objects.requireNonNullElse(command.gitmoji(), drafting.gitmoji()));
        if (!chosen.equals(drafting)) {
            AggregateLifecycle.apply(new DraftingChosen(
                    command.repositoryId(), owner, chosen.language(), chosen.gitmoji(), clock.instant()));
        }
        return chosen;
    }

    private UserId owner(OwnersCommand command) {
        if (!command.caller().equals(owner)) {
            throw new AggregateNotFoundException(command.repositoryId().toString(), "not the caller's");
        }
        return command.caller();
    }

    private static TrackedRepositoryState state(MembershipCommand command) {
        return new TrackedRepositoryState(
                command.repositoryId(), Objects.requireNonNull(AggregateLifecycle.getVersion()));
    }

    @EventSourcingHandler
    void on(TrackedRepositoryEvent event) {
        switch (event) {
            case RepositoryTracked tracked -> {
                repositoryId = tracked.repositoryId();
                owner = tracked.owner();
            }
            case DraftingChosen chosen -> drafting = chosen.choice();
            case MemberAdded added -> {
                members.add(added.member());
                removed.remove(added.member());
            }
            case MemberRemoved gone -> {
                members.remove(gone.member());
                removed.add(gone.member());
            }
        }
    }
}
