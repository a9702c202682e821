package io.comfortcommit.gateway.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What is made from the operator's keys by HKDF (RFC 5869): for each one that wraps, and an id that tells nothing of it. */
final class WrappingKeys {
    private static final int BYTES = 32;
    private static final int ID_BYTES = 6;

    private final String newest;
    private final Map<String, SecretKey> byId = new LinkedHashMap<>();

    WrappingKeys(SecretProperties properties) {
        SecretKey current = properties.wrapping();
        this.newest = id(current);
        byId.put(newest, wrapping(current));
        properties.former().forEach(key -> byId.put(id(key), wrapping(key)));
    }

    /** Id of the one that wraps new keys. */
    String newest() {
        return newest;
    }

    /** @throws IllegalStateException if it is none of the configured ones */
    SecretKey of(String id) {
        SecretKey key = byId.get(id);
        if (key == null) {
            throw new IllegalStateException("stored secrets need the key " + id
                    + ": set it as comfort.security.secrets.key, or among comfort.security.secrets.former-keys");
        }
        return key;
    }

    private static String id(SecretKey key) {
        return "w-" + HexFormat.of().formatHex(derive(key, "comfort wrapping key id v1", ID_BYTES));
    }

    private static SecretKey wrapping(SecretKey key) {
        return new SecretKeySpec(derive(key, "comfort wrapping key v1", BYTES), "AES");
    }

    private static byte[] derive(SecretKey key, String purpose, int bytes) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HKDF-SHA256", e);
        }
    }
}
