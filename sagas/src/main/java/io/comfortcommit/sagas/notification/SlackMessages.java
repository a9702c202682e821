package io.comfortcommit.sagas.notification;

import io.comfortcommit.sagas.notification.Notice.Digest;
import io.comfortcommit.sagas.notification.Notice.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices in <a href="https://docs.slack.dev/reference/block-kit/blocks">blocks</a>. What people wrote is plain text there,
 * so that it can't mention anybody, and escaped where Slack reads its markup.
 */
final class SlackMessages {
    /** Of the value of a button that approves: draft and version. */
    static final String APPROVE = "comfort_approve";

    private static final String OPEN = "comfort_open";

    /** Slack's limit is 3000. */
    private static final int LONGEST = 500;

    private SlackMessages() {}

    /** @param buttons whether somebody hears when they are pressed */
    static Map<String, Object> message(Notice notice, boolean buttons) {
        return switch (notice) {
            case Waiting waiting -> waiting(waiting, buttons);
            case Digest digest -> digest(digest);
        };
    }

    private static Map<String, Object> waiting(Waiting notice, boolean buttons) {
        NoticeTexts texts = new NoticeTexts(notice.locale());
        String title = texts.title(notice);
        List<Object> blocks = new ArrayList<>();
        blocks.add(section(title));
        blocks.add(section(notice.subject()));
        texts.facts(notice).forEach(fact -> blocks.add(context(fact)));
        List<Object> actions = new ArrayList<>();
        if (buttons && notice.approvable()) {
            Map<String, Object> approve = button(texts.text("approve"), APPROVE);
            approve.put("style", "primary");
            approve.put("value", notice.draft() + ":" + notice.version());
            actions.add(approve);
        }
        actions.add(open(texts, notice.link()));
        blocks.add(Map.of("type", "actions", "elements", actions));
        return body(title + ": " + notice.subject(), blocks);
    }

    private static Map<String, Object> digest(Digest notice) {
        NoticeTexts texts = new NoticeTexts(notice.locale());
        String title = texts.title(notice);
        List<Object> blocks = new ArrayList<>();
        blocks.add(section(title));
        notice.drafts().forEach(draft -> blocks.add(section(draft)));
        int more = notice.count() - notice.drafts().size();
        if (more > 0) {
            blocks.add(context(texts.more(more)));
        }
        blocks.add(Map.of("type", "actions", "elements", List.of(open(texts, notice.link()))));
        return body(title, blocks);
    }

    static Map<String, Object> settled(Settled settled) {
        String outcome = new NoticeTexts(settled.locale()).settled(settled.outcome());
        return body(
                settled.repository() + ": " + settled.subject() + " — " + outcome,
                List.of(section(settled.repository()), section(settled.subject()), context(outcome)));
    }

    private static Map<String, Object> body(String text, List<Object> blocks) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", escaped(text));
        body.put("blocks", blocks);
        // Nobody but the reader shall follow the link.
        body.put("unfurl_links", false);
        body.put("unfurl_media", false);
        return body;
    }

    private static Map<String, Object> open(NoticeTexts texts, String link) {
        Map<String, Object> button = button(texts.text("open"), OPEN);
        button.put("url", link);
        return button;
    }

    private static Map<String, Object> button(String text, String action) {
        Map<String, Object> button = new LinkedHashMap<>();
        button.put("type", "button");
        button.put("text", plain(text));
        button.put("action_id", action);
        return button;
    }

    private static Map<String, Object> section(String text) {
        return Map.of("type", "section", "text", plain(text));
    }

    private static Map<String, Object> context(String text) {
        return Map.of("type", "context", "elements", List.of(plain(text)));
    }

    private static Map<String, Object> plain(String text) {
        String some = OneLine.of(text, LONGEST);
        return Map.of("type", "plain_text", "text", some.isEmpty() ? "…" : some, "emoji", false);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
