package io.comfortcommit.sagas.notification;

import io.comfortcommit.sagas.notification.Notice.Digest;
import io.comfortcommit.sagas.notification.Notice.Waiting;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Notices as the service worker of our page shows them. It makes text of them, and opens no address but its own. */
final class PushMessages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A notification shows no more, and this many lines of this length can always be encrypted. */
    private static final int LONGEST = 160;

    private static final int MOST_LINES = 4;

    private PushMessages() {}

    /** At most {@link PushEncryption#LONGEST} bytes. */
    static byte[] message(Notice notice) {
        NoticeTexts texts = new NoticeTexts(notice.locale());
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("title", shortened(texts.title(notice)));
        message.put("body", String.join("\n", lines(texts, notice)));
        message.put("lang", notice.locale().getLanguage());
        message.put("tag", topic(notice).orElse("digest"));
        message.put("path", URI.create(notice.link()).getRawPath());
        message.put("open", texts.text("open"));
        return JSON.writeValueAsBytes(message);
    }

    /** What a later message about the same takes the place of, if nobody has seen it yet (RFC 8030, 5.4). */
    static Optional<String> topic(Notice notice) {
        return switch (notice) {
            case Waiting waiting -> Optional.of(waiting.draft().toString().replace("-", ""));
            case Digest _ -> Optional.empty();
        };
    }

    private static List<String> lines(NoticeTexts texts, Notice notice) {
        List<String> lines = new ArrayList<>();
        switch (notice) {
            case Waiting waiting -> {
                lines.add(shortened(waiting.subject()));
                lines.addAll(texts.facts(waiting));
            }
            case Digest digest -> {
                digest.drafts().stream()
                        .limit(MOST_LINES)
                        .map(PushMessages::shortened)
                        .forEach(lines::add);
                int more = digest.count() - lines.size();
                if (more > 0) {
                    lines.add(texts.more(more));
                }
            }
        }
        return lines;
    }

    private static String shortened(String text) {
        return OneLine.of(text, LONGEST);
    }
}
