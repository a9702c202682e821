package io.comfortcommit.gateway.webpush;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.comfortcommit.gateway.secret.UserSecrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * The key of this installation towards push services (<a href="https://www.rfc-editor.org/rfc/rfc8292">VAPID</a>). Made once
 * and kept: browsers subscribe with its public half, and a new one would make all of them subscribe again.
 */
final class VapidKey {
    private static final String SECRET = "vapid-key";

    /** The limit is 24 h; clocks differ. */
    private static final Duration GOOD_FOR = Duration.ofHours(12);

    private final UserSecrets secrets;
    private final @Nullable URI contact;
    private final InstantSource clock;
    private volatile @Nullable ECKey known;

    VapidKey(UserSecrets secrets, @Nullable URI contact, InstantSource clock) {
        this.secrets = secrets;
        this.contact = contact;
        this.clock = clock;
    }

    /** What browsers subscribe with: an uncompressed point in base64url. */
    String publicKey() {
        return point(key());
    }

    /** Value of the header {@code Authorization} for one push service. */
    String authorization(URI endpoint) {
        ECKey key = key();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .audience(origin(endpoint))
                .expirationTime(Date.from(clock.instant().plus(GOOD_FOR)));
        if (contact != null) {
            claims.subject(contact.toString());
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims.build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK does not sign with ES256", e);
        }
        return "vapid t=" + token.serialize() + ", k=" + point(key);
    }

    private ECKey key() {
        ECKey key = known;
        if (key == null) {
            key = parse(secrets.findOrPut(UserSecrets.INSTALLATION, SECRET, VapidKey::generate));
            known = key;
        }
        return key;
    }

    /** RFC 6454, 6.2. */
    private static String origin(URI endpoint) {
        return endpoint.getScheme() + "://" + endpoint.getHost()
                + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
    }

    /** X9.62, 4.3.6: both coordinates have 32 bytes in a JWK. */
    private static String point(ECKey key) {
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(key.getX().decode(), 0, point, 1, 32);
        System.arraycopy(key.getY().decode(), 0, point, 33, 32);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
    }

    private static byte[] generate() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate().toJSONString().getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK makes no keys of P-256", e);
        }
    }

    private static ECKey parse(byte[] jwk) {
        try {
            return ECKey.parse(new String(jwk, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalStateException("the stored key for push services can't be read"); // without what was there
        }
    }
}
