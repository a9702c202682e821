package io.comfortcommit.analysis.drafting;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a message.
 *
 * @param complete whether it says all there is to say of its points
 * @param points what it speaks of
 */
record Subject(String text, boolean complete, List<Point> points) {
    /** From everything to as little as fits. */
    private static final List<Wording.Detail> DETAILS = List.of(
            new Wording.Detail(3, true, 64),
            new Wording.Detail(2, true, 64),
            new Wording.Detail(3, false, 64),
            new Wording.Detail(2, false, 64),
            new Wording.Detail(1, true, 64),
            new Wording.Detail(1, false, 64),
            new Wording.Detail(1, false, 40),
            new Wording.Detail(1, false, 24),
            new Wording.Detail(1, false, 14));
    /** Two things are said only where both are short and neither has to be cut. */
    private static final int MOST_NAMES_FOR_TWO = 3;

    private static final Wording.Detail FULL = DETAILS.getFirst();

    /**
     * @param headline points with the verb of the first, and maybe one with another
     * @param width characters at the most
     */
    static Subject fitting(Wording wording, String type, @Nullable String scope, List<Point> headline, int width) {
        var verb = headline.getFirst().verb();
        var same = headline.stream().filter(point -> point.verb() == verb).toList();
        var other = headline.stream().filter(point -> point.verb() != verb).toList();
        var prefix = type + (scope == null ? "" : "(" + scope + ")") + ": ";
        if (!other.isEmpty() && names(same) + names(other) <= MOST_NAMES_FOR_TWO) {
            var text = prefix + wording.phrases().text("two", wording.say(same, FULL), wording.say(other, FULL));
            if (text.length() <= width) {
                return new Subject(text, wording.isComplete(same, FULL) && wording.isComplete(other, FULL), headline);
            }
        }
        for (var detail : DETAILS) {
            var text = prefix + wording.say(same, detail);
            if (text.length() <= width) {
                return new Subject(text, wording.isComplete(same, detail), same);
            }
        }
        var text = type + ": " + wording.say(same, DETAILS.getLast());
        return new Subject(Names.cut(text, width), false, same);
    }

    /** The same in fewer words. */
    List<String> variants(Wording wording) {
        var same = points.stream()
                .filter(point -> point.verb() == points.getFirst().verb())
                .toList();
        return DETAILS.stream()
                .map(detail -> wording.say(same, detail))
                .distinct()
                .toList();
    }

    private static int names(List<Point> points) {
        return points.stream().mapToInt(point -> point.names().size()).sum();
    }

    /** Whether a body would only repeat it. */
    boolean saysAll(List<Point> all) {
        if (!complete) {
            return false;
        }
        if (points.getFirst().verb() != Verb.START) {
            return points.containsAll(all);
        }
        var said = new HashSet<>(points.getFirst().names());
        return all.stream().allMatch(point -> said.containsAll(point.names()));
    }
}
