package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import graphql.relay.Connection;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.audit.EventNames;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.graphql.DraftLoaders.ModelFor;
import io.comfortcommit.gateway.graphql.DraftLoaders.TimelineOf;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.ClearFindings;
import io.comfortcommit.messages.draft.CommitDraftCommand.DiscardDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.EditDraft;
import io.comfortcommit.messages.draft.CommitDraftCommand.RedraftDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.Candidates.Candidate;
import io.comfortcommit.messages.query.DiffView;
import io.comfortcommit.messages.query.DraftQuery.FindCandidates;
import io.comfortcommit.messages.query.DraftQuery.FindDiff;
import io.comfortcommit.messages.query.DraftQuery.FindDraft;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import io.comfortcommit.messages.query.DraftQuery.FindModelUse;
import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.messages.query.DraftQuery.WatchWriting;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.messages.query.ModelUse;
import io.comfortcommit.messages.query.Timeline;
import io.comfortcommit.messages.query.TimelineEntry;
import io.comfortcommit.repositories.Repositories;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The fields of the schema. */
@Controller
class DraftController {
    private static final int LARGEST_PAGE = 100;

    private final Queries queries;
    private final Commands commands;
    private final Repositories repositories;
    private final MessageRules rules;
    private final Offload offload;

    DraftController(
            Queries queries, Commands commands, Repositories repositories, MessageRules rules, Offload offload) {
        this.queries = queries;
        this.commands = commands;
        this.repositories = repositories;
        this.rules = rules;
        this.offload = offload;
    }

    record EditDraftInput(String draftId, String message, long expectedVersion) {}

    record ApproveDraftInput(String draftId, @Nullable String message, long expectedVersion) {}

    record ClearFindingsInput(String draftId, List<String> findings) {}

    record RedraftInput(String draftId, String instruction, long expectedVersion) {}

    record DiscardDraftInput(String draftId, @Nullable String reason, long expectedVersion) {}

    record DraftProgress(String subject) {}

    record DraftPayload(String draftId, DraftStatus status, long version) {}

    @Requires(Action.DRAFT_READ)
    @QueryMapping
    Mono<Draft> draft(@Argument String id, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        return find(caller, draftId(id, "id"), context)
                .flatMap(Mono::justOrEmpty)
                .map(Draft::of);
    }

    @Requires(Action.DRAFT_READ)
    @QueryMapping
    Mono<Connection<Draft>> drafts(
            @Argument @Nullable List<DraftStatus> status,
            @Argument @Nullable String text,
            @Argument @Nullable Integer first,
            @Argument @Nullable String after,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context) {
        int size = first == null ? FieldCost.PAGE : first;
        if (size < 1 || size > LARGEST_PAGE) {
            throw Problem.badField("OUT_OF_RANGE", "first", 1, LARGEST_PAGE).asException();
        }
        FindDrafts query = new FindDrafts(
                caller.user(),
                status == null ? Set.of() : Set.copyOf(status),
                Fields.words(text, "text"),
                size,
                DraftCursor.read(after));
        return queries.ask(query)
                .doOnNext(page -> page.drafts().forEach(draft -> RequestFacts.concerns(draft.repositoryId(), context)))
                .map(page -> Connections.of(
                        page.drafts(),
                        Draft::of,
                        draft -> DraftCursor.at(draft.draftId()),
                        after != null,
                        page.hasNextPage()));
    }

    @Requires(Action.DRAFT_REDRAFT)
    @QueryMapping
    Mono<List<Candidate>> candidates(
            @Argument String draftId,
            @Argument @Nullable Integer byModel,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context) {
        int most = byModel == null ? FindCandidates.MOST_BY_MODEL : byModel;
        if (most < 0 || most > FindCandidates.MOST_BY_MODEL) {
            throw Problem.badField("OUT_OF_RANGE", "byModel", 0, FindCandidates.MOST_BY_MODEL)
                    .asException();
        }
        DraftId draft = draftId(draftId, "draftId");
        return own(caller, draft, context).flatMap(_ -> queries.ask(new FindCandidates(caller.user(), draft, most)));
    }

