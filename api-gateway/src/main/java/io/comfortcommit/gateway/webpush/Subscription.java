package io.comfortcommit.gateway.webpush;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a browser's {@code PushSubscription} says.
 *
 * @param publicKey uncompressed point of P-256, in base64url
 * @param secret 16 bytes in base64url
 */
public record Subscription(URI endpoint, String publicKey, String secret) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_ENDPOINT = 1024;

    /** @throws IllegalArgumentException whose message is the name of the component that is wrong */
    public Subscription {
        if (endpoint.toString().length() > LONGEST_ENDPOINT || !endpoint.isAbsolute()) {
            throw new IllegalArgumentException("endpoint");
        }
        if (!isPoint(decoded(publicKey, "p256dh"))) {
            throw new IllegalArgumentException("p256dh");
        }
        if (decoded(secret, "auth").length != 16) {
            throw new IllegalArgumentException("auth");
        }
    }

    private static byte[] decoded(String text, String name) {
        try {
            return text.length() > 100 ? new byte[0] : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** On the curve. */
    private static boolean isPoint(byte[] point) {
        if (point.length != 65 || point[0] != 4) {
            return false;
        }
        try {
            var unused = new ECKey.Builder(
                            Curve.P_256,
                            Base64URL.encode(Arrays.copyOfRange(point, 1, 33)),
                            Base64URL.encode(Arrays.copyOfRange(point, 33, 65)))
                    .build();
            return true;
        } catch (IllegalStateException | IllegalArgumentException e) {
            return false;
        }
    }

    byte[] stored() {
        return JSON.writeValueAsBytes(this);
    }

    static Subscription read(byte[] stored) {
        return JSON.readValue(stored, Subscription.class);
    }

    /** Without what sends there. */
    @Override
    public String toString() {
        return "Subscription";
    }
}
