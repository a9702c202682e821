package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.graphql.DraftController.DraftPayload;
import io.comfortcommit.gateway.graphql.SplitContents.Piece;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.Cluster;
import io.comfortcommit.messages.draft.CommitDraftCommand.SplitDraft;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.draft.SplitPart;
import io.comfortcommit.messages.query.DraftQuery.FindDraft;
import io.comfortcommit.messages.query.DraftQuery.FindSplit;
import io.comfortcommit.messages.query.DraftView;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** A draft as several commits: proposed, and approved. */
@Controller
class SplitController {
    private final Queries queries;
    private final Commands commands;
    private final MessageRules rules;
    private final Offload offload;

    SplitController(Queries queries, Commands commands, MessageRules rules, Offload offload) {
        this.queries = queries;
        this.commands = commands;
        this.rules = rules;
        this.offload = offload;
    }

    record SplitFileInput(String path, @Nullable List<Integer> hunks) {}

    record SplitPartInput(
            String message,
            List<Integer> clusters,
            @Nullable List<SplitFileInput> files) {}

    record SplitDraftInput(String draftId, List<SplitPartInput> parts, long expectedVersion) {}

    record Proposed(String message, Cluster cluster) {}

    @SchemaMapping(typeName = "Draft", field = "split")
    Mono<List<Proposed>> split(Draft draft, @AuthenticationPrincipal Caller caller) {
        List<Cluster> clusters = clusters(draft.view());
        boolean decidable = draft.status() == DraftStatus.DRAFTED || draft.status() == DraftStatus.PUSH_FAILED;
        if (clusters.size() < 2 || !decidable || draft.pushedBy() == PushedBy.AGENT) {
            return Mono.just(List.of());
        }
        return queries.ask(new FindSplit(caller.user(), draft.view().draftId()))
                .map(proposal -> proposal.messages().size() != clusters.size()
                        ? List.of()
                        : IntStream.range(0, clusters.size())
                                .mapToObj(place ->
                                        new Proposed(proposal.messages().get(place), clusters.get(place)))
                                .toList());
    }

    /** The parts are made from the card that the caller saw; the version says that it is still the same. */
    @Requires(Action.DRAFT_APPROVE)
    @MutationMapping
    Mono<DraftPayload> splitDraft(
            @Argument SplitDraftInput input,
            @AuthenticationPrincipal Caller caller,
            GraphQLContext context,
            Locale locale) {
        DraftId draft = new DraftId(Fields.uuid(input.draftId(), "draftId"));
        return queries.ask(new FindDraft(caller.user(), draft))
                .map(found ->
                        found.orElseThrow(() -> Problem.of(Code.DRAFT_NOT_FOUND).asException()))
                .doOnNext(found -> RequestFacts.concerns(found.repositoryId(), context))
                .map(found -> new SplitDraft(draft, caller.user(), parts(found, input), input.expectedVersion()))
                .flatMap(command -> rules.check(
                                draft,
                                command.parts().stream().map(SplitPart::message).toList(),
                                locale)
                        .then(Mono.defer(() -> send(command, caller, context))));
    }

    private Mono<DraftPayload> send(SplitDraft command, Caller caller, GraphQLContext context) {
        String client = Client.of(RequestFacts.headers(context), caller);
        String trace = RequestFacts.trace(context).id();
        return offload.call(() -> commands.send(
                        command, Origin.user(trace, caller.user(), RequestFacts.repository(context), client)))
                .map(state -> new DraftPayload(state.draftId().toString(), state.status(), state.version()));
    }

    private static List<SplitPart> parts(DraftView draft, SplitDraftInput input) {
        List<Cluster> clusters = clusters(draft);
        if (clusters.size() < 2) {
            throw unusable("NUMBER_OF_PARTS");
        }
        Set<Integer> taken = new HashSet<>();
        for (SplitPartInput part : input.parts()) {
            for (int place : part.clusters()) {
                if (place < 0 || place >= clusters.size()) {
                    throw Problem.badField("OUT_OF_RANGE", "clusters", 0, clusters.size() - 1)
                            .asException();
                }
                if (!taken.add(place)) {
                    throw unusable("TAKEN_TWICE");
                }
            }
        }
        if (taken.size() < clusters.size()) {
            throw unusable("LEFT_OUT");
        }
        List<SplitContents> contents = input.parts().stream()
                .map(part -> new SplitContents(part.clusters().stream()
                        .flatMap(place -> clusters.get(place).files().stream())
                        .toList()))
                .toList();
        move(input.parts(), contents);
        return IntStream.range(0, contents.size())
                .mapToObj(place -> new SplitPart(
                        input.parts().get(place).message(), contents.get(place).files()))
                .toList();
    }

    /** Each piece at most once, so that every one of them stays in exactly one part. */
    private static void move(List<SplitPartInput> parts, List<SplitContents> contents) {
        Set<Piece> moved = new HashSet<>();
        for (int place = 0; place < parts.size(); place++) {
            List<SplitFileInput> files = parts.get(place).files();
            for (SplitFileInput file : files == null ? List.<SplitFileInput>of() : files) {
                for (Piece piece : pieces(file, contents)) {
                    if (!moved.add(piece)) {
                        throw unusable("TAKEN_TWICE");
                    }
                    contents.forEach(content -> content.remove(piece));
                    contents.get(place).add(piece);
                }
            }
        }
    }

    private static Set<Piece> pieces(SplitFileInput file, List<SplitContents> contents) {
        Set<Piece> there =
                contents.stream().flatMap(content -> content.of(file.path())).collect(Collectors.toSet());
        List<Integer> hunks = file.hunks();
        Set<Piece> asked = hunks == null || hunks.isEmpty()
                ? there
                : hunks.stream().map(hunk -> new Piece(file.path(), hunk)).collect(Collectors.toSet());
        if (asked.isEmpty() || !there.containsAll(asked)) {
            throw unusable("NOT_THERE");
        }
        return asked;
    }

    private static RuntimeException unusable(String why) {
        return Problem.unusableSplit(why).asException();
    }

    /** None where the card does not name all files: then nobody could say what goes where. */
    private static List<Cluster> clusters(DraftView draft) {
        ChangeCard card = draft.card();
        return card == null
                        || card.clusters().stream()
                                .anyMatch(cluster -> cluster.files().size() < cluster.fileCount())
                ? List.of()
                : card.clusters();
    }
}
