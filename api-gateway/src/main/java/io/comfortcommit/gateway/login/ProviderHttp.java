package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.login.LoginFailure.Why;
import io.comfortcommit.gateway.login.LoginProperties.Provider;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to providers: by TLS or on this machine, without redirects, and never for long. Blocks. */
final class ProviderHttp {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 1 << 20;
    private static final int OK = 200;
    private static final int UNKNOWN_CLIENT = 401;
    private static final int TOO_OFTEN = 429;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(Redirect.NEVER)
            .build();

    JsonNode get(URI address, Map<String, String> headers) throws LoginFailure {
        HttpRequest.Builder request = HttpRequest.newBuilder(safe(address)).GET();
        headers.forEach(request::setHeader);
        return send(request, Why.PROVIDER_UNREACHABLE);
    }

    /** @throws LoginFailure as refused only if the provider says that the code or token which was sent is worth nothing */
    JsonNode post(URI address, Map<String, String> form, Map<String, String> headers) throws LoginFailure {
        HttpRequest.Builder request = HttpRequest.newBuilder(safe(address))
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
        headers.forEach(request::setHeader);
        return send(request, Why.CODE_REFUSED);
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What a document says an address is, may be anything. */
    private static URI safe(URI address) throws LoginFailure {
        if (!Provider.isSafe(address)) {
            throw new LoginFailure(Why.PROVIDER_UNREACHABLE);
        }
        return address;
    }

    private JsonNode send(HttpRequest.Builder request, Why refused) throws LoginFailure {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request.setHeader("Accept", "application/json")
                        .setHeader("User-Agent", "comfort-commit")
                        .build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
        try {
            // A request's own timeout ends with the headers.
            HttpResponse<byte[]> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new LoginFailure(refuses(response) ? refused : Why.PROVIDER_UNREACHABLE);
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new LoginFailure(Why.PROVIDER_UNREACHABLE, e);
        } catch (TimeoutException | ExecutionException e) {
            answer.cancel(true);
            throw new LoginFailure(Why.PROVIDER_UNREACHABLE, e);
        } catch (JacksonException e) {
            throw new LoginFailure(Why.PROVIDER_UNREACHABLE); // its words repeat what was read
        }
    }

    /**
     * Whether it says what RFC 6749 (5.2) has for a code or token that is worth nothing. Whatever else it says is about the
     * provider, the way to it, or who we are there: it may pass.
     */
    private static boolean refuses(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return status / 100 == 4
                && status != UNKNOWN_CLIENT
                && status != TOO_OFTEN
                && JSON.readTree(response.body()).path("error").asString("").equals("invalid_grant");
    }
}
