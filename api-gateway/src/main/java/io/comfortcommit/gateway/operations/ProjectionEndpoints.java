package io.comfortcommit.gateway.operations;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.reading.Fields;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.messages.projection.DeadLetterView;
import io.comfortcommit.messages.projection.ProjectionAnswer;
import io.comfortcommit.messages.projection.ProjectionCommand;
import io.comfortcommit.messages.projection.ProjectionCommand.CancelRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.DiscardSagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.PauseRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.ResumeRebuild;
import io.comfortcommit.messages.projection.ProjectionCommand.RetryDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.RetrySagaDeadLetter;
import io.comfortcommit.messages.projection.ProjectionCommand.StartRebuild;
import io.comfortcommit.messages.projection.ProjectionQuery.FindDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FindSagaDeadLetters;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundDeadLetters;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.ProjectionView.SegmentView;
import io.comfortcommit.messages.projection.RebuildView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The projections, their rebuilds and their dead letters. */
@RestController
class ProjectionEndpoints {
    private static final int LONGEST_NAME = 100;

    private final Queries queries;
    private final Commands commands;
    private final Offload offload;

    ProjectionEndpoints(Queries queries, Commands commands, Offload offload) {
        this.queries = queries;
        this.commands = commands;
        this.offload = offload;
    }

    record Projections(List<Projection> projections) {}

    /** @param lag events that it has not seen yet */
    record Projection(
            String name,
            long position,
            long head,
            long lag,
            double rate,
            List<SegmentView> segments,
            long deadLetters,
            @Nullable RebuildView rebuild) {
        static Projection of(ProjectionView view) {
            return new Projection(
                    view.name(),
                    view.position(),
                    view.head(),
                    view.lag(),
                    view.rate(),
                    view.segments(),
                    view.deadLetters(),
                    view.rebuild());
        }
    }

    /** @param total how many there are, of which these are the oldest */
    record DeadLetters(List<DeadLetterView> deadLetters, long total) {}

    @Requires(Action.PROJECTION_READ)
    @GetMapping(path = "/api/projections", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Projections> projections() {
        return queries.ask(new FindProjections())
                .map(found -> new Projections(
                        found.projections().stream().map(Projection::of).toList()));
    }

    @Requires(Action.PROJECTION_REPLAY)
    @PostMapping(path = "/api/projections/{name}/rebuilds", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RebuildView> rebuild(
            @PathVariable String name,
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Caller caller,
            ServerWebExchange exchange) {
        Fields fields = Fields.of(body);
        UUID id = fields.optionalUuid("rebuildId");
        Instant until = fields.optionalInstant("until");
        boolean dryRun = fields.optionalFlag("dryRun");
        fields.end();
        UUID rebuild = id == null ? UUID.randomUUID() : id;
        return tell(caller, exchange, new StartRebuild(rebuild, known(name), until, dryRun, "user:" + caller.user()));
    }

    @Requires(Action.PROJECTION_REPLAY)
    @PostMapping("/api/projections/{name}/rebuild/pause")
    Mono<RebuildView> pause(
            @PathVariable String name, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        return tell(caller, exchange, new PauseRebuild(known(name)));
    }

    @Requires(Action.PROJECTION_REPLAY)
    @PostMapping("/api/projections/{name}/rebuild/resume")
    Mono<RebuildView> resume(
            @PathVariable String name, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        return tell(caller, exchange, new ResumeRebuild(known(name)));
    }

    @Requires(Action.PROJECTION_REPLAY)
    @PostMapping("/api/projections/{name}/rebuild/cancel")
    Mono<RebuildView> cancel(
            @PathVariable String name, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        return tell(caller, exchange, new CancelRebuild(known(name)));
    }

    @Requires(Action.DEAD_LETTER_READ)
    @GetMapping(path = "/api/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<DeadLetters> deadLetters(
            @RequestParam(required = false) @Nullable String projection,
            @RequestParam(defaultValue = "100") int first) {
        if (first < 1 || first > FindDeadLetters.MOST) {
            throw Problem.badField("OUT_OF_RANGE", "first", 1, FindDeadLetters.MOST)
                    .asException();
        }
        return letters(projection, null, first)
                .map(found -> new DeadLetters(
                        found.letters().stream()
                                .sorted(Comparator.comparing(DeadLetterView::parkedAt))
                                .limit(first)
                                .toList(),
                        found.total()));
    }

    /** @param projection null for all */
    private Mono<FoundDeadLetters> letters(@Nullable String projection, @Nullable String id, int first) {
        FoundDeadLetters none = new FoundDeadLetters(List.of(), 0);
        boolean saga = projection == null || projection.equals(DeadLetterView.SAGA);
        boolean projections = projection == null || !saga;
        return Mono.zip(
                projections ? queries.ask(new FindDeadLetters(projection, id, first)) : Mono.just(none),
                saga ? queries.ask(new FindSagaDeadLetters(id, first)) : Mono.just(none),
                (these, those) -> new FoundDeadLetters(
                        Stream.concat(these.letters().stream(), those.letters().stream())
                                .toList(),
                        these.total() + those.total()));
    }

    @Requires(Action.DEAD_LETTER_READ)
    @GetMapping(path = "/api/dead-letters/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<DeadLetterView> deadLetter(@PathVariable String id) {
        return letter(id);
    }

    @Requires(Action.DEAD_LETTER_RETRY)
    @PostMapping("/api/dead-letters/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> retry(@PathVariable String id, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        return tell(
                id,
                caller,
                exchange,
                letter -> isSagas(letter)
                        ? new RetrySagaDeadLetter(letter.id())
                        : new RetryDeadLetter(letter.projection(), letter.id()));
    }

    @Requires(Action.DEAD_LETTER_DISCARD)
    @DeleteMapping("/api/dead-letters/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> discard(@PathVariable String id, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        return tell(
                id,
                caller,
                exchange,
                letter -> isSagas(letter)
                        ? new DiscardSagaDeadLetter(letter.id())
                        : new DiscardDeadLetter(letter.projection(), letter.id()));
    }

