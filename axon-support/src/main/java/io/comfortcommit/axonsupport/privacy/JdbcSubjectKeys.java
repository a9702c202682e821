package io.comfortcommit.axonsupport.privacy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.privacy.ErasedPeople.Erased;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Subject keys in the schema {@code vault}, each wrapped (AES key wrap with padding, RFC 5649) by the master key, which
 * lies outside the database. Keys are not part of event backups.
 *
 * <p>Works on connections of its own, never in the caller's transaction: a key must survive the rollback of the command
 * that first needed it, since others may have used it from the cache by then.
 */
public final class JdbcSubjectKeys implements SubjectKeys {
    /** How long another process may still read what was erased here. */
    private static final Duration CACHED_FOR = Duration.ofSeconds(30);

    private static final int KEY_BYTES = 32;
    private static final String KEY_WRAP = "AESWrapPad";

    private final JdbcClient jdbc;
    private final SecretKey master;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<UserId, Cached> cache = new ConcurrentHashMap<>();

    /**
     * @param dataSource hands out connections that take part in no transaction of the caller's
     * @param master AES, 256 bits
     */
    public JdbcSubjectKeys(DataSource dataSource, SecretKey master, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.master = master;
        this.clock = clock;
    }

    @Override
    public SecretKey toEncrypt(UserId subject) {
        Cached cached = cached(subject);
        if (cached == null) {
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            jdbc.sql("INSERT INTO vault.subject_key (subject, wrapped_key, created_at) VALUES (?, ?, ?)"
                            + " ON CONFLICT (subject) DO NOTHING")
                    .params(subject.value(), wrap(new SecretKeySpec(fresh, "AES")), now())
                    .update();
            cached = read(subject);
        }
        if (cached == null || cached.key().isEmpty()) {
            throw new ErasedSubjectException(subject);
        }
        return cached.key().get();
    }

    @Override
    public Optional<SecretKey> toDecrypt(UserId subject) {
        Cached cached = cached(subject);
        return cached == null ? Optional.empty() : cached.key();
    }

    @Override
    public void destroy(UserId subject) {
        destroy(jdbc, subject, clock.instant());
        // Not just removed: who read the key before may be about to put it there.
        cache.put(subject, new Cached(Optional.empty(), Instant.MAX));
    }

    /** In a database that no process has keys of. */
    public static void destroy(JdbcClient jdbc, UserId subject, Instant now) {
        jdbc.sql("INSERT INTO vault.subject_key (subject, wrapped_key, created_at, destroyed_at)"
                        + " VALUES (:subject, NULL, :now, :now)"
                        + " ON CONFLICT (subject) DO UPDATE SET wrapped_key = NULL, destroyed_at = :now"
                        + " WHERE subject_key.destroyed_at IS NULL")
                .param("subject", subject.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public List<Erased> erased() {
        return jdbc.sql("SELECT subject, destroyed_at FROM vault.subject_key WHERE destroyed_at IS NOT NULL"
                        + " ORDER BY destroyed_at, subject")
                .query((row, _) -> new Erased(
                        new UserId(row.getObject("subject", UUID.class)),
                        row.getObject("destroyed_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    @Override
    public void refresh() {
        cache.values().removeIf(cached -> cached.key().isPresent());
    }

    private @Nullable Cached cached(UserId subject) {
        Cached cached = cache.get(subject);
        return cached != null && (cached.key().isEmpty() || clock.instant().isBefore(cached.until()))
                ? cached
                : read(subject);
    }

    private @Nullable Cached read(UserId subject) {
        Optional<Cached> stored = jdbc.sql("SELECT wrapped_key FROM vault.subject_key WHERE subject = ?")
                .param(subject.value())
                .query((row, number) -> {
                    byte[] wrapped = row.getBytes("wrapped_key");
                    return new Cached(
                            Optional.ofNullable(wrapped).map(this::unwrap),
                            clock.instant().plus(CACHED_FOR));
                })
                .optional();
        // What is destroyed stays so, whatever was read a moment before.
        return stored.map(found ->
                        cache.merge(subject, found, (known, read) -> known.key().isEmpty() ? known : read))
                .orElse(null);
    }

    private byte[] wrap(SecretKey key) {
        try {
            Cipher cipher = Cipher.getInstance(KEY_WRAP);
            cipher.init(Cipher.WRAP_MODE, master);
            return cipher.wrap(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't wrap a subject's key", e);
        }
    }

    private SecretKey unwrap(byte[] wrapped) {
        try {
            Cipher cipher = Cipher.getInstance(KEY_WRAP);
            cipher.init(Cipher.UNWRAP_MODE, master);
            return (SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a subject's key does not open with this master key; put back the master key of this installation",
                    e);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** @param key empty if destroyed */
    private record Cached(Optional<SecretKey> key, Instant until) {}
}
