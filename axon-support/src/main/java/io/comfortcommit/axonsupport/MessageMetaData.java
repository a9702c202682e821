package io.comfortcommit.axonsupport;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.util.List;
import java.util.Map;

/** Keys of the metadata that every message carries from the command to its events. Pseudonymous ids only. */
public final class MessageMetaData {
    public static final String TRACE_ID = "traceId";
    /** {@code user:<uuid>}, {@code editor:<client>} or {@code system}. */
    public static final String ACTOR = "actor";

    public static final String REPOSITORY_ID = "repositoryId";
    public static final String USER_ID = "userId";
    public static final String CLIENT = "client";

    /** What goes on from a command to its events. */
    static final List<String> CORRELATED = List.of(TRACE_ID, ACTOR, REPOSITORY_ID, USER_ID, CLIENT);

    private MessageMetaData() {}

    /** Metadata of what the system does by itself within a trace. */
    public static Map<String, ?> system(String traceId) {
        return Map.of(TRACE_ID, traceId, ACTOR, "system");
    }

    /** Metadata of what a user does. */
    public static Map<String, ?> user(String traceId, UserId user, String client) {
        return Map.of(TRACE_ID, traceId, ACTOR, "user:" + user, USER_ID, user.toString(), CLIENT, client);
    }

    /** Metadata of what a program does by itself for a user. */
    public static Map<String, ?> editor(String traceId, UserId user, RepositoryId repository, String client) {
        return Map.of(
                TRACE_ID,
                traceId,
                ACTOR,
                "editor:" + client,
                USER_ID,
                user.toString(),
                REPOSITORY_ID,
                repository.toString(),
                CLIENT,
                client);
    }
}
