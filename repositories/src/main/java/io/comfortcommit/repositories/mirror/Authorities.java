package io.comfortcommit.repositories.mirror;

import io.comfortcommit.repositories.mirror.RemoteAccessException.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who may vouch for a host: the JVM's authorities, or instead of them those in a file. */
final class Authorities {
    private Authorities() {}

    /**
     * @param certificates PEM; null for the JVM's own
     * @return null for the JVM's own
     */
    static @Nullable SSLContext context(@Nullable Path certificates) throws RemoteAccessException {
        TrustManager[] trusted = trusted(certificates);
        if (trusted == null) {
            return null;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    /**
     * @param certificates PEM; null for the JVM's own
     * @return null for the JVM's own
     */
    static TrustManager @Nullable [] trusted(@Nullable Path certificates) throws RemoteAccessException {
        if (certificates == null) {
            return null;
        }
        try (InputStream pem = Files.newInputStream(certificates)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int n = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + n++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new RemoteAccessException(
                    Trouble.NOT_TRUSTED, "the certificates that are set for this remote can't be read", e);
        }
    }
}
