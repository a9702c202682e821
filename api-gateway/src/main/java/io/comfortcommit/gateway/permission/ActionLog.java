package io.comfortcommit.gateway.permission;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who was let in, who did what matters, and who was refused: {@code gateway.action_log}. The application's role can add
 * to it and read it, and neither change nor delete. Blocks.
 */
public final class ActionLog {
    /** More would not be an id or a path of ours. */
    private static final int LONGEST_TARGET = 200;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    ActionLog(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What was decided; what came of it then is another matter. */
    public enum Outcome {
        ALLOWED,
        DENIED
    }

    /**
     * @param actor {@code user:<uuid>}, or {@code anybody}
     * @param client as {@code name/version}
     * @param trace the request's
     * @param target what it was about: a path, or the id of a draft or device
     * @param reason a code, of refusals
     */
    public record Entry(
            String actor,
            String client,
            String trace,
            Action action,
            Outcome outcome,
            @Nullable String target,
            @Nullable String reason) {
        public Entry {
            if (target != null && target.length() > LONGEST_TARGET) {
                target = target.substring(0, LONGEST_TARGET);
            }
        }
    }

    public void add(Entry entry) {
        jdbc.sql("""
                INSERT INTO gateway.action_log (at, actor, client, trace, action, outcome, target, reason)
                VALUES (:at, :actor, :client, :trace::uuid, :action, :outcome, :target, :reason)""")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("actor", entry.actor())
                .param("client", entry.client())
                .param("trace", entry.trace())
                .param("action", entry.action().code())
                .param("outcome", entry.outcome().name())
                .param("target", entry.target())
                .param("reason", entry.reason())
                .update();
    }
}
