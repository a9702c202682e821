package io.comfortcommit.gateway;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.FoundMembers;
import io.comfortcommit.messages.repository.FoundMembers.Member;
import io.comfortcommit.messages.repository.FoundRepositories;
import io.comfortcommit.messages.repository.FoundRepositories.View;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.AddMember;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.ChooseDrafting;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.RemoveMember;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindMembers;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindRepositories;
import io.comfortcommit.messages.repository.TrackedRepositoryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.queryhandling.QueryHandler;

/** Tracked repositories and their members, in memory; remembers with what each member was changed. */
public final class MemoryMembers {
    static final Instant SINCE = Instant.parse("2026-11-01T09:00:00Z");

    private record Tracked(UserId owner, View view, Map<UserId, Member> members) {
        Tracked drafting(DraftingChoice chosen) {
            return new Tracked(
                    owner,
                    new View(view.repositoryId(), view.remote(), view.defaultBranch(), view.trackedAt(), chosen),
                    members);
        }
    }

    private final Map<RepositoryId, Tracked> repositories = new LinkedHashMap<>();
    private final List<MetaData> changes = new ArrayList<>();
    private boolean standingStill;
    private int shown;

    public synchronized RepositoryId track(UserId owner, String remote) {
        RepositoryId id = new RepositoryId(UUID.randomUUID());
        repositories.put(
                id,
                new Tracked(owner, new View(id, remote, "main", SINCE, DraftingChoice.NONE), new LinkedHashMap<>()));
        return id;
    }

    public synchronized void forget() {
        repositories.clear();
        changes.clear();
        standingStill = false;
        shown = 0;
    }

    /** From now on changes are stored and not shown. */
    public synchronized void standStill() {
        standingStill = true;
    }

    /** As an operator did by SQL, who may have mistyped the id. */
    public synchronized void put(RepositoryId repository, UserId member) {
        Objects.requireNonNull(repositories.get(repository)).members().put(member, new Member(member, SINCE));
    }

    public synchronized DraftingChoice drafting(RepositoryId repository) {
        return Objects.requireNonNull(repositories.get(repository)).view().drafting();
    }

    public synchronized List<MetaData> changes() {
        return List.copyOf(changes);
    }

    @CommandHandler
    synchronized TrackedRepositoryState handle(AddMember command, MetaData metaData) {
        Tracked tracked = of(command.repositoryId(), command.caller());
        Member added = new Member(command.member(), SINCE);
        return changed(command.repositoryId(), metaData, () -> tracked.members().putIfAbsent(added.user(), added));
    }

    @CommandHandler
    synchronized TrackedRepositoryState handle(RemoveMember command, MetaData metaData) {
        Tracked tracked = of(command.repositoryId(), command.caller());
        return changed(command.repositoryId(), metaData, () -> tracked.members().remove(command.member()));
    }

    @CommandHandler
    synchronized DraftingChoice handle(ChooseDrafting command, MetaData metaData) {
        Tracked tracked = of(command.repositoryId(), command.caller());
        DraftingChoice before = tracked.view().drafting();
        DraftingChoice chosen = new DraftingChoice(
                Objects.requireNonNullElse(command.language(), before.language()),
                Objects.requireNonNullElse(command.gitmoji(), before.gitmoji()));
        changes.add(metaData);
        repositories.put(command.repositoryId(), tracked.drafting(chosen));
        return chosen;
    }

    private TrackedRepositoryState changed(RepositoryId repository, MetaData metaData, Runnable change) {
        changes.add(metaData);
        if (!standingStill) {
            change.run();
            shown = changes.size();
        }
        return new TrackedRepositoryState(repository, changes.size());
    }

    private Tracked of(RepositoryId repository, UserId caller) {
        Tracked tracked = repositories.get(repository);
        if (tracked == null || !tracked.owner().equals(caller)) {
            Rejection unknown = new Rejection.UnknownRepository(repository);
            throw new CommandExecutionException(unknown.code(), null, unknown);
        }
        return tracked;
    }

    @QueryHandler
    synchronized FoundRepositories handle(FindRepositories query) {
        return new FoundRepositories(repositories.values().stream()
                .filter(tracked -> tracked.owner().equals(query.caller()))
                .map(Tracked::view)
                .toList());
    }

    @QueryHandler
    synchronized FoundMembers handle(FindMembers query) {
        Tracked tracked = repositories.get(query.repositoryId());
        return new FoundMembers(
                tracked == null || !tracked.owner().equals(query.caller())
                        ? null
                        : List.copyOf(tracked.members().values()),
                shown);
    }
}
