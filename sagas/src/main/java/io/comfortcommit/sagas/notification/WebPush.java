package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.PushTargets.PushTarget;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import io.comfortcommit.sagas.notification.Wire.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * <a href="https://www.rfc-editor.org/rfc/rfc8030">Web Push</a> to all browsers of a user that asked for it. It is delivered
 * when the service of one of them has taken it; those that are gone are forgotten.
 */
final class WebPush implements Channel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebPush.class);

    /** How long a service keeps a message for a browser that is off. After this the reminder is nearer. */
    private static final Duration KEPT = Duration.ofHours(12);

    private final PushDirectory directory;
    private final Wire wire;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    WebPush(PushDirectory directory, Wire wire) {
        this.directory = directory;
        this.wire = wire;
    }

    @Override
    public NotificationChannel kind() {
        return NotificationChannel.WEB_PUSH;
    }

    @Override
    public boolean reaches(Recipient to) {
        return !directory.of(to.user()).isEmpty();
    }

    /** The browser is let in already: a link that lets somebody in would be one too many. */
    @Override
    public boolean personal() {
        return false;
    }

    @Override
    public @Nullable String deliver(Notice notice, Recipient to) {
        byte[] text = PushMessages.message(notice);
        List<Future<Optional<DeliveryFailure>>> sent = new ArrayList<>();
        for (PushTarget target : directory.of(to.user())) {
            sent.add(threads.submit(() -> send(notice, text, to, target)));
        }
        DeliveryFailure worst = new DeliveryFailure(Reason.REFUSED, "gone", null);
        boolean taken = false;
        for (Future<Optional<DeliveryFailure>> one : sent) {
            Optional<DeliveryFailure> failure = outcome(one);
            taken |= failure.isEmpty();
            if (failure.isPresent() && !worst.mayPass()) {
                worst = failure.get();
            }
        }
        if (!taken) {
            throw worst;
        }
        return null;
    }

    private Optional<DeliveryFailure> send(Notice notice, byte[] text, Recipient to, PushTarget target) {
        try {
            Answer answer = wire.send(request(notice, text, target));
            if (answer.status() == 404 || answer.status() == 410) {
                directory.forget(to.user(), target);
                return Optional.of(new DeliveryFailure(Reason.REFUSED, "gone", null));
            }
            answer.check();
            return Optional.empty();
        } catch (DeliveryFailure failure) {
            LOG.debug("a browser could not be told: {}", failure.code());
            return Optional.of(failure);
        }
    }

    private static HttpRequest request(Notice notice, byte[] text, PushTarget target) {
        if (!Wire.isSafe(target.endpoint())) {
            throw new DeliveryFailure(Reason.MISCONFIGURED);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(target.endpoint())
                .header("Authorization", target.authorization())
                .header("Content-Type", "application/octet-stream")
                .header("Content-Encoding", "aes128gcm")
                .header("TTL", Long.toString(KEPT.toSeconds()))
                .header("Urgency", urgency(notice))
                .POST(BodyPublishers.ofByteArray(encrypted(text, target)));
        PushMessages.topic(notice).ifPresent(topic -> request.header("Topic", topic));
        return request.build();
    }

    /** A phone that saves its battery hears of a draft now, and of what was said before when it wakes. */
    private static String urgency(Notice notice) {
        return switch (notice) {
            case Notice.Waiting waiting -> waiting.reminder() ? "normal" : "high";
            case Notice.Digest _ -> "normal";
        };
    }

    private static byte[] encrypted(byte[] text, PushTarget target) {
        Base64.Decoder base64 = Base64.getUrlDecoder();
        try {
            return PushEncryption.encrypt(text, base64.decode(target.publicKey()), base64.decode(target.secret()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new DeliveryFailure(Reason.REFUSED, "key", null);
        }
    }

    private static Optional<DeliveryFailure> outcome(Future<Optional<DeliveryFailure>> sent) {
        try {
            return Objects.requireNonNull(sent.get());
        } catch (ExecutionException e) {
            return Optional.of(new DeliveryFailure(Reason.NOT_UNDERSTOOD));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new DeliveryFailure(Reason.UNREACHABLE));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