    @Requires(Action.DRAFT_READ)
    @QueryMapping
    Mono<List<MessageRules.Finding>> lintMessage(
            @Argument String draftId,
            @Argument String message,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context,
            Locale locale) {
        DraftId draft = draftId(draftId, "draftId");
        return own(caller, draft, context).flatMap(_ -> rules.findings(draft, message, locale));
    }

    @Requires(Action.DRAFT_EDIT)
    @MutationMapping
    Mono<DraftPayload> editDraft(
            @Argument EditDraftInput input,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context,
            Locale locale) {
        DraftId draft = draftId(input.draftId(), "draftId");
        EditDraft edit = new EditDraft(draft, caller.user(), input.message(), input.expectedVersion());
        return find(caller, draft, context)
                .flatMap(found ->
                        found.isEmpty() ? Mono.<Void>empty() : rules.check(draft, List.of(input.message()), locale))
                .then(Mono.defer(() -> send(edit, caller, context)));
    }

    @Requires(Action.DRAFT_APPROVE)
    @MutationMapping
    Mono<DraftPayload> approveDraft(
            @Argument ApproveDraftInput input,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context,
            Locale locale) {
        DraftId draft = draftId(input.draftId(), "draftId");
        ApproveDraft approval = new ApproveDraft(draft, caller.user(), input.message(), input.expectedVersion());
        return find(caller, draft, context)
                .flatMap(Mono::justOrEmpty)
                .flatMap(found -> rules.checkApproval(found, input.message(), input.expectedVersion(), locale))
                .then(Mono.defer(() -> send(approval, caller, context)));
    }

    @Requires(Action.FINDING_CLEAR)
    @MutationMapping
    Mono<DraftPayload> clearFindings(
            @Argument ClearFindingsInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        DraftId draft = draftId(input.draftId(), "draftId");
        if (input.findings().isEmpty() || input.findings().size() > ClearFindings.MOST) {
            throw Problem.badField("OUT_OF_RANGE", "findings", 1, ClearFindings.MOST)
                    .asException();
        }
        return send(new ClearFindings(draft, caller.user(), Set.copyOf(input.findings())), caller, context);
    }

    /** Asks before whether there is a model: the draft itself does not know, and its author need not wait to hear it. */
    @Requires(Action.DRAFT_REDRAFT)
    @MutationMapping
    Mono<DraftPayload> redraft(
            @Argument RedraftInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        DraftId draft = draftId(input.draftId(), "draftId");
        String instruction = input.instruction().strip();
        if (instruction.isEmpty()) {
            throw Problem.badField("EMPTY", "instruction").asException();
        }
        if (instruction.length() > RedraftDraft.LONGEST_INSTRUCTION) {
            throw Problem.badField("TOO_LONG", "instruction", RedraftDraft.LONGEST_INSTRUCTION)
                    .asException();
        }
        checkStorable(instruction, "instruction");
        return own(caller, draft, context)
                .flatMap(view -> queries.ask(new FindModelUse(caller.user(), view.repositoryId())))
                .flatMap(model -> model.allowed()
                        ? send(
                                new RedraftDraft(draft, caller.user(), instruction, input.expectedVersion()),
                                caller,
                                context)
                        : Mono.error(Problem.of(Code.NO_MODEL).asException()));
    }

    @Requires(Action.DRAFT_DISCARD)
    @MutationMapping
    Mono<DraftPayload> discardDraft(
            @Argument DiscardDraftInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        DraftId draft = draftId(input.draftId(), "draftId");
        if (input.reason() != null) {
            checkStorable(input.reason(), "reason");
        }
        return send(new DiscardDraft(draft, caller.user(), input.reason(), input.expectedVersion()), caller, context);
    }

    @Requires(Action.DRAFT_READ)
    @SubscriptionMapping
    Flux<Draft> draftChanged(
            @Argument @Nullable String id,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context,
            Locale locale) {
        DraftId draft = id == null ? null : draftId(id, "id");
        Mono<DraftView> asItStands = draft == null ? Mono.empty() : own(caller, draft, context);
        return queries.watch(new WatchDrafts(caller.user(), draft), asItStands)
                .map(Draft::of)
                .onErrorMap(failure -> new BrokenSubscription(
                        failure, locale, RequestFacts.trace(context).id()));
    }

