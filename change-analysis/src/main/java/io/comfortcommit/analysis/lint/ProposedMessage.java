package io.comfortcommit.analysis.lint;

import io.comfortcommit.analysis.text.Gitmoji;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A message in parts, as a model proposes it.
 *
 * @param type of Conventional Commits
 * @param scope null where there is none
 * @param subject what comes after the colon
 * @param body points, each of one sentence
 * @param confidence 0 to 1, as the model says
 */
public record ProposedMessage(
        String type, @Nullable String scope, String subject, List<String> body, double confidence) {
    private static final int WIDTH = 72;

    public ProposedMessage {
        body = List.copyOf(body);
    }

    /** {@code type(scope): subject} */
    public String firstLine() {
        return type + (scope == null ? "" : "(" + scope + ")") + ": " + subject;
    }

    /** With the emoji of its type before the subject, in place of one that is there; the same where its type has none. */
    public ProposedMessage withGitmoji() {
        return Gitmoji.of(type)
                .map(emoji ->
                        new ProposedMessage(type, scope, emoji + " " + Gitmoji.without(subject), body, confidence))
                .orElse(this);
    }

    /** The whole message; words are never broken, so a line with one long word is longer than 72. */
    public String text() {
        if (body.isEmpty()) {
            return firstLine();
        }
        var lines = new ArrayList<String>();
        body.forEach(point -> wrap(point, lines));
        return firstLine() + "\n\n" + String.join("\n", lines);
    }

    /** The same without the points that are not wanted. */
    public ProposedMessage keeping(IntPredicate wanted) {
        return new ProposedMessage(
                type,
                scope,
                subject,
                IntStream.range(0, body.size())
                        .filter(wanted)
                        .mapToObj(body::get)
                        .toList(),
                confidence);
    }

    private static void wrap(String point, List<String> lines) {
        var line = new StringBuilder("-");
        for (var word : point.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > 2) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
    }
}
