package io.comfortcommit.sagas.llm;

import io.comfortcommit.analysis.lint.ProposedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a message out of what a model says: JSON, also between fences and sentences, also after reasoning that was left in
 * the text.
 */
final class ReplyReading {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern REASONING = Pattern.compile("(?s)<(think|thinking|reasoning)>.*?</\\1>");
    private static final Pattern SUBJECT = Pattern.compile("\"subject\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)");
    private static final Pattern PREFIX = Pattern.compile("^[a-z]{2,10}(?:\\([^()]*\\))?!?:\\s+");
    private static final int LONGEST = 100_000;

    private ReplyReading() {}

    static Optional<ProposedMessage> message(String reply) {
        String text = REASONING
                .matcher(reply.substring(0, Math.min(reply.length(), LONGEST)))
                .replaceAll("");
        for (int start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
            int end = end(text, start);
            if (end < 0) {
                return Optional.empty();
            }
            Optional<ProposedMessage> found = parse(text.substring(start, end));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What a growing answer says so far; empty before it comes to the subject. */
    static Optional<String> subjectSoFar(String partial) {
        var found = SUBJECT.matcher(REASONING.matcher(partial).replaceAll(""));
        return found.find()
                ? Optional.of(found.group(1).replaceAll("\\\\([\"\\\\/])", "$1"))
                        .filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private static Optional<ProposedMessage> parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            JsonNode subject = node.path("subject");
            if (!subject.isString()) {
                return Optional.empty();
            }
            List<String> body = new ArrayList<>();
            JsonNode points = node.path("body");
            if (points.isArray()) {
                points.forEach(point -> body.add(point(point.asString(""))));
            } else if (points.isString()) {
                points.asString().lines().map(ReplyReading::point).forEach(body::add);
            }
            body.removeIf(String::isBlank);
            String type = text(node.path("type"));
            String said = subject.asString().strip();
            return Optional.of(new ProposedMessage(
                    type == null ? "" : type.toLowerCase(Locale.ROOT),
                    text(node.path("scope")),
                    type == null ? said : PREFIX.matcher(said).replaceFirst(""),
                    body,
                    Math.clamp(node.path("confidence").asDouble(0.5), 0, 1)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    @Nullable
    private static String text(JsonNode node) {
        return node.isString() && !node.asString().isBlank() && !node.asString().equals("null")
                ? node.asString().strip()
                : null;
    }

    private static String point(String text) {
        return text.strip().replaceFirst("^[-*•]\\s+", "");
    }

    /** Behind the brace that closes the one at {@code start}; -1 if there is none. */
    private static int end(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
