package io.comfortcommit.standalone.up;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** Asks the server for a link that lets one browser in, once. */
public final class PairingLink {
    private PairingLink() {}

    public static URI from(URI server, String token) {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) server.resolve("/api/pairings").toURL().openConnection();
            request.setRequestMethod("POST");
            request.setDoOutput(true);
            request.setConnectTimeout(10_000);
            request.setReadTimeout(10_000);
            request.setRequestProperty("Authorization", "Bearer " + token);
            request.setRequestProperty("Content-Type", "application/json");
            request.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
            try (InputStream answer = request.getInputStream()) {
                return URI.create(new JsonMapper().readTree(answer).path("url").asString());
            } finally {
                request.disconnect();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server gave no pairing link", e);
        }
    }
}
