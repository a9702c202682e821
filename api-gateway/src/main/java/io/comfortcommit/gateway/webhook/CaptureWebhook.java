package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.access.FailedAttempts;
import io.comfortcommit.gateway.access.Owner;
import io.comfortcommit.gateway.capture.CaptureForm;
import io.comfortcommit.gateway.capture.Multipart;
import io.comfortcommit.gateway.capture.Spool;
import io.comfortcommit.gateway.capture.Upload;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import io.comfortcommit.repositories.AgentMode;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.PushedBranches;
import io.comfortcommit.repositories.PushedBranches.Tracked;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Captures from whoever signs them by Standard Webhooks. Nothing of the body is looked at before its signature. */
@RestController
final class CaptureWebhook {
    private static final int PIECE = 16 * 1024;

    private final WebhookProperties properties;
    private final Intake intake;
    private final Inbox inbox;
    private final PushedBranches repositories;
    private final AgentMode agents;
    private final Owner owner;
    private final FailedAttempts failures;
    private final Offload offload;
    private final Spool spool;
    private final Multipart multipart;
    private final Clock clock;

    CaptureWebhook(
            WebhookProperties properties,
            Intake intake,
            Inbox inbox,
            PushedBranches repositories,
            AgentMode agents,
            Owner owner,
            FailedAttempts failures,
            Offload offload,
            Spool spool,
            Clock clock) {
        this.properties = properties;
        this.intake = intake;
        this.inbox = inbox;
        this.repositories = repositories;
        this.agents = agents;
        this.owner = owner;
        this.failures = failures;
        this.offload = offload;
        this.spool = spool;
        this.multipart = new Multipart(properties.captureLimit().toBytes(), offload);
        this.clock = clock;
    }

    @Requires(Action.WEBHOOK_DELIVER)
    @PostMapping(path = "/webhooks/captures", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Acknowledged> deliver(ServerWebExchange exchange) {
        if (properties.captures().isEmpty()) {
            throw Problem.of(Code.WEBHOOK_NOT_CONFIGURED).asException();
        }
        ServerHttpRequest request = exchange.getRequest();
        StandardHeaders headers = StandardHeaders.read(request.getHeaders())
                .orElseThrow(() -> failures.answer(request, Problem.of(Code.WEBHOOK_SIGNATURE_INVALID)));
        checkTime(headers, properties.tolerance(), clock, request, failures);
        return offload.call(() -> new StandardVerification(headers, SenderSecrets.keys(properties.captures())))
                .flatMap(verification -> intake.receive(
                        request,
                        properties.captureLimit().toBytes(),
                        verification,
                        body -> offload.call(() -> verification
                                        .sender(body)
                                        .orElseThrow(() ->
                                                failures.answer(request, Problem.of(Code.WEBHOOK_SIGNATURE_INVALID))))
                                .flatMap(sender -> takeIn(sender, headers.id(), body, exchange))));
    }

    static void checkTime(
            StandardHeaders headers,
            Duration tolerance,
            Clock clock,
            ServerHttpRequest request,
            FailedAttempts failures) {
        if (Duration.between(headers.sentAt(), clock.instant()).abs().compareTo(tolerance) > 0) {
            throw failures.answer(request, Problem.of(Code.WEBHOOK_TIMESTAMP_REFUSED, tolerance.toSeconds()));
        }
    }

    private Mono<Acknowledged> takeIn(Sender sender, String id, SpooledBody body, ServerWebExchange exchange) {
        Delivery delivery = new Delivery(
                "captures/" + sender.name(),
                id,
                body.digest(),
                Trace.of(exchange).id());
        return Mono.usingWhen(
                offload.call(() -> new Upload(spool.open())),
                upload -> multipart
                        .receive(again(exchange.getRequest(), body), upload)
                        .then(offload.call(() -> store(sender, delivery, upload, exchange))),
                upload -> offload.call(() -> {
                    upload.abandon();
                    return true;
                }));
    }

    private Acknowledged store(Sender sender, Delivery delivery, Upload upload, ServerWebExchange exchange)
            throws Exception {
        CaptureOrder order = CaptureForm.read(upload.form(), owner.id());
        // Before the bundle waits anywhere.
        if (agents.isRule(owner.id(), order.repositoryId())) {
            throw new RefusedException(
                    Reason.AGENT_ONLY, "This repository's code must not come to the server. Capture it with comfort.");
        }
        Tracked repository = repositories.tracked(owner.id()).stream()
                .filter(tracked -> tracked.id().equals(order.repositoryId()))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.UNKNOWN_REPOSITORY,
                        "No such repository. Track its remote first: comfort capture does so."));
        if (!sender.mayDeliverFor(repository.remote())) {
            throw Problem.of(Code.WEBHOOK_NOT_ALLOWED, sender.name()).asException();
        }
        if (!sender.maySpeakFor(order.author().email())) {
            throw new RefusedException(
                    Reason.AUTHOR_NOT_ALLOWED, "The author is none of those that this sender may speak for.");
        }
        exchange.getResponse()
                .getHeaders()
                .set(Trace.REPOSITORY_HEADER, order.repositoryId().toString());
        try (InputStream bundle = upload.takeBundle()) {
            return inbox.store(delivery, order, bundle.readAllBytes());
        }
    }

    /** The request with the body that was verified. */
    private static ServerHttpRequest again(ServerHttpRequest request, SpooledBody body) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return DataBufferUtils.readInputStream(body::content, DefaultDataBufferFactory.sharedInstance, PIECE);
            }
        };
    }
}
