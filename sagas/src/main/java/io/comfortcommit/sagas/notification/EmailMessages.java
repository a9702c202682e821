package io.comfortcommit.sagas.notification;

import io.comfortcommit.sagas.notification.Notice.Digest;
import io.comfortcommit.sagas.notification.Notice.Waiting;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * Notices as e-mail: the same words as text and as HTML, which loads nothing from anywhere. What people wrote can end no
 * line of a header, and is escaped in HTML.
 */
final class EmailMessages {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int LONGEST = 300;

    private EmailMessages() {}

    /**
     * Two messages of one notice have one id, so that a mailbox that gets both can show one (RFC 5322, 3.6.4); and a
     * reminder answers what it reminds of.
     *
     * @param from address
     * @param to address
     */
    static MimeMessage message(Session session, Notice notice, String from, String to) throws MessagingException {
        MimeMessage message = switch (notice) {
            case Waiting waiting -> waiting(session, waiting, from);
            case Digest digest -> digest(session, digest, from);
        };
        try {
            message.setFrom(new InternetAddress(from, "Comfort Commit", UTF_8));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JVM has UTF-8", e);
        }
        message.setRecipient(RecipientType.TO, new InternetAddress(to));
        message.setSentDate(new Date());
        // RFC 3834: nobody on holiday shall answer.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Content-Language", notice.locale().getLanguage());
        message.saveChanges();
        return message;
    }

    /** After the at sign. */
    static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    private static MimeMessage waiting(Session session, Waiting notice, String from) throws MessagingException {
        NoticeTexts texts = new NoticeTexts(notice.locale());
        String first = notice.draft() + "@" + domain(from);
        MimeMessage message = new Identified(session, notice.reminder() ? "reminder." + first : first);
        if (notice.reminder()) {
            message.setHeader("In-Reply-To", "<" + first + ">");
            message.setHeader("References", "<" + first + ">");
        }
        List<String> lines = new ArrayList<>(List.of(line(notice.subject())));
        lines.addAll(texts.facts(notice));
        String title = line(texts.title(notice));
        message.setSubject(title + ": " + line(notice.subject()), UTF_8);
        fill(message, texts, title, lines, notice.link());
        return message;
    }

    private static MimeMessage digest(Session session, Digest notice, String from) throws MessagingException {
        NoticeTexts texts = new NoticeTexts(notice.locale());
        List<String> lines = new ArrayList<>(
                notice.drafts().stream().map(EmailMessages::line).toList());
        int more = notice.count() - notice.drafts().size();
        if (more > 0) {
            lines.add(texts.more(more));
        }
        MimeMessage message = new Identified(session, UUID.randomUUID() + "@" + domain(from));
        String title = texts.title(notice);
        message.setSubject(title, UTF_8);
        fill(message, texts, title, lines, notice.link());
        return message;
    }

    private static void fill(MimeMessage message, NoticeTexts texts, String title, List<String> lines, String link)
            throws MessagingException {
        String open = texts.text("email.open");
        String once = texts.text("email.once");
        String why = texts.text("email.why");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(
                String.join("\r\n\r\n", title, String.join("\r\n", lines), open + ":\r\n" + link, once, "-- \r\n" + why)
                        + "\r\n",
                UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(html(texts.locale().getLanguage(), title, lines, open, link, once, why), UTF_8, "html");
        // The last is the one that readers prefer (RFC 2046, 5.1.4).
        message.setContent(new MimeMultipart("alternative", text, html));
    }

    private static String html(
            String language, String title, List<String> lines, String open, String link, String once, String why) {
        StringBuilder body = new StringBuilder();
        lines.forEach(line ->
                body.append("<p style=\"margin:4px 0\">").append(escaped(line)).append("</p>\r\n"));
        return """
                <!doctype html>
                <html lang="%s"><head><meta charset="utf-8"><title>%s</title></head>
                <body style="font-family:system-ui,sans-serif;line-height:1.5;max-width:36em">
                <h1 style="font-size:18px">%s</h1>
                %s<p style="margin:20px 0"><a href="%s" style="background:#1a5fb4;color:#ffffff;padding:10px 16px;\
                border-radius:6px;text-decoration:none">%s</a></p>
                <p>%s</p>
                <p style="color:#5e5c64;font-size:13px">%s</p>
                </body></html>
                """.formatted(
                        language,
                        escaped(title),
                        escaped(title),
                        body,
                        escaped(link),
                        escaped(open),
                        escaped(once),
                        escaped(why));
    }

    private static String line(String text) {
        return OneLine.of(text, LONGEST);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A message with an id of ours: the library's would name this machine. */
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
