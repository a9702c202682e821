package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.login.Accounts;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.repository.DraftingChoice;
import io.comfortcommit.messages.repository.DraftingLanguage;
import io.comfortcommit.messages.repository.FoundMembers.Member;
import io.comfortcommit.messages.repository.FoundRepositories;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.AddMember;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.ChooseDrafting;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.MembershipCommand;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.RemoveMember;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindMembers;
import io.comfortcommit.messages.repository.TrackedRepositoryQuery.FindRepositories;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The fields of the schema that are about repositories: who sees what is drafted for one, and how it is drafted. */
@Controller
class RepositoryController {
    /** Of the repository's events none in particular. */
    private static final long WHATEVER_THERE_IS = -1;

    private final Queries queries;
    private final Commands commands;
    private final Accounts accounts;
    private final Offload offload;

    RepositoryController(Queries queries, Commands commands, Accounts accounts, Offload offload) {
        this.queries = queries;
        this.commands = commands;
        this.accounts = accounts;
        this.offload = offload;
    }

    record Repository(String id, String remote, String defaultBranch, Instant trackedAt, DraftingChoice drafting) {
        static Repository of(FoundRepositories.View view) {
            return new Repository(
                    view.repositoryId().toString(),
                    view.remote(),
                    view.defaultBranch(),
                    view.trackedAt(),
                    view.drafting());
        }
    }

    record SetDraftingInput(
            String repositoryId,
            @Nullable DraftingLanguage language,
            @Nullable Boolean gitmoji) {}

    record SetDraftingPayload(DraftingChoice drafting) {}

    record AddMemberInput(String repositoryId, String person) {}

    record AddMemberPayload(List<Member> members) {}

    record RemoveMemberInput(String repositoryId, String person) {}

    record RemoveMemberPayload(List<Member> members) {}

    @Requires(Action.MEMBER_READ)
    @QueryMapping
    Mono<List<Repository>> repositories(@AuthenticationPrincipal Caller caller) {
        return queries.ask(new FindRepositories(caller.user()))
                .map(found -> found.stream().map(Repository::of).toList());
    }

    @Requires(Action.REPOSITORY_CONFIGURE)
    @MutationMapping
    Mono<SetDraftingPayload> setDrafting(
            @Argument SetDraftingInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        RepositoryId repository = repository(input.repositoryId());
        Origin origin = origin(caller, repository, context);
        return offload.call(() -> commands.send(
                        new ChooseDrafting(repository, caller.user(), input.language(), input.gitmoji()), origin))
                .doOnNext(_ -> RequestFacts.concerns(repository, context))
                .map(SetDraftingPayload::new);
    }

    @Requires(Action.MEMBER_READ)
    @QueryMapping
    Mono<List<Member>> members(
            @Argument String repositoryId, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        RepositoryId repository = repository(repositoryId);
        return members(caller, repository, WHATEVER_THERE_IS).doOnNext(_ -> RequestFacts.concerns(repository, context));
    }

    @Requires(Action.MEMBER_ADD)
    @MutationMapping
    Mono<AddMemberPayload> addMember(
            @Argument AddMemberInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        RepositoryId repository = repository(input.repositoryId());
        return change(
                        caller,
                        repository,
                        _ -> accounts.known(input.person()),
                        member -> new AddMember(repository, caller.user(), member),
                        context)
                .map(AddMemberPayload::new);
    }

    @Requires(Action.MEMBER_REMOVE)
    @MutationMapping
    Mono<RemoveMemberPayload> removeMember(
            @Argument RemoveMemberInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        RepositoryId repository = repository(input.repositoryId());
        return change(
                        caller,
                        repository,
                        members -> meant(input.person(), members),
                        member -> new RemoveMember(repository, caller.user(), member),
                        context)
                .map(RemoveMemberPayload::new);
    }

    /** A member need not have signed in: an operator may have mistyped an id. */
    private Set<UserId> meant(String person, List<Member> members) {
        Set<UserId> known = accounts.known(person);
        return !known.isEmpty()
                ? known
                : members.stream()
                        .map(Member::user)
                        .filter(user -> user.toString().equalsIgnoreCase(person.strip()))
                        .collect(Collectors.toSet());
    }

    /**
     * Who owns no such repository is not told whom the server knows.
     *
     * @param meant of the members, who is to be added or removed; blocks
     */
    private Mono<List<Member>> change(
            Caller caller,
            RepositoryId repository,
            Function<List<Member>, Set<UserId>> meant,
            Function<UserId, MembershipCommand> command,
            GraphQLContext context) {
        Origin origin = origin(caller, repository, context);
        return members(caller, repository, WHATEVER_THERE_IS)
                .doOnNext(_ -> RequestFacts.concerns(repository, context))
                .flatMap(members -> offload.call(() -> {
                    Set<UserId> users = meant.apply(members);
                    if (users.isEmpty()) {
                        throw Problem.of(Code.PERSON_NOT_FOUND).asException();
                    }
                    long newest = WHATEVER_THERE_IS;
                    for (UserId member : users) {
                        newest = commands.send(command.apply(member), origin).sequence();
                    }
                    return newest;
                }))
                .flatMap(newest -> members(caller, repository, newest));
    }

    private static Origin origin(Caller caller, RepositoryId repository, GraphQLContext context) {
        return Origin.user(
                RequestFacts.trace(context).id(),
                caller.user(),
                repository,
                Client.of(RequestFacts.headers(context), caller));
    }

    private Mono<List<Member>> members(Caller caller, RepositoryId repository, long atLeast) {
        return queries.ask(new FindMembers(caller.user(), repository, atLeast)).map(found -> {
            List<Member> members = found.members();
            if (members == null) {
                throw Problem.unknownRepository(repository).asException();
            }
            if (found.reached() < atLeast) {
                throw Problem.notYetInForce().asException();
            }
            return members;
        });
    }

    private static RepositoryId repository(String id) {
        return new RepositoryId(Fields.uuid(id, "repositoryId"));
    }
}
