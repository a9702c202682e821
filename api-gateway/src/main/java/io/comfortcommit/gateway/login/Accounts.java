package io.comfortcommit.gateway.login;

import io.comfortcommit.gateway.access.Owner;
import io.comfortcommit.gateway.login.LoginFailure.Why;
import io.comfortcommit.gateway.login.LoginProperties.Provider;
import io.comfortcommit.messages.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Which user of ours somebody is at a provider. The address is not kept: it decides who may come in. A digest of it says
 * later whether an address is the user's own. Blocks.
 */
public final class Accounts {
    /** Of an address; RFC 5321, 4.5.3.1.3 without the angle brackets. */
    private static final int LONGEST_NAME = 254;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final LoginProperties properties;
    private final Owner owner;
    private final InstantSource clock;

    Accounts(
            JdbcClient jdbc,
            TransactionOperations transactions,
            LoginProperties properties,
            Owner owner,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
        this.owner = owner;
        this.clock = clock;
    }

    UserId user(Provider provider, Identity identity) throws LoginFailure {
        boolean owns = properties.isOwner(provider, identity.address());
        if (!owns && !properties.isAllowed(identity.address())) {
            throw new LoginFailure(Why.NOT_ALLOWED);
        }
        UserId fresh = owns ? owner.id() : new UserId(UUID.randomUUID());
        Optional<UserId> user = Optional.ofNullable(
                transactions.execute(_ -> known(identity).orElseGet(() -> make(identity, fresh, owns))));
        // an address that is another person's now gets nobody what the first had
        return user.orElseThrow(() -> new LoginFailure(Why.NOT_ALLOWED));
    }

    /** Whether mail to this user may go there: to what a provider says is theirs, or wherever the owner wants it. */
    public boolean isOwn(UserId user, String address) {
        return user.equals(owner.id())
                || jdbc.sql("SELECT issuer, subject, address_digest FROM gateway.account"
                                + " WHERE user_id = :user AND address_digest IS NOT NULL")
                        .param("user", user.value())
                        .query((row, _) -> MessageDigest.isEqual(
                                row.getBytes("address_digest"),
                                digest(new Identity(row.getString("issuer"), row.getString("subject"), address))))
                        .list()
                        .contains(true);
    }

    /**
     * Who has signed in here and goes by a name: the address that a provider says is theirs, or their id.
     *
     * @return several where one address has accounts at several providers
     */
    public Set<UserId> known(String name) {
        String sought = name.strip();
        if (sought.length() > LONGEST_NAME) {
            return Set.of();
        }
        return sought.indexOf('@') > 0 ? byAddress(sought) : byId(sought);
    }

    /** A provider may have handed an address on: it is whose it was last said to be. */
    private Set<UserId> byAddress(String address) {
        Map<String, UserId> users = new LinkedHashMap<>();
        jdbc.sql("SELECT issuer, subject, user_id, address_digest FROM gateway.account"
                        + " WHERE address_digest IS NOT NULL ORDER BY seen_at, created_at, user_id")
                .query(row -> {
                    Identity meant = new Identity(row.getString("issuer"), row.getString("subject"), address);
                    if (MessageDigest.isEqual(row.getBytes("address_digest"), digest(meant))) {
                        users.put(meant.issuer(), new UserId(row.getObject("user_id", UUID.class)));
                    }
                });
        return new LinkedHashSet<>(users.values());
    }

    private Set<UserId> byId(String text) {
        UserId user;
        try {
            user = UserId.of(text);
        } catch (IllegalArgumentException e) {
            return Set.of(); // no id, and nobody's name
        }
        boolean known = user.equals(owner.id())
                || jdbc.sql("SELECT EXISTS (SELECT FROM gateway.account WHERE user_id = :user)")
                        .param("user", user.value())
                        .query(Boolean.class)
                        .single();
        return known ? Set.of(user) : Set.of();
    }

    /** Of no use to find the address's other accounts. */
    private static byte[] digest(Identity identity) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(String.join(
                                    "\n",
                                    identity.issuer(),
                                    identity.subject(),
                                    identity.address().toLowerCase(Locale.ROOT))
                            .getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private Optional<UserId> known(Identity identity) {
        return jdbc.sql("UPDATE gateway.account SET seen_at = :now, address_digest = :digest"
                        + " WHERE issuer = :issuer AND subject = :subject RETURNING user_id")
                .param("now", now())
                .param("digest", digest(identity))
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .query((row, _) -> new UserId(row.getObject("user_id", UUID.class)))
                .optional();
    }

    private @Nullable UserId make(Identity identity, UserId user, boolean owns) {
        int made = jdbc.sql("""
                INSERT INTO gateway.account (issuer, subject, user_id, created_at, seen_at, address_digest)
                SELECT :issuer, :subject, :user, :now, :now, :digest
                WHERE NOT EXISTS (SELECT FROM gateway.account WHERE issuer = :issuer AND user_id = :user)
                ON CONFLICT DO NOTHING""")
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .param("user", user.value())
                .param("now", now())
                .param("digest", digest(identity))
                .update();
        if (made == 0) {
            return known(identity).orElse(null); // another request was first, or the owner is somebody else
        }
        if (!owns) {
            jdbc.sql("INSERT INTO gateway.user_role (user_id, role) VALUES (:user, :role)")
                    .param("user", user.value())
                    .param("role", properties.role())
                    .update();
        }
        return user;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