    private static boolean isSagas(DeadLetterView letter) {
        return letter.projection().equals(DeadLetterView.SAGA);
    }

    private Mono<DeadLetterView> letter(String id) {
        return letters(null, known(id), 1)
                .flatMap(found -> found.letters().stream()
                        .findFirst()
                        .map(Mono::just)
                        .orElseGet(() -> Mono.error(
                                Problem.of(Code.DEAD_LETTER_NOT_FOUND).asException())));
    }

    private Mono<Void> tell(
            String id, Caller caller, ServerWebExchange exchange, Function<DeadLetterView, ProjectionCommand> command) {
        return letter(id)
                .flatMap(letter -> send(caller, exchange, command.apply(letter)))
                .then();
    }

    private Mono<RebuildView> tell(Caller caller, ServerWebExchange exchange, ProjectionCommand command) {
        return send(caller, exchange, command).mapNotNull(ProjectionAnswer::rebuild);
    }

    private Mono<ProjectionAnswer> send(Caller caller, ServerWebExchange exchange, ProjectionCommand command) {
        Origin origin = Origin.user(
                Trace.of(exchange).id(),
                caller.user(),
                null,
                Client.of(exchange.getRequest().getHeaders(), caller));
        return offload.call(() -> commands.send(command, origin)).map(ProjectionEndpoints::checked);
    }

    private static ProjectionAnswer checked(ProjectionAnswer answer) {
        return switch (answer.outcome()) {
            case DONE -> answer;
            case UNKNOWN_PROJECTION ->
                throw Problem.of(Code.PROJECTION_NOT_FOUND).asException();
            case REBUILD_UNFINISHED -> throw Problem.of(Code.REBUILD_UNFINISHED).asException();
            case NO_SUCH_REBUILD -> throw Problem.of(Code.NO_SUCH_REBUILD).asException();
            case UNKNOWN_DEAD_LETTER ->
                throw Problem.of(Code.DEAD_LETTER_NOT_FOUND).asException();
            case STILL_PARKED -> throw Problem.of(Code.STILL_PARKED).asException();
        };
    }

    /** What is longer than any name is the name of nothing. */
    private static String known(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }
}
