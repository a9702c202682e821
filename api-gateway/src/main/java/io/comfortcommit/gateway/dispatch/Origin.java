package io.comfortcommit.gateway.dispatch;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command comes from; goes with it as metadata, and from there to its events.
 *
 * @param actor {@code user:<uuid>} or {@code editor:<client>}
 * @param repository null where none is known
 * @param client what the user uses, as {@code name/version}
 */
public record Origin(
        String traceId, String actor, UserId user, @Nullable RepositoryId repository, String client) {
    /** What a person does with a program. */
    public static Origin user(String traceId, UserId user, @Nullable RepositoryId repository, String client) {
        return new Origin(traceId, "user:" + user, user, repository, client);
    }

    /** What a program does by itself for a person. */
    public static Origin editor(String traceId, UserId user, @Nullable RepositoryId repository, String client) {
        return new Origin(traceId, "editor:" + client, user, repository, client);
    }

    Map<String, String> metaData() {
        Map<String, String> metaData = new HashMap<>(Map.of(
                "traceId", traceId,
                "actor", actor,
                "userId", user.toString(),
                "client", client));
        if (repository != null) {
            metaData.put("repositoryId", repository.toString());
        }
        return metaData;
    }
}
