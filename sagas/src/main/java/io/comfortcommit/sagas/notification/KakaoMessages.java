package io.comfortcommit.sagas.notification;

import io.comfortcommit.sagas.notification.Notice.Digest;
import io.comfortcommit.sagas.notification.Notice.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Notices as <a href="https://developers.kakao.com/docs/latest/en/kakaotalk-message/template#text">text templates</a>. */
final class KakaoMessages {
    /** Kakao's limit of a text, in characters. */
    private static final int LONGEST = 200;

    private static final int LONGEST_LINE = 80;

    private KakaoMessages() {}

    static Map<String, Object> template(Notice notice) {
        NoticeTexts texts = new NoticeTexts(notice.locale());
        return Map.of(
                "object_type",
                "text",
                "text",
                text(lines(texts, notice)),
                "link",
                Map.of("web_url", notice.link(), "mobile_web_url", notice.link()),
                "button_title",
                texts.text("open"));
    }

    private static List<String> lines(NoticeTexts texts, Notice notice) {
        List<String> lines = new ArrayList<>();
        lines.add(OneLine.of(texts.title(notice), LONGEST_LINE));
        switch (notice) {
            case Waiting waiting -> {
                lines.add(OneLine.of(waiting.subject(), LONGEST_LINE));
                lines.addAll(texts.facts(waiting));
            }
            case Digest digest -> digest.drafts().forEach(draft -> lines.add(OneLine.of(draft, LONGEST_LINE)));
        }
        return lines;
    }

    /** As many whole lines as have room. */
    private static String text(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (text.length() + 1 + line.length() > LONGEST) {
                break;
            }
            text.append(text.isEmpty() ? "" : "\n").append(line);
        }
        return text.toString();
    }
}
