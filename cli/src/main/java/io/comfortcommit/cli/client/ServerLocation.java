package io.comfortcommit.cli.client;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where the server is and who we are to it.
 *
 * @param token the owner's bearer token
 */
public record ServerLocation(URI url, String token) {
    /** Left by {@code up} when it ends. */
    private static final String STOPPED = "stopped.json";

    /** A server that was stopped so long ago is not waited for any more. The editors know the same. */
    private static final Duration GONE = Duration.ofDays(30);

    /**
     * {@code COMFORT_URL} and {@code COMFORT_TOKEN}, else what {@code pair} or else {@code up} left in the user's
     * configuration folder.
     *
     * @throws Failure {@link Problem#NO_SERVER}, or {@link Problem#SERVER_STOPPED} where {@code up} was ended in the
     *     last 30 days and not started again
     */
    public static ServerLocation find(Map<String, String> environment) {
        String url = environment.getOrDefault("COMFORT_URL", "");
        String token = environment.getOrDefault("COMFORT_TOKEN", "");
        JsonNode pairing = url.isEmpty() || token.isEmpty() ? pairing(environment) : null;
        if (pairing == null) {
            if (url.isEmpty()) {
                throw none(environment);
            }
            return new ServerLocation(parse(url), token);
        }
        String paired = Objects.requireNonNullElse(Json.text(pairing, "url"), "");
        if (url.isEmpty() || url.equals(paired)) {
            return new ServerLocation(
                    parse(paired),
                    token.isEmpty() ? Objects.requireNonNullElse(Json.text(pairing, "token"), "") : token);
        }
        // The token of one server is never told to another.
        return new ServerLocation(parse(url), token);
    }

    /** Our own folder in the user's configuration folder. */
    public static Path configuration(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path base = xdg.isEmpty()
                ? Path.of(home.isEmpty() ? System.getProperty("user.home") : home)
                        .resolve(".config")
                : Path.of(xdg);
        return base.resolve("comfort-commit");
    }

    private static Failure none(Map<String, String> environment) {
        JsonNode stopped = read(environment, STOPPED);
        return stopped == null || isGone(configuration(environment).resolve(STOPPED))
                ? Failure.of(Problem.NO_SERVER)
                : Failure.of(Problem.SERVER_STOPPED, Objects.requireNonNullElse(Json.text(stopped, "url"), ""));
    }

    private static boolean isGone(Path stopped) {
        try {
            return Files.getLastModifiedTime(stopped)
                    .toInstant()
                    .isBefore(Instant.now().minus(GONE));
        } catch (IOException noneThere) {
            return true;
        }
    }

    private static @Nullable JsonNode pairing(Map<String, String> environment) {
        JsonNode paired = read(environment, Paired.FILE);
        return paired == null ? read(environment, "pairing.json") : paired;
    }

    private static @Nullable JsonNode read(Map<String, String> environment, String file) {
        try {
            return Json.parse(Files.readAllBytes(configuration(environment).resolve(file)));
        } catch (IOException | JacksonException noneThere) {
            return null;
        }
    }

    /** @throws Failure {@link Problem#SERVER_URL_INVALID} */
    public static URI parse(String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text : text + "/");
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (IllegalArgumentException notAUrl) {
            throw Failure.of(notAUrl, Problem.SERVER_URL_INVALID, text);
        }
        throw Failure.of(Problem.SERVER_URL_INVALID, text);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
