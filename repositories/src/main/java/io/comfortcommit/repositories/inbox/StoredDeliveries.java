package io.comfortcommit.repositories.inbox;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.Deliveries;
import io.comfortcommit.repositories.Delivery;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The deliveries in a table. A worker has one as long as it says every few seconds that it is still alive. */
public final class StoredDeliveries implements Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDeliveries.class);

    /** After which a delivery is somebody else's if nothing was heard of its worker. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(4);
    /** How long another process's delivery may go unseen. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(24);
    /** Far longer than anybody sends a delivery again. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final ErasedPeople erased;
    private final BiFunction<CaptureOrder, byte[], CaptureOrder> check;
    private final Semaphore arrivals = new Semaphore(0);

    /** @param check of what can be seen at once of a capture; throws {@link RefusedException} */
    public StoredDeliveries(
            JdbcClient jdbc,
            InstantSource clock,
            ErasedPeople erased,
            BiFunction<CaptureOrder, byte[], CaptureOrder> check) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.erased = erased;
        this.check = check;
    }

    @Override
    public Receipt receive(Delivery delivery, CaptureOrder given, byte[] bundle) {
        CaptureOrder order = check.apply(given, bundle);
        return stored(
                delivery,
                order.caller(),
                () -> jdbc.sql("""
                                INSERT INTO repositories.delivery (source, delivery_id, digest, trace_id, due_at,
                                    received_at, kind, repository_id, caller_id, client, branch, capture_id, lane_id,
                                    snapshot, base, mode, author_name, author_email, captured_at, bundle)
                                VALUES (?, ?, ?, ?, ?, ?, 'CAPTURE', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                ON CONFLICT DO NOTHING
                                """)
                        .params(Arrays.asList(
                                delivery.source(),
                                delivery.id(),
                                delivery.digest(),
                                delivery.traceId(),
                                now(),
                                now(),
                                order.repositoryId().value(),
                                order.caller().value(),
                                order.client(),
                                order.branch(),
                                order.captureId().value(),
                                order.lane().value(),
                                order.snapshot(),
                                order.base(),
                                order.mode().name(),
                                order.author().name(),
                                order.author().email(),
                                Timestamp.from(order.capturedAt()),
                                bundle))
                        .update());
    }

    @Override
    public Receipt receive(Delivery delivery, PushedBranch pushed) {
        return stored(
                delivery,
                pushed.caller(),
                () -> jdbc.sql("""
                                INSERT INTO repositories.delivery (source, delivery_id, digest, trace_id, due_at,
                                    received_at, kind, repository_id, caller_id, client, branch, authors, since)
                                VALUES (?, ?, ?, ?, ?, ?, 'PUSH', ?, ?, ?, ?, ?, ?)
                                ON CONFLICT DO NOTHING
                                """)
                        .params(Arrays.asList(
                                delivery.source(),
                                delivery.id(),
                                delivery.digest(),
                                delivery.traceId(),
                                now(),
                                now(),
                                pushed.repository().value(),
                                pushed.caller().value(),
                                pushed.client(),
                                pushed.branch(),
                                pushed.authors().toArray(new String[0]),
                                pushed.since() == null ? null : Timestamp.from(pushed.since())))
                        .update());
    }

    private Receipt stored(Delivery delivery, UserId caller, Supplier<Integer> insert) {
        Receipt receipt =
                erased.unlessErased(caller, () -> insert.get() == 1 ? Receipt.STORED : receivedBefore(delivery));
        if (receipt == Receipt.STORED) {
            arrivals.release();
        }
        return receipt;
    }

    private Receipt receivedBefore(Delivery delivery) {
        boolean same = jdbc.sql("SELECT digest = ? FROM repositories.delivery WHERE source = ? AND delivery_id = ?")
                .params(delivery.digest(), delivery.source(), delivery.id())
                .query(Boolean.class)
                .optional()
                .orElse(false);
        return same ? Receipt.REPEATED : Receipt.ID_REUSED;
    }

    @Override
    public Optional<Fate> fate(String source, String id) {
        return jdbc.sql("SELECT state, draft_id, code FROM repositories.delivery WHERE source = ? AND delivery_id = ?")
                .params(source, id)
                .query((row, n) -> {
                    UUID draft = row.getObject(2, UUID.class);
                    return new Fate(
                            State.valueOf(row.getString(1)),
                            draft == null ? null : new DraftId(draft),
                            row.getString(3));
                })
                .optional();
    }

    @Override
    public boolean work(Duration patience, Worker worker) throws InterruptedException {
        Instant until = clock.instant().plus(patience);
        Optional<Leased> next = lease();
        while (next.isEmpty() && clock.instant().isBefore(until)) {
            arrivals.tryAcquire(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            arrivals.drainPermits();
            next = lease();
        }
        next.ifPresent(leased -> work(leased, worker));
        return next.isPresent();
    }

    private void work(Leased leased, Worker worker) {
        // Not virtual: an interrupt would close the connection that it speaks with the database on.
        Thread alive = Thread.ofPlatform().daemon().name("delivery-alive").start(() -> renew(leased));
        try (MDC.MDCCloseable _ = MDC.putCloseable("trace", leased.delivery().traceId())) {
            end(leased, outcome(leased, worker));
        } catch (Exception e) {
            again(leased, e);
        } finally {
            alive.interrupt();
        }
    }

    private static Outcome outcome(Leased leased, Worker worker) throws Exception {
        try {
            return leased.task().by(worker);
        } catch (RefusedException e) {
            if (e.reason() == Reason.REMOTE_UNREACHABLE) {
                throw e; // it may be there later
            }
            return new Outcome.Refused(e.reason().name());
        }
    }

    private Optional<Leased> lease() {
        return jdbc.sql("""
                        UPDATE repositories.delivery d SET due_at = :until, attempts = attempts + 1
                        WHERE (d.source, d.delivery_id) = (
                            SELECT source, delivery_id FROM repositories.delivery
                            WHERE state = 'WAITING' AND due_at <= :now
                            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING d.*
                        """)
                .param("until", Timestamp.from(clock.instant().plus(LEASE)))
                .param("now", now())
                .query(StoredDeliveries::leased)
                .optional();
    }

    private void renew(Leased leased) {
        try {
            while (true) {
                Thread.sleep(SIGN_OF_LIFE);
                update("SET due_at = ?", leased, Timestamp.from(clock.instant().plus(LEASE)));
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("a delivery's lease could not be renewed; it may be done twice", e);
        }
    }

    private void end(Leased leased, Outcome outcome) {
        String code = switch (outcome) {
            case Outcome.Draft _ -> null;
            case Outcome.Refused refused -> refused.code();
            case Outcome.Nothing nothing -> nothing.code();
        };
        State state = switch (outcome) {
            case Outcome.Draft _ -> State.DONE;
            case Outcome.Refused _ -> State.REFUSED;
            case Outcome.Nothing _ -> State.IGNORED;
        };
        if (state == State.REFUSED) {
            LOG.warn("a delivery of {} was refused: {}", leased.delivery().source(), code);
        }
        update(
                "SET state = ?, code = ?, draft_id = ?, ended_at = ?, bundle = NULL, branch = NULL, authors = NULL,"
                        + " author_name = NULL, author_email = NULL",
                leased,
                state.name(),
                code,
                outcome instanceof Outcome.Draft draft ? draft.id().value() : null,
                now());
        jdbc.sql("DELETE FROM repositories.delivery WHERE state <> 'WAITING' AND ended_at < ?")
                .param(Timestamp.from(clock.instant().minus(REMEMBERED)))
                .update();
    }

    private void again(Leased leased, Exception failure) {
        String code =
                failure instanceof RefusedException refused ? refused.reason().name() : "INTERNAL";
        if (clock.instant().isAfter(leased.receivedAt().plus(GIVE_UP_AFTER))) {
            end(leased, new Outcome.Refused(code));
            return;
        }
        Duration delay = retry(leased.attempts());
        LOG.warn(
                "a delivery of {} could not be done, attempt {}, again in {}: {}",
                leased.delivery().source(),
                leased.attempts(),
                delay,
                code);
        LOG.debug("because", failure);
        update(
                "SET due_at = ?, code = ?",
                leased,
                Timestamp.from(clock.instant().plus(delay)),
                code);
    }

    private static Duration retry(int attempts) {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 20));
        return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
    }

    /** Of one that somebody else has meanwhile, nothing is changed. */
    private void update(String change, Leased leased, @Nullable Object... values) {
        Object[] all = Arrays.copyOf(values, values.length + 3);
        all[values.length] = leased.delivery().source();
        all[values.length + 1] = leased.delivery().id();
        all[values.length + 2] = leased.attempts();
        jdbc.sql("UPDATE repositories.delivery " + change
                        + " WHERE source = ? AND delivery_id = ? AND attempts = ? AND state = 'WAITING'")
                .params(Arrays.asList(all))
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Leased leased(ResultSet row, int n) throws SQLException {
        Delivery delivery = new Delivery(
                row.getString("source"),
                row.getString("delivery_id"),
                row.getString("digest"),
                row.getString("trace_id"));
        return new Leased(
                delivery,
                row.getInt("attempts"),
                row.getTimestamp("received_at").toInstant(),
                row.getString("kind").equals("PUSH") ? push(delivery, row) : capture(delivery, row));
    }

    private static Task push(Delivery delivery, ResultSet row) throws SQLException {
        PushedBranch pushed = pushed(row);
        return worker -> worker.take(delivery, pushed);
    }

    private static Task capture(Delivery delivery, ResultSet row) throws SQLException {
        CaptureOrder order = captured(row);
        byte[] bundle = row.getBytes("bundle");
        return worker -> worker.take(delivery, order, new ByteArrayInputStream(bundle));
    }

    private static PushedBranch pushed(ResultSet row) throws SQLException {
        Timestamp since = row.getTimestamp("since");
        return new PushedBranch(
                new UserId(row.getObject("caller_id", UUID.class)),
                new RepositoryId(row.getObject("repository_id", UUID.class)),
                row.getString("branch"),
                List.of((String[]) row.getArray("authors").getArray()),
                since == null ? null : since.toInstant(),
                row.getString("client"));
    }

    private static CaptureOrder captured(ResultSet row) throws SQLException {
        return new CaptureOrder(
                new CaptureId(row.getObject("capture_id", UUID.class)),
                new RepositoryId(row.getObject("repository_id", UUID.class)),
                new UserId(row.getObject("caller_id", UUID.class)),
                new LaneId(row.getObject("lane_id", UUID.class)),
                row.getString("snapshot"),
                row.getString("base"),
                row.getString("branch"),
                CaptureMode.valueOf(row.getString("mode")),
                new GitAuthor(row.getString("author_name"), row.getString("author_email")),
                row.getTimestamp("captured_at").toInstant(),
                row.getString("client"));
    }

    private interface Task {
        Outcome by(Worker worker) throws Exception;
    }

    /** @param attempts with this one; tells whether it is still this worker's */
    private record Leased(Delivery delivery, int attempts, Instant receivedAt, Task task) {}
}
