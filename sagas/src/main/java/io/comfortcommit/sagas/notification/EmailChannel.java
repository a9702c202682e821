package io.comfortcommit.sagas.notification;

import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import io.comfortcommit.sagas.notification.NotificationProperties.Email.Security;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * E-mail by <a href="https://www.rfc-editor.org/rfc/rfc6409">submission</a> to a server that passes it on. Its password, and
 * what it sends, are never seen by a network: without encryption it speaks to this very machine only.
 */
final class EmailChannel implements Channel, AutoCloseable {
    private final NotificationProperties.Email settings;
    private final Duration timeout;

    /** Virtual: to interrupt one closes the socket that it waits at. */
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    EmailChannel(NotificationProperties.Email settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
    }

    @Override
    public NotificationChannel kind() {
        return NotificationChannel.EMAIL;
    }

    @Override
    public boolean reaches(Recipient to) {
        return settings.host() != null && to.wishes().email() != null;
    }

    @Override
    public boolean personal() {
        return true;
    }

    @Override
    public @Nullable String deliver(Notice notice, Recipient to) {
        String address = Objects.requireNonNull(to.wishes().email());
        Future<?> sent = threads.submit(() -> send(notice, address));
        try {
            sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new DeliveryFailure(Reason.TIMEOUT);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DeliveryFailure failure
                    ? failure
                    : new DeliveryFailure(Reason.NOT_UNDERSTOOD);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new DeliveryFailure(Reason.UNREACHABLE);
        }
    }

    private void send(Notice notice, String to) {
        Session session = Session.getInstance(properties());
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            connect(transport);
            MimeMessage message = EmailMessages.message(session, notice, Objects.requireNonNull(settings.from()), to);
            transport.sendMessage(message, new InternetAddress[] {new InternetAddress(to)});
        } catch (MessagingException e) {
            throw failure(e);
        }
    }

    private void connect(SMTPTransport transport) throws MessagingException {
        try {
            transport.connect(settings.host(), settings.port(), settings.user(), password());
        } catch (AuthenticationFailedException e) {
            int code = transport.getLastReturnCode();
            throw new DeliveryFailure(
                    code / 100 == 4 ? Reason.FAILING : Reason.MISCONFIGURED, Integer.toString(code), null);
        } catch (MessagingException e) {
            // A server that greets and knows no STARTTLS makes an exception without a cause or a code.
            throw e.getNextException() == null && transport.getLastReturnCode() / 100 == 2
                    ? new DeliveryFailure(Reason.UNREACHABLE, "tls", null)
                    : failure(e);
        }
    }

    private @Nullable String password() {
        SecretReference password = settings.password();
        try {
            return password == null ? null : password.line();
        } catch (IOException e) {
            throw new DeliveryFailure(Reason.MISCONFIGURED);
        }
    }

    /** <a href="https://eclipse-ee4j.github.io/angus-mail/docs/api/org.eclipse.angus.mail/org/eclipse/angus/mail/smtp/package-summary.html">As Angus Mail reads them.</a> */
    private Properties properties() {
        Properties properties = new Properties();
        String from = Objects.requireNonNull(settings.from());
        String millis = Long.toString(timeout.toMillis());
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.from", from);
        // Else it would tell the name of this machine.
        properties.put("mail.smtp.localhost", EmailMessages.domain(from));
        properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(settings.security() == Security.STARTTLS));
        properties.put("mail.smtp.starttls.required", Boolean.toString(settings.security() == Security.STARTTLS));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security() == Security.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        Path authorities = settings.authorities();
        if (authorities != null) {
            properties.put("mail.smtp.ssl.socketFactory", vouchedForBy(authorities));
        }
        return properties;
    }

    private static SSLSocketFactory vouchedForBy(Path authorities) {
        try (InputStream pem = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int n = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + n++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new DeliveryFailure(Reason.MISCONFIGURED, "authorities", null);
        }
    }

    /** By the code of the reply, if the server has given one; its words are left where they are. */
    private static DeliveryFailure failure(MessagingException thrown) {
        for (Exception each = thrown; each != null; each = next(each)) {
            int code = switch (each) {
                case SMTPAddressFailedException address -> address.getReturnCode();
                case SMTPSenderFailedException sender -> sender.getReturnCode();
                case SMTPSendFailedException send -> send.getReturnCode();
                default -> -1;
            };
            if (code >= 400) {
                return new DeliveryFailure(code < 500 ? Reason.FAILING : Reason.REFUSED, Integer.toString(code), null);
            }
            if (each instanceof SSLException) {
                return new DeliveryFailure(Reason.UNREACHABLE, "tls", null);
            }
        }
        return new DeliveryFailure(Reason.UNREACHABLE);
    }

    private static @Nullable Exception next(Exception thrown) {
        if (thrown instanceof MessagingException messaging) {
            return messaging.getNextException();
        }
        return thrown.getCause() instanceof Exception cause ? cause : null;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
