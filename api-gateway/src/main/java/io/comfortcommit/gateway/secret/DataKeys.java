package io.comfortcommit.gateway.secret;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys that secrets are encrypted with. They lie in the database, wrapped. */
final class DataKeys {
    private static final int BYTES = 32;
    private static final int ID_BYTES = 6;

    private final JdbcClient jdbc;
    private final WrappingKeys wrapping;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, DataKey> opened = new ConcurrentHashMap<>();

    DataKeys(JdbcClient jdbc, WrappingKeys wrapping, InstantSource clock) {
        this.jdbc = jdbc;
        this.wrapping = wrapping;
        this.clock = clock;
    }

    record DataKey(String id, SecretKey key) {
        /** Without the key. */
        @Override
        public String toString() {
            return "DataKey[" + id + "]";
        }
    }

    /** The newest one, of all processes. Holds it, so that it is not removed before the caller's transaction ends. */
    DataKey newest() {
        return jdbc.sql(
                        "SELECT id, wrapped, wrapped_by FROM gateway.data_key ORDER BY place DESC LIMIT 1 FOR KEY SHARE")
                .query((row, _) -> open(row.getString("id"), row.getBytes("wrapped"), row.getString("wrapped_by")))
                .optional()
                .orElseGet(this::begin);
    }

    /** @throws IllegalStateException if there is none of that id, or its wrapping key is not configured */
    DataKey of(String id) {
        DataKey known = opened.get(id);
        return known != null
                ? known
                : jdbc.sql("SELECT wrapped, wrapped_by FROM gateway.data_key WHERE id = :id")
                        .param("id", id)
                        .query((row, _) -> open(id, row.getBytes("wrapped"), row.getString("wrapped_by")))
                        .optional()
                        .orElseThrow(() -> new IllegalStateException("there is no data key " + id));
    }

    /** A new one, which is the newest from now on. */
    DataKey begin() {
        byte[] id = new byte[ID_BYTES];
        byte[] bytes = new byte[BYTES];
        random.nextBytes(id);
        random.nextBytes(bytes);
        DataKey made = new DataKey("d-" + HexFormat.of().formatHex(id), new SecretKeySpec(bytes, "AES"));
        jdbc.sql("""
                INSERT INTO gateway.data_key (id, wrapped, wrapped_by, created_at)
                VALUES (:id, :wrapped, :wrappedBy, :now)""")
                .param("id", made.id())
                .param("wrapped", Sealing.seal(wrapping.of(wrapping.newest()), bytes, made.id()))
                .param("wrappedBy", wrapping.newest())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        opened.put(made.id(), made);
        return made;
    }

    /** Removes those that encrypt nothing any more, but the newest, and any that somebody is about to use. */
    void removeUnused() {
        jdbc.sql("""
                DELETE FROM gateway.data_key WHERE id IN (
                    SELECT id FROM gateway.data_key k
                    WHERE k.place < (SELECT max(place) FROM gateway.data_key)
                    AND NOT EXISTS (SELECT FROM gateway.user_secret s WHERE s.data_key = k.id)
                    FOR UPDATE SKIP LOCKED)""").update();
    }

    private DataKey open(String id, byte[] wrapped, String wrappedBy) {
        return opened.computeIfAbsent(
                id, _ -> new DataKey(id, new SecretKeySpec(Sealing.open(wrapping.of(wrappedBy), wrapped, id), "AES")));
    }
}
