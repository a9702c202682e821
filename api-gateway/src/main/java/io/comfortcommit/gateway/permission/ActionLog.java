package io.comfortcommit.gateway.permission;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Who was let in, who did what matters, and who was refused: {@code gateway.action_log}. The application's role can add
 * to it and read it, and neither change nor delete. Blocks.
 */
public final class ActionLog {
    /** More would not be an id or a path of ours. */
    private static final int LONGEST_TARGET = 200;
    /** For another thread that tells of an entry at this moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Sinks.Many<Recorded> added = Sinks.many().multicast().directBestEffort();

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
     * @param target what it was about: a path, or the id of a draft, device or repository
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

    /** @param id its number */
    public record Recorded(long id, Instant at, Entry entry) {}

    public void add(Entry entry) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long id = jdbc.sql("""
                INSERT INTO gateway.action_log (at, actor, client, trace, action, outcome, target, reason)
                VALUES (:at, :actor, :client, :trace::uuid, :action, :outcome, :target, :reason)
                RETURNING id""")
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("actor", entry.actor())
                .param("client", entry.client())
                .param("trace", entry.trace())
                .param("action", entry.action().code())
                .param("outcome", entry.outcome().name())
                .param("target", entry.target())
                .param("reason", entry.reason())
                .query(Long.class)
                .single();
        added.emitNext(new Recorded(id, now, entry), Sinks.EmitFailureHandler.busyLooping(PATIENCE));
    }

    /** What this process adds from now on. Who does not ask for it in time misses it: to be buffered. */
    public Flux<Recorded> watch() {
        return added.asFlux();
    }
}
