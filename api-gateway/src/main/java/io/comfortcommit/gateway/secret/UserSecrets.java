package io.comfortcommit.gateway.secret;

import io.comfortcommit.gateway.secret.DataKeys.DataKey;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.ErasedPeople;
import io.comfortcommit.repositories.RefusedException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Secrets by user and name. Each is encrypted with the newest data key and bound to its user, its name and its key, so that
 * rows can't be exchanged.
 */
public final class UserSecrets {
    /** Whose secrets are the installation's own. */
    public static final UserId INSTALLATION = new UserId(new UUID(0, 0));

    private static final int AT_ONCE = 100;
    private static final String IN_PLACE = """
            DO UPDATE
            SET data_key = excluded.data_key, sealed = excluded.sealed, updated_at = excluded.updated_at""";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ErasedPeople erased;
    private final DataKeys keys;
    private final InstantSource clock;

    UserSecrets(
            JdbcClient jdbc,
            TransactionOperations transactions,
            ErasedPeople erased,
            DataKeys keys,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.erased = erased;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Stores it in place of what was there.
     *
     * @throws RefusedException if the user was erased
     */
    public void put(UserId user, String name, byte[] plain) {
        var _ = erased.unlessErased(user, () -> insert(user, name, plain, IN_PLACE));
    }

    /**
     * Stores it in place of what is expected there.
     *
     * @return false if that is there no more, and whatever is stays as it is
     */
    public boolean replace(UserId user, String name, byte[] expected, byte[] plain) {
        return ifStill(user, name, expected, () -> insert(user, name, plain, IN_PLACE));
    }

    /** @throws IllegalStateException if what lies there was changed, or the operator's key for it is missing */
    public Optional<byte[]> find(UserId user, String name) {
        return find(user, name, "");
    }

    /**
     * What lies there, or what is made for it now: of several who make one at once, in any process, one is first and all get
     * that one's.
     *
     * @throws RefusedException if the user was erased
     */
    public byte[] findOrPut(UserId user, String name, Supplier<byte[]> made) {
        return find(user, name).orElseGet(() -> {
            byte[] plain = made.get();
            return erased.unlessErased(user, () -> {
                insert(user, name, plain, "DO NOTHING");
                return find(user, name).orElseThrow();
            });
        });
    }

    /** Those of a user whose names begin so, by name. */
    public Map<String, byte[]> findAll(UserId user, String beginning) {
        Map<String, byte[]> found = new TreeMap<>();
        jdbc.sql("""
                SELECT name, data_key, sealed FROM gateway.user_secret
                WHERE user_id = :user AND starts_with(name, :beginning)""")
                .param("user", user.value())
                .param("beginning", beginning)
                .query((row, _) ->
                        new Sealed(user, row.getString("name"), row.getString("data_key"), row.getBytes("sealed")))
                .list()
                .forEach(secret -> found.put(secret.name(), open(secret)));
        return found;
    }

    public void remove(UserId user, String name) {
        jdbc.sql("DELETE FROM gateway.user_secret WHERE user_id = :user AND name = :name")
                .param("user", user.value())
                .param("name", name)
                .update();
    }

    /**
     * Removes what is expected there.
     *
     * @return false if that is there no more, and whatever is stays as it is
     */
    public boolean remove(UserId user, String name, byte[] expected) {
        return ifStill(user, name, expected, () -> remove(user, name));
    }

    /**
     * @param dataKey id of the key that encrypts everything from now on
     * @param secrets how many were encrypted anew
     */
    public record Rotation(String dataKey, int secrets) {}

    /** Encrypts everything with a new key and removes the old ones. May run at any time, and again after it broke off. */
    public Rotation rotate() {
        DataKey newest = keys.begin();
        int all = 0;
        for (int some = AT_ONCE; some > 0; ) {
            Integer done = transactions.execute(_ -> again(newest));
            some = done == null ? 0 : done;
            all += some;
        }
        transactions.executeWithoutResult(_ -> keys.removeUnused());
        return new Rotation(newest.id(), all);
    }

    private int again(DataKey newest) {
        List<Sealed> old = jdbc.sql("""
                SELECT user_id, name, data_key, sealed FROM gateway.user_secret
                WHERE data_key IN (
                    SELECT id FROM gateway.data_key
                    WHERE place < (SELECT place FROM gateway.data_key WHERE id = :newest))
                LIMIT :most FOR UPDATE""")
                .param("newest", newest.id())
                .param("most", AT_ONCE)
                .query((row, _) -> new Sealed(
                        new UserId(row.getObject("user_id", UUID.class)),
                        row.getString("name"),
                        row.getString("data_key"),
                        row.getBytes("sealed")))
                .list();
        old.forEach(secret -> insert(secret.user(), secret.name(), open(secret), IN_PLACE));
        return old.size();
    }

    /** Compares what was encrypted: a rotation of keys between changes the row, and nothing for who holds its secret. */
    private boolean ifStill(UserId user, String name, byte[] expected, Runnable change) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            boolean still = find(user, name, "FOR UPDATE")
                    .filter(found -> MessageDigest.isEqual(found, expected))
                    .isPresent();
            if (still) {
                change.run();
            }
            return still;
        }));
    }

    private Optional<byte[]> find(UserId user, String name, String lock) {
        return jdbc.sql("SELECT data_key, sealed FROM gateway.user_secret WHERE user_id = :user AND name = :name "
                        + lock)
                .param("user", user.value())
                .param("name", name)
                .query((row, _) -> new Sealed(user, name, row.getString("data_key"), row.getBytes("sealed")))
                .optional()
                .map(this::open);
    }

    /** Within a transaction, since the key is held until it ends. */
    private int insert(UserId user, String name, byte[] plain, String onConflict) {
        DataKey key = keys.newest();
        return jdbc.sql("""
                INSERT INTO gateway.user_secret (user_id, name, data_key, sealed, updated_at)
                VALUES (:user, :name, :key, :sealed, :now) ON CONFLICT (user_id, name)\s""" + onConflict)
                .param("user", user.value())
                .param("name", name)
                .param("key", key.id())
                .param("sealed", Sealing.seal(key.key(), plain, place(user, name, key)))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private record Sealed(UserId user, String name, String key, byte[] sealed) {}

    private byte[] open(Sealed secret) {
        DataKey key = keys.of(secret.key());
        return Sealing.open(key.key(), secret.sealed(), place(secret.user(), secret.name(), key));
    }

    private static String place(UserId user, String name, DataKey key) {
        return user + "|" + name + "|" + key.id();
    }
}
