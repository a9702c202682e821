package io.comfortcommit.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.comfortcommit.gateway.secret.UserSecrets;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keys that tokens are signed with (ES256), the same for all processes on a database. One signs; those before it verify
 * until the last token that they signed is over. Blocks while it reads the database.
 */
public final class SigningKeys {
    static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

    /** A token of a retired key is good this long at the most; covers what other processes sign before they notice. */
    private static final Duration VERIFIES_AFTER = Duration.ofMinutes(12);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final Duration LOOK_FOR_UNKNOWN = Duration.ofSeconds(1);
    private static final String SECRET = "signing-key/";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final UserSecrets secrets;
    private final InstantSource clock;
    private @Nullable Known known;
    private long lookedForUnknown = System.nanoTime() - LOOK_FOR_UNKNOWN.toNanos();

    SigningKeys(JdbcClient jdbc, TransactionOperations transactions, UserSecrets secrets, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.secrets = secrets;
        this.clock = clock;
    }

    private record PublicKey(ECKey key, @Nullable Instant retiredAt) {}

    /** @param read by the clock of this process, which nobody sets */
    private record Known(ECKey signing, List<PublicKey> publicKeys, long read) {}

    /** The one that signs now, with its private half. */
    synchronized ECKey signing() {
        return known().signing();
    }

    /** Those that verify now, without private halves. */
    public synchronized JWKSet verifying() {
        return verifying(known());
    }

    /** Looks into the database for a key that another process may have made since; not at every forged token. */
    synchronized JWKSet verifying(String kid) {
        JWKSet keys = verifying(known());
        long now = System.nanoTime();
        if (keys.getKeyByKeyId(kid) != null || now - lookedForUnknown < LOOK_FOR_UNKNOWN.toNanos()) {
            return keys;
        }
        lookedForUnknown = now;
        known = null;
        return verifying(known());
    }

    /**
     * Signs with a new key from now on.
     *
     * @return its id
     */
    public synchronized String rotate() {
        String kid = begin();
        Instant now = clock.instant();
        jdbc.sql("UPDATE gateway.signing_key SET retired_at = :now WHERE retired_at IS NULL AND kid <> :kid")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("kid", kid)
                .update();
        jdbc.sql("DELETE FROM gateway.signing_key WHERE retired_at < :ended RETURNING kid")
                .param("ended", now.minus(VERIFIES_AFTER).atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list()
                .forEach(ended -> secrets.remove(UserSecrets.INSTALLATION, SECRET + ended));
        known = null;
        return kid;
    }

    private JWKSet verifying(Known keys) {
        Instant ended = clock.instant().minus(VERIFIES_AFTER);
        return new JWKSet(keys.publicKeys().stream()
                .filter(key -> key.retiredAt() == null || key.retiredAt().isAfter(ended))
                .<JWK>map(PublicKey::key)
                .toList());
    }

    private Known known() {
        Known current = known;
        if (current == null || System.nanoTime() - current.read() > LOOK_AGAIN.toNanos()) {
            current = read();
            known = current;
        }
        return current;
    }

    private Known read() {
        List<PublicKey> keys = stored();
        if (keys.isEmpty() || keys.getFirst().retiredAt() != null) {
            begin();
            keys = stored();
        }
        String kid = keys.getFirst().key().getKeyID();
        byte[] jwk = secrets.find(UserSecrets.INSTALLATION, SECRET + kid)
                .orElseThrow(() -> new IllegalStateException("the private half of signing key " + kid + " is missing"));
        return new Known(parse(new String(jwk, StandardCharsets.UTF_8)), keys, System.nanoTime());
    }

    /** The one that signs comes first. */
    private List<PublicKey> stored() {
        return jdbc.sql("""
                SELECT public_jwk, retired_at FROM gateway.signing_key
                ORDER BY retired_at DESC NULLS FIRST, created_at DESC, kid""")
                .query((row, _) -> {
                    OffsetDateTime retired = row.getObject("retired_at", OffsetDateTime.class);
                    return new PublicKey(
                            parse(row.getString("public_jwk")), retired == null ? null : retired.toInstant());
                })
                .list();
    }

    private String begin() {
        String kid = UUID.randomUUID().toString();
        ECKey key = generate(kid);
        transactions.executeWithoutResult(_ -> {
            secrets.put(
                    UserSecrets.INSTALLATION, SECRET + kid, key.toJSONString().getBytes(StandardCharsets.UTF_8));
            jdbc.sql("INSERT INTO gateway.signing_key (kid, public_jwk, created_at) VALUES (:kid, :jwk, :now)")
                    .param("kid", kid)
                    .param("jwk", key.toPublicJWK().toJSONString())
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        });
        return kid;
    }

    private static ECKey generate(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(ALGORITHM)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK makes no keys for " + ALGORITHM, e);
        }
    }

    private static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("a stored signing key can't be read"); // without what was there
        }
    }
}
