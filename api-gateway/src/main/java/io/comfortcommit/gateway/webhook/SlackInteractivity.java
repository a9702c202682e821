package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.access.Caller;
import io.comfortcommit.gateway.access.FailedAttempts;
import io.comfortcommit.gateway.dispatch.Commands;
import io.comfortcommit.gateway.dispatch.Offload;
import io.comfortcommit.gateway.dispatch.Origin;
import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.gateway.graphql.MessageRules;
import io.comfortcommit.gateway.permission.Action;
import io.comfortcommit.gateway.permission.Grants;
import io.comfortcommit.gateway.permission.Permissions;
import io.comfortcommit.gateway.permission.Requires;
import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.gateway.problem.ProblemException;
import io.comfortcommit.gateway.trace.Trace;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftCommand.ApproveDraft;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.notification.NotificationCommand.AnswerInSlack;
import io.comfortcommit.messages.notification.NotificationQuery.FindSlackUsers;
import io.comfortcommit.messages.notification.SlackAnswer;
import io.comfortcommit.messages.query.DraftQuery.FindDraft;
import io.comfortcommit.messages.query.DraftView;
import io.comfortcommit.repositories.SecretReference;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.axonframework.commandhandling.CommandExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Buttons pressed in Slack. Approves as the user who is told there, and only what the message showed; why nothing came of it
 * is said in Slack, whose answer here is always that it was taken note of.
 */
@RestController
final class SlackInteractivity {
    private static final Logger LOG = LoggerFactory.getLogger(SlackInteractivity.class);

    /** Slack's payloads hold the whole message. */
    private static final int LARGEST = 256 * 1024;

    private static final String CLIENT = "slack/1";

    private final List<SecretReference> secrets;
    private final SlackVerification verification;
    private final Queries queries;
    private final Commands commands;
    private final Grants grants;
    private final Permissions permissions;
    private final MessageRules rules;
    private final FailedAttempts failures;
    private final Offload offload;
    private final Clock clock;

    SlackInteractivity(
            WebhookProperties properties,
            Queries queries,
            Commands commands,
            Grants grants,
            Permissions permissions,
            MessageRules rules,
            FailedAttempts failures,
            Offload offload,
            Clock clock) {
        this.secrets = properties.slack();
        this.verification = new SlackVerification(properties.tolerance());
        this.queries = queries;
        this.commands = commands;
        this.grants = grants;
        this.permissions = permissions;
        this.rules = rules;
        this.failures = failures;
        this.offload = offload;
        this.clock = clock;
    }

    private record Approver(UserId user, DraftView draft) {}

    @Requires(Action.WEBHOOK_DELIVER)
    @PostMapping(path = "/webhooks/slack/interactivity", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<Void> pressed(ServerWebExchange exchange) {
        if (secrets.isEmpty()) {
            throw Problem.of(Code.WEBHOOK_NOT_CONFIGURED).asException();
        }
        ServerHttpRequest request = exchange.getRequest();
        String timestamp = only(request, SlackVerification.TIMESTAMP);
        String signature = only(request, SlackVerification.SIGNATURE);
        if (!verification.isRecent(timestamp, clock.instant())) {
            throw failures.answer(
                    request,
                    Problem.of(
                            Code.WEBHOOK_TIMESTAMP_REFUSED,
                            verification.tolerance().toSeconds()));
        }
        return DataBufferUtils.join(request.getBody(), LARGEST)
                .map(SlackInteractivity::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> offload.call(() -> {
                    if (!SlackVerification.isSigned(texts(), timestamp, body, signature)
                            || !verification.isFirst(signature, clock.instant())) {
                        throw failures.answer(request, Problem.of(Code.WEBHOOK_SIGNATURE_INVALID));
                    }
                    return SlackPress.read(body);
                }))
                .flatMap(Mono::justOrEmpty)
                .flatMap(press -> approve(press, exchange));
    }

    private Mono<Void> approve(SlackPress press, ServerWebExchange exchange) {
        String trace = Trace.of(exchange).id();
        return queries.ask(new FindSlackUsers(press.slackUser()))
                .flatMapMany(found -> Flux.fromIterable(found.users()))
                .concatMap(user -> queries.ask(new FindDraft(user, press.draft()))
                        .flatMap(Mono::justOrEmpty)
                        .map(draft -> new Approver(user, draft)))
                .next()
                .flatMap(approver -> allow(press, approver, trace)
                        .then(Mono.defer(
                                () -> rules.checkApproval(approver.draft(), null, press.version(), Locale.ROOT)))
                        .then(offload.call(() -> {
                            approve(press, approver, trace);
                            return approver;
                        }))
                        .onErrorResume(
                                ProblemException.class,
                                refused -> offload.call(() -> {
                                    answer(press, approver, trace, answer(refused));
                                    return approver;
                                })))
                .then();
    }

    /** As if they approved anywhere else: their role may have been taken from them since they chose Slack. */
    private Mono<Void> allow(SlackPress press, Approver approver, String trace) {
        UserId user = approver.user();
        return offload.call(() -> new Caller(user, Caller.Proof.SLACK, null, null, null, grants.of(user, null)))
                .flatMap(caller -> permissions.check(new Permissions.Request(
                        caller,
                        CLIENT,
                        trace,
                        Action.DRAFT_APPROVE,
                        press.draft().toString())));
    }

    private void approve(SlackPress press, Approver approver, String trace) throws Exception {
        try {
            commands.send(
                    new ApproveDraft(press.draft(), approver.user(), null, press.version()), origin(approver, trace));
        } catch (CommandExecutionException e) {
            answer(
                    press,
                    approver,
                    trace,
                    e.getDetails().map(SlackInteractivity::answer).orElse(SlackAnswer.FAILED));
        }
    }

    private void answer(SlackPress press, Approver approver, String trace, SlackAnswer answer) throws Exception {
        commands.send(
                new AnswerInSlack(approver.user(), press.channel(), press.slackUser(), answer),
                origin(approver, trace));
    }

    private static Origin origin(Approver approver, String trace) {
        return Origin.user(trace, approver.user(), approver.draft().repositoryId(), CLIENT);
    }

    private static SlackAnswer answer(ProblemException refused) {
        return refused.problem().code() == Code.MESSAGE_BREAKS_RULES ? SlackAnswer.RULES : SlackAnswer.FORBIDDEN;
    }

    private static SlackAnswer answer(Object details) {
        return switch (details) {
            case Rejection.StaleVersion _ -> SlackAnswer.CHANGED;
            case Rejection.SecretsFound _ -> SlackAnswer.SECRETS;
            case Rejection.IllegalTransition _ -> SlackAnswer.DECIDED;
            default -> SlackAnswer.FAILED;
        };
    }

    /** Read each time, so that one that was changed works at once. */
    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (SecretReference secret : secrets) {
            try {
                String text = secret.line();
                if (text.length() < SenderSecrets.SHORTEST) {
                    throw new IOException(secret + " has fewer than " + SenderSecrets.SHORTEST + " characters");
                }
                texts.add(text);
            } catch (IOException e) {
                LOG.error("a signing secret of Slack can't be used: {}", e.getMessage());
            }
        }
        return texts;
    }

    private static String only(ServerHttpRequest request, String header) {
        List<String> values = request.getHeaders().getOrEmpty(header);
        return values.size() == 1 ? values.getFirst() : "";
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
