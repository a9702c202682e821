package io.comfortcommit.standalone;

import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.standalone.data.DataFolder;
import io.comfortcommit.standalone.logging.Logs;
import io.comfortcommit.standalone.postgres.Roles;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** What an installation keeps to itself: made at its first start, each in a file of its own, masked in every log. */
record Secrets(
        String ownerToken,
        UUID ownerId,
        String masterKey,
        String secretsKey,
        String auditSigningKey,
        Roles databaseRoles) {
    private static final int BYTES = 32;

    static Secrets keptIn(DataFolder data) {
        SecureRandom random = new SecureRandom();
        return new Secrets(
                secret(data, "owner-token", random, Base64.getUrlEncoder().withoutPadding()),
                UUID.fromString(data.secret("owner-id", () -> UUID.randomUUID().toString())),
                secret(data, "master-key", random, Base64.getEncoder()),
                secret(data, "secrets-key", random, Base64.getEncoder()),
                signingKey(data, random),
                Roles.of(name -> secret(data, name, random, Base64.getUrlEncoder())));
    }

    private static String secret(DataFolder data, String name, SecureRandom random, Base64.Encoder encoding) {
        String secret = data.secret(name, () -> {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            return encoding.encodeToString(bytes);
        });
        Logs.hide(secret);
        return secret;
    }

    /** Moved away by its owner, it is made anew at the next start: that replaces it. */
    private static String signingKey(DataFolder data, SecureRandom random) {
        String key = data.secret("audit-signing-key", () -> NoteSigner.fresh("comfort-commit", random));
        Logs.hide(key);
        return key;
    }

    /** Without what must not reach a log. */
    @Override
    public String toString() {
        return "Secrets[ownerId=" + ownerId + "]";
    }
}
