package io.comfortcommit.repositories.publishing;

import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.repositories.terms.RemoteTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The last lines of a message, as {@code git interpret-trailers} reads and adds them. */
public final class Trailers {
    private static final Pattern LINE =
            Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9-]*|BREAKING CHANGE): \\S.*|\\s+\\S.*");

    private Trailers() {}

    /** A message with what its remote asks for; what it says already is not said twice. */
    public static String added(String message, RemoteTerms terms, GitAuthor author) {
        List<String> wanted = new ArrayList<>(terms.trailers());
        if (terms.signOff()) {
            wanted.add("Signed-off-by: " + author.name() + " <" + author.email() + ">");
        }
        String text = message.stripTrailing();
        List<String> there = last(text);
        wanted.removeAll(there);
        if (wanted.isEmpty()) {
            return message;
        }
        return text + (there.isEmpty() ? "\n\n" : "\n") + String.join("\n", wanted) + "\n";
    }

    /** The lines of the last paragraph, if it is one of trailers and not the subject. */
    private static List<String> last(String text) {
        int start = text.lastIndexOf("\n\n");
        if (start < 0) {
            return List.of();
        }
        List<String> lines = text.substring(start + 2).lines().toList();
        return lines.stream().allMatch(LINE.asMatchPredicate()) ? lines : List.of();
    }
}
