package io.comfortcommit.repositories.hosts;

import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.repositories.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON over HTTPS with a token. Follows no redirect, since the token is for one place; asks again at most once, where
 * the host says that a moment is enough.
 */
final class HostApi {
    private static final ObjectMapper JSON = JsonMapper.shared();
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final int LARGEST_ANSWER = 4 << 20;

    private final URI base;
    private final Map<String, String> headers;
    private final String token;
    private final @Nullable SSLContext authorities;
    private final Consumer<URI> gate;
    private final Duration patience;

    /**
     * @param headers sent with each request, the authorization among them
     * @param token as it must never be repeated
     * @param authorities null for the JVM's own
     * @param gate throws {@link RefusedException} where an address may not be talked to
     * @param patience for one answer, to its last byte
     */
    HostApi(
            URI base,
            Map<String, String> headers,
            String token,
            @Nullable SSLContext authorities,
            Consumer<URI> gate,
            Duration patience) {
        this.base = base;
        this.headers = headers;
        this.token = token;
        this.authorities = authorities;
        this.gate = gate;
        this.patience = patience;
    }

    /** @param body null if there was none that is JSON */
    record Answer(int status, @Nullable JsonNode body, String text) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    JsonNode get(String path) throws HostException {
        return good(ask(path, null));
    }

    Answer post(String path, Map<String, ?> body) throws HostException {
        return ask(path, JSON.writeValueAsString(body));
    }

    JsonNode good(Answer answer) throws HostException {
        JsonNode body = answer.body();
        if (answer.isGood() && body != null) {
            return body;
        }
        PullRequestTrouble trouble = switch (answer.status()) {
            case 401 -> PullRequestTrouble.TOKEN_TURNED_AWAY;
            case 403 -> PullRequestTrouble.FORBIDDEN;
            case 404, 410 -> PullRequestTrouble.NOT_FOUND;
            case 400, 405, 409, 415, 422 -> PullRequestTrouble.REFUSED;
            case 429 -> PullRequestTrouble.RATE_LIMITED;
            default -> PullRequestTrouble.UNREACHABLE;
        };
        throw new HostException(trouble, answer.status() + " " + answer.text(), null);
    }

    private Answer ask(String path, @Nullable String body) throws HostException {
        HttpResponse<byte[]> response = send(path, body);
        if (isRateLimited(response)) {
            Duration wait = retryAfter(response);
            if (wait == null || wait.compareTo(MOMENT) > 0) {
                throw rateLimited(response);
            }
            pause(wait);
            response = send(path, body);
            if (isRateLimited(response)) {
                throw rateLimited(response);
            }
        }
        String text = words(response.body());
        return new Answer(response.statusCode(), json(response.body()), text);
    }

    private HttpResponse<byte[]> send(String path, @Nullable String body) throws HostException {
        URI uri = URI.create(base.toString().replaceAll("/+$", "") + path);
        try {
            gate.accept(uri);
        } catch (RefusedException e) {
            throw new HostException(PullRequestTrouble.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience);
        headers.forEach(request::setHeader);
        if (body == null) {
            request.GET();
        } else {
            request.setHeader("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        }
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience);
        if (authorities != null) {
            client.sslContext(authorities);
        }
        HttpClient http = client.build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreachable("the API did not answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String said = cause.getMessage();
            throw unreachable(said == null ? "the API does not answer" : said, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", e);
        } finally {
            answer.cancel(true);
            http.shutdownNow();
        }
    }

    private static HostException unreachable(String words, Throwable cause) {
        return new HostException(PullRequestTrouble.UNREACHABLE, words, cause);
    }

    /** GitHub says 403 for its limits too, the secondary ones without an own status. */
    private static boolean isRateLimited(HttpResponse<byte[]> response) {
        return response.statusCode() == 429
                || response.statusCode() == 403
                        && (response.headers().firstValue("Retry-After").isPresent()
                                || response.headers()
                                        .firstValue("X-RateLimit-Remaining")
                                        .filter("0"::equals)
                                        .isPresent()
                                || new String(response.body(), StandardCharsets.UTF_8)
                                        .toLowerCase(Locale.ROOT)
                                        .contains("rate limit"));
    }

    private static @Nullable Duration retryAfter(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }

    private HostException rateLimited(HttpResponse<byte[]> response) {
        Duration wait = retryAfter(response);
        String again = wait == null ? "" : " (again in " + wait.toSeconds() + " s)";
        return new HostException(
                PullRequestTrouble.RATE_LIMITED, response.statusCode() + " " + words(response.body()) + again, null);
    }

    private static void pause(Duration wait) throws HostException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", e);
        }
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** What the host says in its JSON, or what it is if that is no JSON. */
    private String words(byte[] body) {
        JsonNode json = json(body);
        StringBuilder words = new StringBuilder();
        if (json != null && json.isObject()) {
            add(words, json.path("message"));
            add(words, json.path("error"));
            for (JsonNode error : json.path("errors")) {
                add(words, error.isObject() ? error.path("message") : error);
            }
        }
        String said = words.toString();
        return token.isEmpty() ? said : said.replace(token, "…");
    }

    private static void add(StringBuilder words, JsonNode said) {
        if (said.isArray()) {
            said.forEach(each -> add(words, each));
        } else if (said.isString() && !words.toString().contains(said.asString())) {
            words.append(words.isEmpty() ? "" : "\n").append(said.asString());
        }
    }

    /** @throws HostException if it is none that a person may be sent to */
    static String address(JsonNode answer, String name) throws HostException {
        String address = answer.path(name).asString("");
        try {
            URI uri = new URI(address);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && address.length() <= 2_000) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new HostException(
                PullRequestTrouble.UNREACHABLE, "the API's answer has no address of the pull request", null);
    }
}
