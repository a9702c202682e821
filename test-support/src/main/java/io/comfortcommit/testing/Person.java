package io.comfortcommit.testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who signed in at the {@link FakeProvider} and let a program in by a code from the page.
 *
 * @param token of the program
 */
public record Person(URI server, String token) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROVIDER = "corp";

    /** Settings of a server where everybody of {@code example.org} may sign in. */
    public static Map<String, String> letIn(Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("client-secret"), FakeProvider.SECRET);
        String provider = "comfort.login.providers[0].";
        return Map.of(
                provider + "id",
                PROVIDER,
                provider + "name",
                "Corp",
                provider + "issuer",
                FakeProvider.only().url(),
                provider + "client-id",
                FakeProvider.CLIENT,
                provider + "client-secret",
                "file:" + secret,
                "comfort.login.allow",
                "@example.org");
    }

    /** @param name before the {@code @example.org}; nobody has it yet */
    public static Person signsIn(URI server, String name) throws IOException, InterruptedException {
        FakeProvider.only().begin(InstantSource.system(), name + "@example.org");
        try (HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            browser.send(
                    HttpRequest.newBuilder(server.resolve("/api/login/" + PROVIDER))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            String code = post(browser, server, "/api/pairings", Map.of(), "code");
            return new Person(server, post(browser, server, "/api/tokens", Map.of("code", code), "token"));
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Person[server=" + server + "]";
    }

    private static String post(HttpClient browser, URI server, String path, Map<String, String> body, String wanted)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Origin", server.toString())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).required(wanted).asString();
    }
}