    @Requires(Action.DRAFT_READ)
    @SubscriptionMapping
    Flux<DraftProgress> draftProgress(
            @Argument String id, @AuthenticationPrincipal Caller caller, GraphQLContext context, Locale locale) {
        DraftId draft = draftId(id, "id");
        return own(caller, draft, context)
                .flatMapMany(_ -> queries.watch(new WatchWriting(caller.user(), draft)))
                .map(partial -> new DraftProgress(partial.subject()))
                .onErrorMap(failure -> new BrokenSubscription(
                        failure, locale, RequestFacts.trace(context).id()));
    }

    @SchemaMapping
    Mono<Boolean> canRedraft(
            Draft draft, @AuthenticationPrincipal Caller caller, DataLoader<ModelFor, ModelUse> models) {
        ModelFor asked = new ModelFor(caller.user(), draft.view().repositoryId());
        return draft.status() == DraftStatus.DRAFTED
                ? Mono.fromFuture(() -> models.load(asked)).map(ModelUse::allowed)
                : Mono.just(false);
    }

    @SchemaMapping
    String subject(Candidate candidate) {
        return candidate.message().lines().findFirst().orElse("");
    }

    @SchemaMapping
    Mono<List<TimelineEntry>> timeline(
            Draft draft, @AuthenticationPrincipal Caller caller, DataLoader<TimelineOf, Timeline> timelines) {
        TimelineOf asked = new TimelineOf(caller.user(), draft.view().draftId());
        return Mono.fromFuture(() -> timelines.load(asked)).map(Timeline::entries);
    }

    @SchemaMapping
    Mono<DiffView> diff(Draft draft, @AuthenticationPrincipal Caller caller) {
        return queries.ask(new FindDiff(caller.user(), draft.view().draftId())).flatMap(Mono::justOrEmpty);
    }

    @SchemaMapping
    Optional<String> advice(Draft draft, Locale locale) {
        return Advice.on(draft.view(), locale);
    }

    @SchemaMapping(typeName = "Reason")
    String text(ChangeCard.Reason reason, Locale locale) {
        return Reasons.text(reason, locale);
    }

    @SchemaMapping(typeName = "TimelineEntry")
    String type(TimelineEntry entry) {
        return EventNames.type(entry.event());
    }

    private Mono<Optional<DraftView>> find(Caller caller, DraftId draft, GraphQLContext context) {
        return queries.ask(new FindDraft(caller.user(), draft))
                .doOnNext(found -> found.map(DraftView::repositoryId)
                        .ifPresent(repository -> RequestFacts.concerns(repository, context)));
    }

    private Mono<DraftView> own(Caller caller, DraftId draft, GraphQLContext context) {
        return find(caller, draft, context)
                .map(found ->
                        found.orElseThrow(() -> Problem.of(Code.DRAFT_NOT_FOUND).asException()));
    }

    private Mono<DraftPayload> send(CommitDraftCommand command, Caller caller, GraphQLContext context) {
        String client = Client.of(RequestFacts.headers(context), caller);
        String trace = RequestFacts.trace(context).id();
        return offload.call(() -> {
                    RepositoryId repository = repositories.repositoryOf(command.draftId());
                    if (repository != null) {
                        RequestFacts.concerns(repository, context);
                    }
                    return commands.send(command, Origin.user(trace, caller.user(), repository, client));
                })
                .map(state -> new DraftPayload(state.draftId().toString(), state.status(), state.version()));
    }

    /** What the timeline shows lies in a database that knows no NUL. */
    private static void checkStorable(String text, String field) {
        if (text.indexOf(0) >= 0) {
            throw Problem.badField("CONTROL_CHARACTER", field).asException();
        }
    }

    private static DraftId draftId(String text, String field) {
        return new DraftId(Fields.uuid(text, field));
    }
}
