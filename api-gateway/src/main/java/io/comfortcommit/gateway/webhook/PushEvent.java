package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.repositories.RemoteIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What of a push counts here, whichever host tells of it. Everything else that the host sends is passed over, however
 * much it is.
 *
 * @param ref in full
 * @param deleted whether the ref is gone
 * @param remotes URLs of the repository
 */
record PushEvent(String ref, boolean deleted, List<RemoteIdentity> remotes) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int LONGEST = 2_048;
    private static final String NOTHING = "0".repeat(40);
    /** GitHub's {@code repository}; GitLab's {@code project}. */
    private static final Set<String> REPOSITORY = Set.of("repository", "project");

    private static final Set<String> URLS =
            Set.of("clone_url", "ssh_url", "html_url", "git_http_url", "git_ssh_url", "web_url");

    /** @throws io.comfortcommit.gateway.problem.ProblemException if it tells of no push */
    static PushEvent read(InputStream body) throws IOException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            return read(json);
        } catch (JacksonException e) {
            throw Problem.badRequest("NOT_JSON").asException();
        }
    }

    private static PushEvent read(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw Problem.badRequest("NOT_AN_OBJECT").asException();
        }
        String ref = null;
        boolean deleted = false;
        List<String> urls = new ArrayList<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("ref")) {
                ref = text(json, value);
            } else if (name.equals("after")) {
                deleted |= NOTHING.equals(text(json, value));
            } else if (name.equals("deleted")) {
                deleted |= value == JsonToken.VALUE_TRUE;
            } else if (REPOSITORY.contains(name) && value == JsonToken.START_OBJECT) {
                readUrls(json, urls);
            }
            json.skipChildren();
        }
        if (json.nextToken() != null) {
            throw Problem.badRequest("NOT_JSON").asException();
        }
        if (ref == null) {
            throw Problem.badField("MISSING", "ref").asException();
        }
        return new PushEvent(
                ref,
                deleted,
                urls.stream()
                        .map(RemoteIdentity::of)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList());
    }

    private static void readUrls(JsonParser json, List<String> urls) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            String url = URLS.contains(name) ? text(json, value) : null;
            if (url != null) {
                urls.add(url);
            }
            json.skipChildren();
        }
    }

    private static @Nullable String text(JsonParser json, JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            return null;
        }
        String text = json.getString();
        return text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl) ? text : null;
    }
}
