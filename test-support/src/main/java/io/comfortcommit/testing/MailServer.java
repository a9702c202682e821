package io.comfortcommit.testing;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server on loopback that takes messages by STARTTLS, from one user, for anybody. Its identity is one for 127.0.0.1,
 * by an authority of its own.
 */
public final class MailServer implements AutoCloseable {
    public static final String USER = "commits";
    public static final String PASSWORD = "a password of the test";
    private static final String KEYS = "changeit";

    private final SMTPServer server;
    private final Path authority;
    private final List<Mail> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Integer> refusals = new ConcurrentLinkedQueue<>();

    /** As it was addressed, and what was in it. */
    public record Mail(String from, String to, MimeMessage message) {}

    /** @param folder for its keys */
    public static MailServer withStartTls(Path folder) throws IOException {
        return new MailServer(folder, true);
    }

    /** One that knows of no encryption. */
    public static MailServer inTheClear(Path folder) throws IOException {
        return new MailServer(folder, false);
    }

    private MailServer(Path folder, boolean tls) throws IOException {
        authority = folder.resolve("ca.pem");
        SMTPServer.Builder builder = new SMTPServer.Builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .hostName("mail.test")
                .insertReceivedHeaders(false)
                .messageHandler((_, from, to, data) -> take(from, to, data))
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, _) -> {
                    if (!user.equals(USER) || !password.equals(PASSWORD)) {
                        throw new LoginFailedException();
                    }
                }));
        if (tls) {
            builder.requireAuth()
                    .startTlsSocketFactory(certified(folder), false)
                    .requireTLS();
        }
        server = builder.build();
        server.start();
    }

    private void take(String from, String to, byte[] data) throws RejectException {
        Integer refusal = refusals.poll();
        if (refusal != null) {
            throw new RejectException(refusal, "not now, or never: " + to);
        }
        try {
            received.add(new Mail(
                    from, to, new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data))));
        } catch (MessagingException e) {
            throw new RejectException(554, "no message");
        }
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** PEM of who vouches for it. */
    public Path authority() {
        return authority;
    }

    /** One reply for each message to come. */
    public void willRefuseWith(Integer... codes) {
        refusals.addAll(List.of(codes));
    }

    public List<Mail> received() {
        return List.copyOf(received);
    }

    private static SSLContext certified(Path folder) throws IOException {
        keytool(folder, "-genkeypair", "-alias", "ca", "-dname", "CN=our own", "-ext", "bc:c");
        keytool(folder, "-exportcert", "-rfc", "-alias", "ca", "-file", "ca.pem");
        keytool(
                folder,
                "-genkeypair",
                "-alias",
                "mail",
                "-dname",
                "CN=mail",
                "-ext",
                "san=ip:127.0.0.1",
                "-signer",
                "ca");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, KEYS.toCharArray());
            store.deleteEntry("ca");
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, KEYS.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", "keys.p12", "-storetype", "PKCS12", "-storepass", KEYS));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-validity", "2"));
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
