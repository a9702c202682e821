package io.comfortcommit.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What browsers may load and run of what we answer, as
 * <a href="https://www.w3.org/TR/CSP3/">Content-Security-Policy</a>: only our own files, and text never becomes markup or script.
 */
public final class ContentPolicy {
    /** The name of the header. */
    public static final String HEADER = "Content-Security-Policy";

    /** Of every response that has none of its own. */
    static final String OWN_FILES = of("'self'");

    private ContentPolicy() {}

    /**
     * Of a document that holds a script.
     *
     * @param script the text between the tags; nothing else in the document runs
     */
    public static String allowing(String script) {
        return of("'self' 'sha256-" + sha256(script) + "'");
    }

    private static String of(String scripts) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src " + scripts,
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types comfort-worker");
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
