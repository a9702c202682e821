package io.comfortcommit.axonsupport;

import java.lang.management.ManagementFactory;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param node names this process; see {@link JdbcProcessorStores}. Default: process id and host
 * @param masterKey wraps the keys of data subjects: 32 bytes in Base64, kept apart from database backups
 */
@ConfigurationProperties("comfort.axon")
record AxonSupportProperties(
        @Nullable String node, @Nullable String masterKey) {
    @Override
    public String node() {
        return node == null ? ManagementFactory.getRuntimeMXBean().getName() : node;
    }

    byte[] masterKeyBytes() {
        if (masterKey == null) {
            throw new IllegalStateException(
                    "comfort.axon.master-key is not set: give 32 random bytes in Base64 and keep them safe, without them"
                            + " personal data can't be read");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(masterKey);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("comfort.axon.master-key is not Base64", e);
        }
        if (key.length != 32) {
            throw new IllegalStateException("comfort.axon.master-key has " + key.length + " bytes instead of 32");
        }
        return key;
    }
}
