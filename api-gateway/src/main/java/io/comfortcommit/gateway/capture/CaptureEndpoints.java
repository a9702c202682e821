package io.comfortcommit.gateway.capture;

import io.comfortcommit.gateway.GatewayProperties;
import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.dispatch.Client;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.draft.CommitDraftCommand.CaptureChange;
import io.comfortcommit.messages.draft.CommitDraftCommand.RepeatCapture;
import io.comfortcommit.messages.draft.DraftState;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.repository.TrackedRepositoryCommand.TrackRepository;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.IngestedCapture;
import io.comfortcommit.repositories.Repositories;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where editors and the command line deliver what they captured. */
@RestController
class CaptureEndpoints {
    private final Repositories repositories;
    private final AgentMode agents;
    private final Commands commands;
    private final Offload offload;
    private final Spool spool;
    private final Multipart multipart;

    CaptureEndpoints(
            Repositories repositories,
            AgentMode agents,
            Commands commands,
            Offload offload,
            Spool spool,
            GatewayProperties properties) {
        this.repositories = repositories;
        this.agents = agents;
        this.commands = commands;
        this.offload = offload;
        this.spool = spool;
        this.multipart = new Multipart(properties.captureLimit().toBytes(), offload);
    }

    /**
     * @param have the candidates that the server has too; none where an agent pushes, since nothing is kept then
     * @param push {@code agent} or {@code server}: who makes and pushes the commits
     */
    record Negotiated(String repositoryId, List<String> have, String push) {}

    record Accepted(String draftId, String captureId, String status) {}

    @Requires(Action.CAPTURE_SEND)
    @PostMapping(path = "/api/captures/negotiations", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Negotiated> negotiate(
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Caller caller,
            ServerWebExchange exchange) {
        Negotiation negotiation = Negotiation.read(body);
        Trace trace = Trace.of(exchange);
        String client = Client.of(exchange.getRequest().getHeaders(), caller);
        return offload.call(() -> {
                    RepositoryId repository =
                            repositories.track(caller.user(), negotiation.remote(), negotiation.defaultBranch());
                    commands.send(
                            new TrackRepository(
                                    repository, caller.user(), negotiation.remote(), negotiation.defaultBranch()),
                            Origin.editor(trace.id(), caller.user(), repository, client));
                    if (negotiation.push() == PushedBy.AGENT || agents.isRule(caller.user(), repository)) {
                        return new Negotiated(repository.toString(), List.of(), Negotiation.name(PushedBy.AGENT));
                    }
                    Set<String> have = repositories.have(caller.user(), repository, negotiation.candidates());
                    return new Negotiated(
                            repository.toString(),
                            negotiation.candidates().stream()
                                    .filter(have::contains)
                                    .distinct()
                                    .toList(),
                            Negotiation.name(PushedBy.SERVER));
                })
                .doOnNext(answer -> concerns(answer.repositoryId(), exchange));
    }

    @Requires(Action.CAPTURE_SEND)
    @PostMapping(path = "/api/captures", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<ResponseEntity<Accepted>> capture(@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
        Trace trace = Trace.of(exchange);
        return Mono.usingWhen(
                offload.call(() -> new Upload(spool.open())),
                upload -> multipart
                        .receive(exchange.getRequest(), upload)
                        .then(Mono.fromCallable(() -> CaptureForm.read(upload.form(), caller.user())))
                        .doOnNext(order -> concerns(order.repositoryId().toString(), exchange))
                        .flatMap(order -> offload.call(() -> takeIn(order, upload, trace))),
                upload -> offload.call(() -> abandon(upload)));
    }

    /** Acknowledged only once the event is stored; until then the same capture can be sent again. */
    private ResponseEntity<Accepted> takeIn(CaptureOrder order, Upload upload, Trace trace) throws Exception {
        IngestedCapture ingested;
        try (InputStream content = upload.takeContent()) {
            ingested = upload.isAnalysis() ? agents.take(order, content) : repositories.ingest(order, content);
        }
        CaptureChange begin =
                begin(ingested, agents.isLeftToAgent(ingested.draftId()) ? PushedBy.AGENT : PushedBy.SERVER);
        DraftState state = commands.send(
                ingested.repeated() ? new RepeatCapture(begin) : begin,
                Origin.editor(trace.id(), order.caller(), ingested.order().repositoryId(), order.client()));
        return ResponseEntity.accepted()
                .location(URI.create("/d/" + state.draftId()))
                .body(new Accepted(
                        state.draftId().toString(),
                        order.captureId().toString(),
                        state.status().name()));
    }

    private static CaptureChange begin(IngestedCapture ingested, PushedBy pushedBy) {
        CaptureOrder order = ingested.order();
        return new CaptureChange(
                ingested.draftId(),
                order.captureId(),
                order.repositoryId(),
                order.caller(),
                order.lane(),
                order.snapshot(),
                order.base(),
                order.mode(),
                ingested.summary(),
                order.author(),
                order.branch(),
                ingested.unpushedCommits(),
                ingested.previous(),
                order.client(),
                order.capturedAt(),
                pushedBy);
    }

    private static boolean abandon(Upload upload) {
        upload.abandon();
        return true;
    }

    private static void concerns(String repository, ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(Trace.REPOSITORY_HEADER, repository);
    }
}
