package io.comfortcommit.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A push service on loopback as <a href="https://www.rfc-editor.org/rfc/rfc8030">RFC 8030</a> has them, and browsers that
 * read what it is sent. Takes every message unless it is told otherwise.
 */
public final class FakePushService implements AutoCloseable {
    private static final int POINT = 65;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** @param path which subscription it is for */
    public record Received(String path, Headers headers, byte[] body) {}

    public FakePushService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Of a subscription. */
    public URI endpoint(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/send/" + name);
    }

    /** What it says to messages for a subscription from now on. */
    public void answers(String name, int status) {
        statuses.put("/send/" + name, status);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            received.add(new Received(
                    path,
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(statuses.getOrDefault(path, 201), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** One that has just subscribed. */
    public static Browser browser() {
        try {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
            pairs.initialize(new ECGenParameterSpec("secp256r1"));
            byte[] shared = new byte[16];
            new SecureRandom().nextBytes(shared);
            return new Browser(pairs.generateKeyPair(), shared);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both in base64url, as RFC 8291 writes them. */
    public static KeyPair pair(String privateKey, String publicKey) {
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new KeyPair(
                    point(Base64.getUrlDecoder().decode(publicKey)),
                    keys.generatePrivate(new ECPrivateKeySpec(
                            new BigInteger(1, Base64.getUrlDecoder().decode(privateKey)), parameters)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ECPublicKey point(byte[] bytes) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                new BigInteger(1, Arrays.copyOfRange(bytes, 1, 33)),
                                new BigInteger(1, Arrays.copyOfRange(bytes, 33, POINT))),
                        curve.getParameterSpec(ECParameterSpec.class)));
    }

    /** What a browser keeps of a subscription. */
    public static final class Browser {
        private final KeyPair keys;
        private final byte[] shared;

        Browser(KeyPair keys, byte[] shared) {
            this.keys = keys;
            this.shared = shared;
        }

        /** {@code p256dh}, as bytes. */
        public byte[] point() {
            ECPoint at = ((ECPublicKey) keys.getPublic()).getW();
            return ByteBuffer.allocate(POINT)
                    .put((byte) 4)
                    .put(coordinate(at.getAffineX()))
                    .put(coordinate(at.getAffineY()))
                    .array();
        }

        /** {@code auth}, as bytes. */
        public byte[] shared() {
            return shared.clone();
        }

        public String p256dh() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(point());
        }

        public String auth() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(shared);
        }

        /** @throws GeneralSecurityException if it is not for this browser, or was changed on its way */
        public String read(byte[] message) throws GeneralSecurityException {
            ByteBuffer header = ByteBuffer.wrap(message);
            byte[] salt = new byte[16];
            header.get(salt);
            int record = header.getInt();
            byte[] sender = new byte[header.get()];
            header.get(sender);
            if (header.remaining() > record) {
                throw new GeneralSecurityException("more than one record");
            }
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(keys.getPrivate());
            agreement.doPhase(FakePushService.point(sender), true);
            byte[] material = derived(
                    shared,
                    agreement.generateSecret(),
                    concat("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), point(), sender),
                    32);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(derived(salt, material, label("aes128gcm"), 16), "AES"),
                    new GCMParameterSpec(128, derived(salt, material, label("nonce"), 12)));
            byte[] padded = cipher.doFinal(message, header.position(), header.remaining());
            int end = padded.length - 1;
            while (end > 0 && padded[end] == 0) {
                end--;
            }
            if (padded[end] != 2) {
                throw new GeneralSecurityException("not the last record");
            }
            return new String(padded, 0, end, StandardCharsets.UTF_8);
        }

        private static byte[] label(String of) {
            return ("Content-Encoding: " + of + "\0").getBytes(StandardCharsets.US_ASCII);
        }

        /** HKDF by hand, for up to one block: what reads shall not be what wrote. */
        private static byte[] derived(byte[] salt, byte[] material, byte[] info, int length)
                throws GeneralSecurityException {
            return Arrays.copyOf(hmac(hmac(salt, material), concat(info, new byte[] {1})), length);
        }

        private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        }

        private static byte[] concat(byte[]... parts) {
            ByteBuffer all = ByteBuffer.allocate(
                    Arrays.stream(parts).mapToInt(part -> part.length).sum());
            Arrays.stream(parts).forEach(all::put);
            return all.array();
        }

        private static byte[] coordinate(BigInteger number) {
            byte[] bytes = number.toByteArray();
            byte[] fixed = new byte[32];
            int length = Math.min(bytes.length, 32);
            System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
            return fixed;
        }
    }
}
