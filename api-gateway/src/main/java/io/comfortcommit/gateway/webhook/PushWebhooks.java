package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.access.FailedAttempts;
import io.comfortcommit.gateway.access.Owner;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.PushedBranches;
import io.comfortcommit.repositories.PushedBranches.Tracked;
import io.comfortcommit.repositories.RemoteIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Pushes to {@code wip/…} that GitHub and GitLab tell of. What is pushed is fetched from the remote later, so that neither
 * a forged body nor an old one sent again can bring anything that is not there.
 */
@RestController
final class PushWebhooks {
    private static final Pattern IDS = Pattern.compile("[A-Za-z0-9_:.-]{1,256}");
    private static final String BRANCHES = "refs/heads/";

    private final WebhookProperties properties;
    private final Intake intake;
    private final Inbox inbox;
    private final PushedBranches repositories;
    private final Owner owner;
    private final FailedAttempts failures;
    private final Offload offload;
    private final Clock clock;

    PushWebhooks(
            WebhookProperties properties,
            Intake intake,
            Inbox inbox,
            PushedBranches repositories,
            Owner owner,
            FailedAttempts failures,
            Offload offload,
            Clock clock) {
        this.properties = properties;
        this.intake = intake;
        this.inbox = inbox;
        this.repositories = repositories;
        this.owner = owner;
        this.failures = failures;
        this.offload = offload;
        this.clock = clock;
    }

    /** @param push whether it tells of a push; else it is only acknowledged */
    private record Told(String host, @Nullable String id, boolean push) {}

    @Requires(Action.WEBHOOK_DELIVER)
    @PostMapping(path = "/webhooks/github", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Acknowledged> github(ServerWebExchange exchange) {
        checkConfigured(properties.github());
        HttpHeaders headers = exchange.getRequest().getHeaders();
        Told told = new Told(
                "github", headers.getFirst("x-github-delivery"), "push".equals(headers.getFirst("x-github-event")));
        return offload.call(() -> GithubVerification.of(headers, SenderSecrets.texts(properties.github()))
                        .orElseThrow(() -> wrong(exchange.getRequest())))
                .flatMap(verification -> receive(verification, told, exchange));
    }

    @Requires(Action.WEBHOOK_DELIVER)
    @PostMapping(path = "/webhooks/gitlab", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Acknowledged> gitlab(ServerWebExchange exchange) {
        checkConfigured(properties.gitlab());
        HttpHeaders headers = exchange.getRequest().getHeaders();
        boolean signed = headers.containsHeader(StandardHeaders.SIGNATURE);
        String id = Stream.of(signed ? StandardHeaders.ID : "idempotency-key", "idempotency-key", "x-gitlab-event-uuid")
                .map(headers::getFirst)
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
        Told told = new Told("gitlab", id, "Push Hook".equals(headers.getFirst("x-gitlab-event")));
        return offload.call(() -> signed ? signature(exchange.getRequest()) : token(exchange.getRequest()))
                .flatMap(verification -> receive(verification, told, exchange));
    }

    /** GitLab signs <a href="https://docs.gitlab.com/user/project/integrations/webhooks/">by Standard Webhooks</a>. */
    private Verification signature(ServerHttpRequest request) {
        StandardHeaders headers = StandardHeaders.read(request.getHeaders()).orElseThrow(() -> wrong(request));
        CaptureWebhook.checkTime(headers, properties.tolerance(), clock, request, failures);
        return new StandardVerification(headers, SenderSecrets.signingKeys(properties.gitlab()));
    }

    private Verification token(ServerHttpRequest request) {
        List<String> shown = request.getHeaders().getOrEmpty(TokenVerification.HEADER);
        TokenVerification verification = new TokenVerification(
                shown.size() == 1 ? shown.getFirst() : "", SenderSecrets.tokens(properties.gitlab()));
        if (!verification.isKnown()) {
            throw wrong(request); // before anything of the body is read
        }
        return verification;
    }

    private Mono<Acknowledged> receive(Verification verification, Told told, ServerWebExchange exchange) {
        return intake.receive(
                exchange.getRequest(),
                properties.pushLimit().toBytes(),
                verification,
                body -> offload.call(() -> acknowledge(
                        verification.sender(body).orElseThrow(() -> wrong(exchange.getRequest())),
                        told,
                        body,
                        exchange)));
    }

    private Acknowledged acknowledge(Sender sender, Told told, SpooledBody body, ServerWebExchange exchange)
            throws IOException {
        String id = told.id();
        if (id == null || !IDS.matcher(id).matches()) {
            throw Problem.badRequest("NO_DELIVERY_ID").asException();
        }
        if (!told.push()) {
            return Acknowledged.ignored("NOT_A_PUSH");
        }
        PushEvent event;
        try (InputStream content = body.content()) {
            event = PushEvent.read(content);
        }
        if (!event.ref().startsWith(BRANCHES + PushedBranch.PREFIX)
                || event.ref().length() == (BRANCHES + PushedBranch.PREFIX).length()) {
            return Acknowledged.ignored("OTHER_BRANCH");
        }
        if (event.deleted()) {
            return Acknowledged.ignored("BRANCH_DELETED");
        }
        Optional<Tracked> repository = repository(event);
        if (repository.isEmpty()) {
            return Acknowledged.ignored("NOT_TRACKED");
        }
        if (!sender.mayDeliverFor(repository.get().remote())) {
            return Acknowledged.ignored("NOT_ALLOWED");
        }
        exchange.getResponse()
                .getHeaders()
                .set(Trace.REPOSITORY_HEADER, repository.get().id().toString());
        return inbox.store(
                new Delivery(
                        told.host() + "/" + sender.name(),
                        id,
                        body.digest(),
                        Trace.of(exchange).id()),
                new PushedBranch(
                        owner.id(),
                        repository.get().id(),
                        event.ref().substring(BRANCHES.length()),
                        sender.authors(),
                        null,
                        told.host() + "-webhook/1"));
    }

    private Optional<Tracked> repository(PushEvent event) {
        return repositories.tracked(owner.id()).stream()
                .filter(tracked -> RemoteIdentity.of(tracked.remote())
                        .filter(event.remotes()::contains)
                        .isPresent())
                .findFirst();
    }

    private RuntimeException wrong(ServerHttpRequest request) {
        return failures.answer(request, Problem.of(Code.WEBHOOK_SIGNATURE_INVALID));
    }

    private static void checkConfigured(List<Sender> senders) {
        if (senders.isEmpty()) {
            throw Problem.of(Code.WEBHOOK_NOT_CONFIGURED).asException();
        }
    }
}
