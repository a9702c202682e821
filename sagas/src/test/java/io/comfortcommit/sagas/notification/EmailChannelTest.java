package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.notification.NotificationChannel;
import io.comfortcommit.messages.notification.NotificationPreferences;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.sagas.notification.DeliveryFailure.Reason;
import io.comfortcommit.sagas.notification.Notice.Digest;
import io.comfortcommit.sagas.notification.Notice.Waiting;
import io.comfortcommit.sagas.notification.NotificationProperties.Email;
import io.comfortcommit.sagas.notification.NotificationProperties.Email.Security;
import io.comfortcommit.testing.MailServer;
import io.comfortcommit.testing.MailServer.Mail;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a mail server on loopback that wants STARTTLS and a password. */
class EmailChannelTest {
    private static final DraftId DRAFT = new DraftId(new UUID(1, 2));
    private static final Recipient KIM = new Recipient(
            new UserId(new UUID(7, 7)),
            new NotificationPreferences(List.of(NotificationChannel.EMAIL), "en", null, 5, null, "kim@example.com"));

    @TempDir
    private static Path folder;

    private static MailServer server;
    private static Email settings;

    @BeforeAll
    static void start() throws IOException {
        server = MailServer.withStartTls(folder);
        settings = at(server.port(), Security.STARTTLS, secret(MailServer.PASSWORD), server.authority());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aDraftIsToldAsTextAndAsHtmlWithALinkToIt() throws Exception {
        Mail mail = sent(waiting(Locale.ENGLISH, "shop", "feat: add <b>retry</b> & \"more\"", false));

        assertThat(mail.from()).isEqualTo("commits@example.org");
        assertThat(mail.to()).isEqualTo("kim@example.com");
        assertThat(mail.message().getSubject())
                .isEqualTo("A draft in shop waits for you: feat: add <b>retry</b> & \"more\"");
        assertThat(mail.message().getFrom()[0]).hasToString("Comfort Commit <commits@example.org>");
        assertThat(mail.message().getContentType()).startsWith("multipart/alternative");
        assertThat(part(mail, 0))
                .contains("feat: add <b>retry</b> & \"more\"", "2 files, +30 −4 lines", "https://c.example/d/1#k=once");
        assertThat(part(mail, 1))
                .contains(
                        "<html lang=\"en\">",
                        "feat: add &lt;b&gt;retry&lt;/b&gt; &amp; &quot;more&quot;",
                        "href=\"https://c.example/d/1#k=once\"")
                .doesNotContain("<b>", "<img", "<script");
    }

    @Test
    void koreanArrivesAsItWasWritten() throws Exception {
        Mail mail = sent(waiting(Locale.KOREAN, "상점", "feat: 재시도 추가 🚀", false));
        assertThat(mail.message().getSubject()).isEqualTo("상점에 승인을 기다리는 초안이 있습니다: feat: 재시도 추가 🚀");
        assertThat(part(mail, 0)).contains("파일 2개, +30 −4줄", "읽고 승인하기");
        assertThat(part(mail, 1)).contains("<html lang=\"ko\">", "feat: 재시도 추가 🚀");
    }

    @Test
    void nobodysWordsBecomeAHeaderOrARecipient() throws Exception {
        Mail mail = sent(waiting(
                Locale.ENGLISH,
                "shop\r\nBcc: a@evil.example",
                "feat: x\r\nTo: b@evil.example\n\n<script>\u2028Cc: c@evil.example",
                false));
        assertThat(mail.message().getHeader("Bcc")).isNull();
        assertThat(mail.message().getHeader("Cc")).isNull();
        assertThat(mail.message().getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("kim@example.com");
        assertThat(mail.message().getSubject())
                .isEqualTo("A draft in shop Bcc: a@evil.example waits for you:"
                        + " feat: x To: b@evil.example <script> Cc: c@evil.example");
    }

    @Test
    void whatIsToldTwiceIsOneMessageToAMailboxAndTheReminderAnswersIt() throws Exception {
        String first = id(sent(waiting(Locale.ENGLISH, "shop", "feat: x", false)));
        String again = id(sent(waiting(Locale.ENGLISH, "shop", "feat: x", false)));
        Mail reminder = sent(waiting(Locale.ENGLISH, "shop", "feat: x", true));
        assertThat(first).isEqualTo("<" + DRAFT + "@example.org>").isEqualTo(again);
        assertThat(id(reminder)).isNotEqualTo(first);
        assertThat(reminder.message().getHeader("In-Reply-To")).containsExactly(first);
        assertThat(reminder.message().getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(reminder.message().getSubject()).startsWith("A draft in shop still waits for you");
    }

    @Test
    void manyDraftsAreOneMessage() throws Exception {
        Mail mail = sent(new Digest(
                Locale.ENGLISH, "https://c.example/d/1#k=once", List.of("shop: feat: a", "shop: feat: <b>"), 12));
        assertThat(mail.message().getSubject()).isEqualTo("12 drafts wait for you");
        assertThat(part(mail, 1)).contains("shop: feat: a", "shop: feat: &lt;b&gt;", "… and 10 more");
    }

    @Test
    void aReplyThatMayPassIsOneToTryAgainAndOthersAreNot() {
        server.willRefuseWith(451, 550);
        assertThatThrownBy(telling(settings)).isInstanceOfSatisfying(DeliveryFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo("FAILING:451");
            assertThat(failure.mayPass()).isTrue();
        });
        assertThatThrownBy(telling(settings)).isInstanceOfSatisfying(DeliveryFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo("REFUSED:550");
            assertThat(failure.mayPass()).isFalse();
            assertThat(failure).hasMessageNotContaining("kim@example.com");
        });
    }

    @Test
    void aWrongPasswordIsSaidToBeASetting() throws IOException {
        assertFails(at(server.port(), Security.STARTTLS, secret("another"), server.authority()), "MISCONFIGURED:535");
    }

    @Test
    void aServerThatNobodyVouchesForIsToldNothing() throws IOException {
        int before = server.received().size();
        assertFails(at(server.port(), Security.STARTTLS, secret(MailServer.PASSWORD), null), "UNREACHABLE:tls");
        assertThat(server.received()).hasSize(before);
    }

    @Test
    void aServerWithoutEncryptionGetsNoPasswordUnlessThatIsWanted() throws IOException {
        try (MailServer clear = MailServer.inTheClear(folder)) {
            assertFails(
                    at(clear.port(), Security.STARTTLS, secret(MailServer.PASSWORD), server.authority()),
                    "UNREACHABLE:tls");
            assertThat(clear.received()).isEmpty();
            deliver(at(clear.port(), Security.NONE, null, null), waiting(Locale.ENGLISH, "shop", "feat: x", false));
            assertThat(clear.received()).hasSize(1);
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                EmailChannel channel = new EmailChannel(
                        at(silent.getLocalPort(), Security.STARTTLS, null, null), Duration.ofMillis(300))) {
            assertThatThrownBy(() -> channel.deliver(waiting(Locale.ENGLISH, "shop", "feat: x", false), KIM))
                    .isInstanceOfSatisfying(
                            DeliveryFailure.class,
                            failure -> assertThat(failure.reason()).isIn(Reason.TIMEOUT, Reason.UNREACHABLE));
        }
    }

    @Test
    void settingsThatWouldSendInTheClearStopTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Email("mail.example.org", 25, Security.NONE, null, null, "commits@example.org", null))
                .withMessageContaining("security");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Email("mail.example.org", 587, Security.STARTTLS, null, null, "a\nb@c", null))
                .withMessageContaining("from");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Email("mail.example.org", 587, Security.STARTTLS, "me", null, "a@example.org", null))
                .withMessageContaining("password");
    }

    private static Mail sent(Notice notice) {
        deliver(settings, notice);
        return server.received().getLast();
    }

    private static void deliver(Email settings, Notice notice) {
        try (EmailChannel channel = new EmailChannel(settings, Duration.ofSeconds(10))) {
            assertThat(channel.deliver(notice, KIM)).isNull();
        }
    }

    private static ThrowingCallable telling(Email settings) {
        return () -> deliver(settings, waiting(Locale.ENGLISH, "shop", "feat: x", false));
    }

    private static void assertFails(Email settings, String code) {
        assertThatThrownBy(telling(settings))
                .isInstanceOfSatisfying(
                        DeliveryFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static String part(Mail mail, int number) throws MessagingException, IOException {
        BodyPart part = ((MimeMultipart) mail.message().getContent()).getBodyPart(number);
        assertThat(part.getContentType().toLowerCase(Locale.ROOT))
                .startsWith(number == 0 ? "text/plain" : "text/html")
                .contains("utf-8");
        return (String) part.getContent();
    }

    private static String id(Mail mail) throws MessagingException {
        return mail.message().getMessageID();
    }

    private static Waiting waiting(Locale locale, String repository, String subject, boolean reminder) {
        return new Waiting(
                locale,
                "https://c.example/d/1#k=once",
                DRAFT,
                2,
                repository,
                subject,
                new ChangeSummary(2, 30, 4),
                0,
                reminder);
    }

    private static Email at(
            int port, Security security, @Nullable SecretReference password, @Nullable Path authorities) {
        return new Email(
                "127.0.0.1",
                port,
                security,
                password == null ? null : MailServer.USER,
                password,
                "commits@example.org",
                authorities);
    }

    private static SecretReference secret(String text) throws IOException {
        return SecretReference.of("file:" + Files.writeString(Files.createTempFile(folder, "secret", ""), text + "\n"));
    }
}
