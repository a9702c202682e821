package io.comfortcommit.messages.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys whose signatures count. One that was replaced counts for the checkpoints of its time only: whoever finds it later
 * signs nothing new with it.
 */
public record TrustedKeys(List<Trusted> keys) {
    private static final Pattern LINE = Pattern.compile("(\\S+)(?:\\s+until=(0|[1-9][0-9]{0,17}))?");

    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /** @param until the largest size of a checkpoint that it may have signed; {@link Long#MAX_VALUE} for the one in use */
    public record Trusted(NoteKey key, long until) {
        public String text() {
            return until == Long.MAX_VALUE ? key.text() : key.text() + " until=" + until;
        }
    }

    enum Signed {
        RIGHTLY,
        /** By a key that had been replaced by then. */
        TOO_LATE,
        BY_NOBODY_KNOWN
    }

    /**
     * A key on each line, with {@code until=<size>} after one that was replaced; empty lines, and what follows {@code #}, are
     * passed over.
     *
     * @throws IllegalArgumentException that says which line is wrong
     */
    public static TrustedKeys of(String file) {
        List<Trusted> keys = new ArrayList<>();
        int number = 0;
        for (String line : file.lines().toList()) {
            number++;
            String said = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (said.isEmpty()) {
                continue;
            }
            Matcher form = LINE.matcher(said);
            if (!form.matches()) {
                throw new IllegalArgumentException("line " + number + ": a key, or a key and until=<size>");
            }
            try {
                keys.add(new Trusted(
                        NoteKey.of(form.group(1)),
                        form.group(2) == null ? Long.MAX_VALUE : Long.parseLong(form.group(2))));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
        }
        return new TrustedKeys(keys);
    }

    /** As {@link #of} reads it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(key.text()).append('\n'));
        return text.toString();
    }

    Signed check(SignedCheckpoint note) {
        boolean tooLate = false;
        for (Trusted trusted : keys) {
            if (note.isSignedBy(trusted.key)) {
                if (note.checkpoint().size() <= trusted.until) {
                    return Signed.RIGHTLY;
                }
                tooLate = true;
            }
        }
        return tooLate ? Signed.TOO_LATE : Signed.BY_NOBODY_KNOWN;
    }
}
