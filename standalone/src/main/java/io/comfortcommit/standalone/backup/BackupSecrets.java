package io.comfortcommit.standalone.backup;

import io.comfortcommit.messages.chain.NoteSigner;
import io.comfortcommit.standalone.logging.Logs;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that a backup needs and does not hold: whoever finds it can read nothing of a person in events, and bring back
 * nobody who was erased. By their marks it is known whether the ones at hand are those.
 */
final class BackupSecrets {
    static final String MASTER_KEY = "master-key";

    private static final String SIGNING_KEY = "audit-signing-key";
    static final List<String> NEEDED = List.of("owner-id", MASTER_KEY, "secrets-key", SIGNING_KEY);
    private static final int MARK_BYTES = 8;
    private static final int PASSWORD_BYTES = 32;

    private BackupSecrets() {}

    /**
     * @param secrets the folder of the secrets
     * @throws CannotStartException when one is missing
     */
    static Map<String, String> marks(Path secrets) {
        Map<String, String> marks = new LinkedHashMap<>();
        NEEDED.forEach(name -> marks.put(name, mark(name, read(secrets, name))));
        return marks;
    }

    static NoteSigner signer(Path secrets) {
        return NoteSigner.of(read(secrets, SIGNING_KEY));
    }

    /** @throws CannotStartException when it is missing */
    static String read(Path secrets, String name) {
        Path file = secrets.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new CannotStartException(Refusal.SECRET_MISSING, name, secrets);
        }
        try {
            String secret = Files.readString(file).strip();
            Logs.hide(secret);
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of a role of the database. */
    static String freshPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** They are random and long, so that a mark tells nothing of them. */
    private static String mark(String name, String secret) {
        byte[] mark = Seal.mac(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
                .doFinal(("comfort-commit backup " + name).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(mark, MARK_BYTES));
    }
}
