package io.comfortcommit.gateway.secret;

import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator's keys, which never lie in the database: they wrap those that do.
 *
 * @param key 32 random bytes in Base64; wraps new keys
 * @param formerKeys the ones before, until a rotation has wrapped everything anew
 */
@ConfigurationProperties("comfort.security.secrets")
record SecretProperties(@Nullable String key, @DefaultValue List<String> formerKeys) {
    private static final int BYTES = 32;

    SecretKey wrapping() {
        if (key == null) {
            throw refused("key");
        }
        return read(key, "key");
    }

    List<SecretKey> former() {
        return formerKeys.stream().map(text -> read(text, "former-keys")).toList();
    }

    private static SecretKey read(String text, String name) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return new SecretKeySpec(bytes, "HKDF");
            }
        } catch (IllegalArgumentException e) {
            // said below, without what was there
        }
        throw refused(name);
    }

    private static IllegalStateException refused(String name) {
        return new IllegalStateException(
                "comfort.security.secrets." + name + " must be " + BYTES + " random bytes in Base64");
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "SecretProperties[formerKeys=" + formerKeys.size() + "]";
    }
}
