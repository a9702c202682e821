package io.comfortcommit.gateway.device;

import io.comfortcommit.gateway.device.Device.Kind;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The devices and their long-lived tokens. A browser, and a program that can, has a refresh token that is good once and
 * brings the next one; if one comes a second time, somebody else has it, and the device is out. Other programs have one
 * token for all their life. Blocks.
 */
public final class Devices {
    /** What is revoked is out at once in this process, and after this in all others. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

    private static final Duration SEEN_AGAIN_AFTER = Duration.ofMinutes(5);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int MOST_KNOWN = 10_000;
    private static final String COLUMNS =
            "d.id, d.user_id, d.kind, d.name, d.created_at, d.seen_at, d.expires_at, d.limited_to, d.only_draft, d.signed_in";

    private final JdbcClient jdbc;
    private final ErasedPeople erased;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final List<Runnable> whenSomeAreShutOut = new CopyOnWriteArrayList<>();

    Devices(JdbcClient jdbc, ErasedPeople erased, InstantSource clock) {
        this.jdbc = jdbc;
        this.erased = erased;
        this.clock = clock;
    }

    private record Known(@Nullable Device device, long read) {}

    /** @param token what the device proves itself with next */
    public record Let(Device device, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Let[" + device.id() + "]";
        }
    }

    /** What came of a refresh token. */
    public sealed interface Renewal {
        /** It was good, and is so no more. */
        record Renewed(Device device, String token) implements Renewal {
            /** Without the token. */
            @Override
            public String toString() {
                return "Renewed[" + device.id() + "]";
            }
        }

        /** It was good once: the device that it belonged to is out now. */
        record Replayed(UserId user, UUID device) implements Renewal {}

        /** Never given, over, or of a device that is out. */
        record Refused() implements Renewal {}
    }

    /**
     * Who is let in.
     *
     * @param name what the device calls itself
     * @param limitedTo a role; null where it may do all that its user may
     * @param onlyDraft a draft; null where it may see all of its user's
     * @param signedIn whether it comes in by signing in at a provider
     */
    public record Guest(
            UserId user,
            Kind kind,
            String name,
            @Nullable String limitedTo,
            @Nullable UUID onlyDraft,
            boolean signedIn) {
        public Guest(UserId user, Kind kind, String name, @Nullable String limitedTo) {
            this(user, kind, name, limitedTo, null, false);
        }
    }

    /**
     * Lets a device in that renews its token within {@code lifetime} each time.
     *
     * @throws RefusedException if its user was erased
     */
    public Let letIn(Guest guest, Duration lifetime) {
        String token = OpaqueToken.make(OpaqueToken.REFRESH);
        return erased.unlessErased(guest.user(), () -> {
            Device device = insert(guest, lifetime, null);
            jdbc.sql("""
                    INSERT INTO gateway.refresh_token (hash, device_id, issued_at, expires_at)
                    VALUES (:hash, :device, :now, :expires)""")
                    .param("hash", OpaqueToken.hash(token))
                    .param("device", device.id())
                    .param("now", at(device.createdAt()))
                    .param("expires", at(device.expiresAt()))
                    .update();
            return new Let(device, token);
        });
    }

    /**
     * Lets a program in that has one token for {@code lifetime}.
     *
     * @throws RefusedException if its user was erased
     */
    public Let letProgramIn(Guest guest, Duration lifetime) {
        String token = OpaqueToken.make(OpaqueToken.PROGRAM);
        return erased.unlessErased(
                guest.user(), () -> new Let(insert(guest, lifetime, OpaqueToken.hash(token)), token));
    }

    /**
     * Makes a device of one that was let in by an earlier version, whose tokens said themselves when they end.
     *
     * @return empty if it was revoked since, or its user was erased
     */
    public Optional<Device> adopt(UserId user, Kind kind, String token, Instant expiresAt) {
        byte[] hash = OpaqueToken.hash(token);
        Optional<Device> there = byHash(hash);
        if (there.isPresent()) {
            return there;
        }
        Instant now = clock.instant();
        var _ = erased.ifKept(
                user,
                () -> jdbc.sql("""
                INSERT INTO gateway.device (id, user_id, kind, name, token_hash, created_at, seen_at, expires_at)
                VALUES (:id, :user, :kind, '', :hash, :now, :now, :expires) ON CONFLICT (token_hash) DO NOTHING""")
                        .param("id", UUID.randomUUID())
                        .param("user", user.value())
                        .param("kind", kind.name())
                        .param("hash", hash)
                        .param("now", at(now))
                        .param("expires", at(expiresAt))
                        .update());
        known.remove(key(hash));
        return byHash(hash);
    }

    /** Whose {@link #letProgramIn one token} it is. */
    public Optional<Device> byToken(String token) {
        return token.startsWith(OpaqueToken.PROGRAM) ? byHash(OpaqueToken.hash(token)) : Optional.empty();
    }

    /** Whose refresh token it is, if it would be exchanged now. */
    public Optional<Device> byRefreshToken(String token) {
        return jdbc.sql(
                        "SELECT " + COLUMNS + " FROM gateway.device d"
                                + " JOIN gateway.refresh_token t ON t.device_id = d.id"
                                + " WHERE t.hash = :hash AND t.used_at IS NULL AND t.expires_at > :now AND d.revoked_at IS NULL")
                .param("hash", OpaqueToken.hash(token))
                .param("now", at(clock.instant()))
                .query(Devices::device)
                .optional();
    }

    /** The device, unless it is out. */
    public Optional<Device> find(UUID id) {
        return known(id.toString(), "d.id = :value", id);
    }

    /**
     * Exchanges a refresh token for the next one: one statement, so that of two that come at once, in any process, one wins.
     *
     * @param kind of the device that sends it; another's is as good as none
     * @param lifetime of the next one
     */
    public Renewal renew(Kind kind, String token, Duration lifetime) {
        byte[] hash = OpaqueToken.hash(token);
        String next = OpaqueToken.make(OpaqueToken.REFRESH);
        Instant now = clock.instant();
        Optional<Device> renewed = jdbc.sql("""
                WITH used AS (
                    UPDATE gateway.refresh_token t SET used_at = :now
                    WHERE t.hash = :hash AND t.used_at IS NULL AND t.expires_at > :now
                    AND EXISTS (SELECT FROM gateway.device d WHERE d.id = t.device_id AND d.kind = :kind)
                    RETURNING t.device_id
                ), renewed AS (
                    UPDATE gateway.device d SET seen_at = :now, expires_at = :expires FROM used
                    WHERE d.id = used.device_id AND d.revoked_at IS NULL RETURNING d.*
                ), issued AS (
                    INSERT INTO gateway.refresh_token (hash, device_id, issued_at, expires_at)
                    SELECT :next, id, :now, :expires FROM renewed
                )
                SELECT %s FROM renewed d""".formatted(COLUMNS))
                .param("hash", hash)
                .param("next", OpaqueToken.hash(next))
                .param("kind", kind.name())
                .param("now", at(now))
                .param("expires", at(now.plus(lifetime)))
                .query(Devices::device)
                .optional();
        if (renewed.isPresent()) {
            known.remove(renewed.get().id().toString());
            return new Renewal.Renewed(renewed.get(), next);
        }
        return jdbc.sql("""
                UPDATE gateway.device d SET revoked_at = :now, revoked_by = 'REPLAY'
                FROM gateway.refresh_token t
                WHERE t.hash = :hash AND t.used_at IS NOT NULL AND d.id = t.device_id AND d.revoked_at IS NULL
                RETURNING %s""".formatted(COLUMNS))
                .param("hash", hash)
                .param("now", at(now))
                .query(Devices::device)
                .optional()
                .<Renewal>map(device -> {
                    shutOut();
                    return new Renewal.Replayed(device.user(), device.id());
                })
                .orElseGet(Renewal.Refused::new);
    }

    /** Those of a user that are not out, the newest first. */
    public List<Device> of(UserId user) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM gateway.device d"
                        + " WHERE d.user_id = :user AND d.revoked_at IS NULL AND d.expires_at > :now"
                        + " ORDER BY d.created_at DESC, d.id")
                .param("user", user.value())
                .param("now", at(clock.instant()))
                .query(Devices::device)
                .list();
    }

    /**
     * Shuts a device out.
     *
     * @return whether this user had it and it was in
     */
    public boolean revoke(UserId user, UUID id) {
        int revoked = jdbc.sql("""
                UPDATE gateway.device SET revoked_at = :now, revoked_by = 'USER'
                WHERE id = :id AND user_id = :user AND revoked_at IS NULL AND expires_at > :now""")
                .param("id", id)
                .param("user", user.value())
                .param("now", at(clock.instant()))
                .update();
        shutOut();
        return revoked == 1;
    }

    /** Shuts all devices of a user out. */
    public void revokeAll(UserId user) {
        jdbc.sql(
                        "UPDATE gateway.device SET revoked_at = :now, revoked_by = 'USER' WHERE user_id = :user AND revoked_at IS NULL")
                .param("user", user.value())
                .param("now", at(clock.instant()))
                .update();
        shutOut();
    }

    /** @param look soon, and not on this thread: devices that this process let in before may be out now */
    void whenSomeAreShutOut(Runnable look) {
        whenSomeAreShutOut.add(look);
    }

    /**
     * Until when devices may go on that show nothing new, as the database has it now.
     *
     * @param accessLifetime how long after its last renewal a device that renews is good
     * @return without those that are revoked
     */
    Map<UUID, Instant> goodUntil(Collection<UUID> ids, Duration accessLifetime) {
        Map<UUID, Instant> found = new HashMap<>();
        jdbc.sql("""
                SELECT d.id, LEAST(d.expires_at, (
                    SELECT t.issued_at + make_interval(secs => :lifetime) FROM gateway.refresh_token t
                    WHERE t.device_id = d.id ORDER BY t.issued_at DESC LIMIT 1
                )) AS good_until
                FROM gateway.device d WHERE d.id = ANY(:ids) AND d.revoked_at IS NULL""")
                .param("ids", ids.toArray(UUID[]::new))
                .param("lifetime", accessLifetime.toMillis() / 1000.0)
                .query(row -> {
                    found.put(
                            row.getObject("id", UUID.class),
                            row.getObject("good_until", OffsetDateTime.class).toInstant());
                });
        return found;
    }

    private void shutOut() {
        known.clear(); // a device is known by its token too
        whenSomeAreShutOut.forEach(Runnable::run);
    }

    /** What was let in as a user is forgotten, and out. */
    public void forget(UserId user) {
        jdbc.sql("DELETE FROM gateway.device WHERE user_id = :user")
                .param("user", user.value())
                .update();
        shutOut();
    }

    private Device insert(Guest guest, Duration lifetime, byte @Nullable [] tokenHash) {
        Instant now = clock.instant();
        forgetEnded(now);
        Device device = new Device(
                UUID.randomUUID(),
                guest.user(),
                guest.kind(),
                guest.name(),
                now,
                now,
                now.plus(lifetime),
                guest.limitedTo(),
                guest.onlyDraft(),
                guest.signedIn());
        jdbc.sql("""
                INSERT INTO gateway.device
                    (id, user_id, kind, name, token_hash, created_at, seen_at, expires_at, limited_to, only_draft, signed_in)
                VALUES (:id, :user, :kind, :name, :hash, :now, :now, :expires, :limit, :draft, :signedIn)""")
                .param("id", device.id())
                .param("user", device.user().value())
                .param("kind", device.kind().name())
                .param("name", device.name())
                .param("limit", device.limitedTo())
                .param("draft", device.onlyDraft())
                .param("signedIn", device.signedIn())
                .param("hash", tokenHash)
                .param("now", at(now))
                .param("expires", at(device.expiresAt()))
                .update();
        return device;
    }

    private void forgetEnded(Instant now) {
        jdbc.sql("DELETE FROM gateway.device WHERE expires_at < :ended")
                .param("ended", at(now.minus(REMEMBERED)))
                .update();
        jdbc.sql("DELETE FROM gateway.refresh_token WHERE expires_at < :now")
                .param("now", at(now))
                .update();
    }

    private Optional<Device> byHash(byte[] hash) {
        return known(key(hash), "d.token_hash = :value", hash);
    }

    private static String key(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private Optional<Device> known(String key, String condition, Object value) {
        Known found = known.get(key);
        long now = System.nanoTime();
        if (found == null || now - found.read() > KNOWN_FOR.toNanos()) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            found = new Known(read(condition, value), now);
            known.put(key, found);
        }
        Device device = found.device();
        return device != null && clock.instant().isBefore(device.expiresAt()) ? Optional.of(device) : Optional.empty();
    }

    private @Nullable Device read(String condition, Object value) {
        Device device = jdbc.sql(
                        "SELECT " + COLUMNS + " FROM gateway.device d WHERE " + condition + " AND d.revoked_at IS NULL")
                .param("value", value)
                .query(Devices::device)
                .optional()
                .orElse(null);
        Instant now = clock.instant();
        if (device != null && now.isAfter(device.seenAt().plus(SEEN_AGAIN_AFTER))) {
            jdbc.sql("UPDATE gateway.device SET seen_at = :now WHERE id = :id")
                    .param("now", at(now))
                    .param("id", device.id())
                    .update();
        }
        return device;
    }

    private static Device device(ResultSet row, int number) throws SQLException {
        return new Device(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("user_id", UUID.class)),
                Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getString("limited_to"),
                row.getObject("only_draft", UUID.class),
                row.getBoolean("signed_in"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
