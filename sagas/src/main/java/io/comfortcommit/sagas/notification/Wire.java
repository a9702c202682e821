package io.comfortcommit.sagas.notification;

import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls vendors: no redirects, a limit on the time to the end of the answer, nothing of it in an exception. */
final class Wire implements AutoCloseable {
    /** Longer answers are none of those that we know. */
    private static final int LONGEST_ANSWER = 1 << 16;

    private final HttpClient client;
    private final Duration timeout;

    Wire(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    record Answer(int status, @Nullable Duration retryAfter, String body) {
        /** @throws DeliveryFailure unless the status tells of success */
        void check() {
            if (status == 429) {
                throw new DeliveryFailure(Reason.RATE_LIMITED, null, retryAfter);
            }
            if (status >= 500) {
                throw new DeliveryFailure(Reason.FAILING, Integer.toString(status), retryAfter);
            }
            if (status / 100 != 2) {
                // Some say why in one word, as Slack's webhooks do; anything longer may be a text with anything in it.
                String word = body.strip();
                throw new DeliveryFailure(
                        Reason.REFUSED, word.matches("[a-z_]{1,60}") ? word : Integer.toString(status), null);
            }
        }
    }

    static String secret(@Nullable SecretReference reference) {
        try {
            String secret = Objects.requireNonNull(reference).line();
            if (!fitsAHeader(secret)) {
                throw new DeliveryFailure(Reason.MISCONFIGURED);
            }
            return secret;
        } catch (IOException e) {
            throw new DeliveryFailure(Reason.MISCONFIGURED);
        }
    }

    /** What does not is refused by an exception that repeats it. */
    static boolean fitsAHeader(String secret) {
        return secret.matches("[!-~]{1,4096}");
    }

    /** Whether a secret may be sent there: by TLS, or to this very machine. */
    static boolean isSafe(URI address) {
        return address.getHost() != null
                && address.getUserInfo() == null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme())
                                && (address.getHost().equals("127.0.0.1")
                                        || address.getHost().equals("[::1]"))));
    }

    /** @throws DeliveryFailure if there is no answer */
    Answer send(HttpRequest request) {
        CompletableFuture<HttpResponse<InputStream>> sent = client.sendAsync(request, BodyHandlers.ofInputStream());
        CompletableFuture<Answer> answer = sent.thenApplyAsync(Wire::read, Thread::startVirtualThread);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sent.thenAccept(Wire::abandon);
            sent.cancel(true);
            throw new DeliveryFailure(Reason.TIMEOUT);
        } catch (ExecutionException e) {
            throw new DeliveryFailure(Reason.UNREACHABLE);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new DeliveryFailure(Reason.UNREACHABLE);
        }
    }

    private static Answer read(HttpResponse<InputStream> response) {
        try (var body = response.body()) {
            return new Answer(
                    response.statusCode(),
                    retryAfter(response).orElse(null),
                    new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void abandon(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // It was given up.
        }
    }

    /** In seconds; a date is as good as none. */
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("retry-after")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
