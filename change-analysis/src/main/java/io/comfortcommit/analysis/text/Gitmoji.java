package io.comfortcommit.analysis.text;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The emoji of <a href="https://gitmoji.dev">gitmoji</a>, one for each type of Conventional Commits. It stands behind the
 * colon, so that the first line stays one of Conventional Commits: {@code fix(web): 🐛 check for null}.
 */
public final class Gitmoji {
    /** UTF-16 units that one takes at the most, with the space behind it. */
    public static final int ROOM = 3;

    private static final Map<String, String> OF_TYPE = Map.ofEntries(
            Map.entry("feat", "✨"),
            Map.entry("fix", "🐛"),
            Map.entry("docs", "📝"),
            Map.entry("style", "🎨"),
            Map.entry("refactor", "♻️"),
            Map.entry("perf", "⚡️"),
            Map.entry("test", "✅"),
            Map.entry("build", "👷"),
            Map.entry("ci", "👷"),
            Map.entry("chore", "🔧"),
            Map.entry("revert", "⏪️"));

    private static final String TYPED = "([A-Za-z][\\w-]*)(?:\\([^()]*\\))?!?:\\s+";
    /** As a character, also one of several, or as a name between colons. */
    private static final String EMOJI =
            "(?:(?:\\p{IsExtended_Pictographic}[\\x{FE0F}\\x{200D}\\p{IsEmoji_Modifier}]*)+|:[a-z][a-z0-9_+-]{1,39}:)\\s*";

    private static final Pattern HEADER = Pattern.compile("^(" + TYPED + ")");
    private static final Pattern WITH =
            Pattern.compile("^(?:" + EMOJI + ")?((?:" + TYPED + ")?)(?:" + EMOJI + ")?(?=\\S)");
    private static final Pattern LEADING = Pattern.compile("^" + EMOJI + "(?=\\S)");

    private Gitmoji() {}

    /** @return empty for a type of a project's own */
    public static Optional<String> of(String type) {
        return Optional.ofNullable(OF_TYPE.get(type.toLowerCase(Locale.ROOT)));
    }

    /** A first line, or what comes behind its colon, without one before the type and before the description. */
    public static String without(String line) {
        var found = WITH.matcher(line);
        return found.lookingAt() ? found.group(1) + line.substring(found.end()) : line;
    }

    /** The one that a description begins with, and the space behind it; nothing where there is none. */
    public static String leading(String description) {
        var found = LEADING.matcher(description);
        return found.lookingAt() ? found.group() : "";
    }

    /** A message whose description begins with the emoji of its type; as it is where it has no type that has one. */
    public static String into(String message) {
        return into(message, UnaryOperator.identity());
    }

    /** @param said the type that will be said in place of the message's */
    public static String into(String message, UnaryOperator<String> said) {
        var end = message.indexOf('\n');
        var line = without(end < 0 ? message : message.substring(0, end));
        var header = HEADER.matcher(line);
        if (!header.lookingAt()) {
            return message;
        }
        var type = header.group(2);
        return of(said.apply(type))
                .or(() -> of(type))
                .map(emoji -> header.group(1) + emoji + " " + line.substring(header.end())
                        + (end < 0 ? "" : message.substring(end)))
                .orElse(message);
    }
}
