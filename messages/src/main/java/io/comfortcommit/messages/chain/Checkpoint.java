package io.comfortcommit.messages.chain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a chain was once: so many leaves, and the root of their tree. C2SP tlog-checkpoint.
 *
 * @param origin names the chain, and no other one
 */
public record Checkpoint(String origin, long size, Hash root) {
    private static final Pattern FORM =
            Pattern.compile("([^\\n]+)\\n(0|[1-9][0-9]{0,17})\\n([A-Za-z0-9+/=]+)\\n(?:[^\\n]+\\n)*");

    /** @throws IllegalArgumentException unless it is a checkpoint's text, to the last line end */
    static Checkpoint of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a checkpoint says its origin, its size and its root, each on a line");
        }
        return new Checkpoint(form.group(1), Long.parseLong(form.group(2)), Hash.of(form.group(3)));
    }

    /** What is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root + "\n";
    }
}
