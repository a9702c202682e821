package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.graphql.DraftController.DraftPayload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.CommitDraftCommand;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPush;
import io.comfortcommit.messages.draft.CommitDraftCommand.RecordPushFailure;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.Repositories;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** What agents on their authors' machines take and report. */
@Controller
class AgentController {
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_WORDS = 4_000;
    private static final int MOST_ATTEMPTS = 1_000_000;

    private final AgentMode agents;
    private final Repositories repositories;
    private final Commands commands;
    private final Offload offload;

    AgentController(AgentMode agents, Repositories repositories, Commands commands, Offload offload) {
        this.agents = agents;
        this.repositories = repositories;
        this.commands = commands;
        this.offload = offload;
    }

    record ClaimAgentPushInput(String draftId, String agentId) {}

    record RecordAgentPushInput(
            String draftId,
            String agentId,
            String commitId,
            Landing landing,
            String branch,
            boolean rebased,
            int attempts,
            @Nullable String reason) {}

    record RecordAgentFailureInput(String draftId, String agentId, PushFailure failure, String detail, int attempts) {}

    record AgentPush(String draftId, String message, Instant approvedAt, Instant until) {}

    @Requires(Action.PUSH_CLAIM)
    @MutationMapping
    Mono<AgentPush> claimAgentPush(
            @Argument ClaimAgentPushInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        DraftId draft = new DraftId(Fields.uuid(input.draftId(), "draftId"));
        var agent = Fields.uuid(input.agentId(), "agentId");
        return offload.call(() -> {
            concerns(draft, context);
            AgentMode.Claim claim = agents.claim(caller.user(), draft, agent);
            return new AgentPush(draft.toString(), claim.message(), claim.approvedAt(), claim.until());
        });
    }

    @Requires(Action.PUSH_RECORD)
    @MutationMapping
    Mono<DraftPayload> recordAgentPush(
            @Argument RecordAgentPushInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        if (!OBJECT_ID.matcher(input.commitId()).matches()) {
            throw Problem.badField("NOT_AN_OBJECT_ID", "commitId").asException();
        }
        checkLine(input.branch(), "branch", LONGEST_NAME);
        String reason = input.reason();
        if (reason != null) {
            checkText(reason, "reason");
        }
        checkAttempts(input.attempts());
        DraftId draft = new DraftId(Fields.uuid(input.draftId(), "draftId"));
        return report(
                draft,
                input.agentId(),
                round -> new RecordPush(
                        draft,
                        round,
                        input.commitId(),
                        input.landing(),
                        input.branch(),
                        input.rebased(),
                        input.attempts(),
                        reason,
                        null),
                caller,
                context);
    }

    @Requires(Action.PUSH_RECORD)
    @MutationMapping
    Mono<DraftPayload> recordAgentFailure(
            @Argument RecordAgentFailureInput input, @AuthenticationPrincipal Caller caller, GraphQLContext context) {
        checkText(input.detail(), "detail");
        checkAttempts(input.attempts());
        DraftId draft = new DraftId(Fields.uuid(input.draftId(), "draftId"));
        return report(
                draft,
                input.agentId(),
                round -> new RecordPushFailure(draft, round, input.failure(), input.detail(), input.attempts()),
                caller,
                context);
    }

    private Mono<DraftPayload> report(
            DraftId draft,
            String agentId,
            IntFunction<CommitDraftCommand> report,
            Caller caller,
            GraphQLContext context) {
        var agent = Fields.uuid(agentId, "agentId");
        String client = Client.of(RequestFacts.headers(context), caller);
        String trace = RequestFacts.trace(context).id();
        return offload.call(() -> {
                    RepositoryId repository = concerns(draft, context);
                    int round = agents.claimed(caller.user(), draft, agent);
                    return commands.send(report.apply(round), Origin.editor(trace, caller.user(), repository, client));
                })
                .map(state -> new DraftPayload(state.draftId().toString(), state.status(), state.version()));
    }

    private @Nullable RepositoryId concerns(DraftId draft, GraphQLContext context) {
        RepositoryId repository = repositories.repositoryOf(draft);
        if (repository != null) {
            RequestFacts.concerns(repository, context);
        }
        return repository;
    }

    private static void checkAttempts(int attempts) {
        if (attempts < 0 || attempts > MOST_ATTEMPTS) {
            throw Problem.badField("OUT_OF_RANGE", "attempts", 0, MOST_ATTEMPTS).asException();
        }
    }

    private static void checkLine(String text, String field, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw Problem.badField("TOO_LONG", field, longest).asException();
        }
        if (CONTROL.matcher(text).find()) {
            throw Problem.badField("CONTROL_CHARACTER", field).asException();
        }
    }

    private static void checkText(String text, String field) {
        if (text.length() > LONGEST_WORDS) {
            throw Problem.badField("TOO_LONG", field, LONGEST_WORDS).asException();
        }
        if (text.indexOf(0) >= 0) {
            throw Problem.badField("CONTROL_CHARACTER", field).asException();
        }
    }
}
