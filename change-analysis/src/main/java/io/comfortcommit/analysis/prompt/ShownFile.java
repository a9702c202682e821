package io.comfortcommit.analysis.prompt;

import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.declarations.Declaration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;
import java.util.function.ToIntFunction;

/**
 * A hand-written file as a prompt shows it.
 *
 * @param path without secrets
 * @param names that its changed lines declare or stand in
 * @param lines changed ones and what they stand in, without secrets, in their order
 * @param costs tokens of each line
 * @param cost tokens of all lines
 */
record ShownFile(
        FileChange file,
        String path,
        SequencedCollection<String> names,
        List<Line> lines,
        List<Integer> costs,
        int cost) {

    /** @param telling whether it declares something, and therefore says more than its neighbours */
    record Line(String text, boolean telling) {}

    private static final int LONGEST_LINE = 200;
    /** Lines of one file that are looked at; no budget has room for more. */
    private static final int MOST_LINES = 5_000;

    static ShownFile of(FileChange file, Redaction redaction, ToIntFunction<String> counter, int most) {
        var names = new LinkedHashSet<String>();
        var lines = new ArrayList<Line>();
        for (var hunk : file.hunks()) {
            if (lines.size() > MOST_LINES) {
                break;
            }
            if (hunk.section() != null) {
                var section = redaction.redact(file.path(), hunk.section());
                Declaration.in(section).map(Declaration::name).ifPresent(names::add);
                lines.add(new Line(cut("@@ " + section.strip()), true));
            }
            // Secrets may span lines, so a hunk is redacted before anything of it is left out.
            redaction
                    .redact(file.path(), String.join("\n", hunk.lines()))
                    .lines()
                    .filter(line -> !line.startsWith(" ")
                            && line.length() > 1
                            && !line.substring(1).isBlank())
                    .limit(MOST_LINES)
                    .forEach(line -> {
                        var declared = Declaration.in(line.substring(1));
                        declared.map(Declaration::name).ifPresent(names::add);
                        lines.add(new Line(cut(line), declared.isPresent()));
                    });
        }
        var costs = new ArrayList<Integer>();
        var cost = 0;
        for (var line : lines) {
            // What is beyond the whole budget need not be counted exactly.
            var own = cost > most ? line.text().length() / 2 : cost(counter, line.text());
            costs.add(own);
            cost += own;
        }
        var path = OneLine.of(redaction.redact("", file.path()), 200);
        if (!lines.isEmpty()) {
            cost += cost(counter, heading(path)) + cost(counter, omission(lines.size()));
        }
        return new ShownFile(file, path, names, List.copyOf(lines), costs, cost);
    }

    /** A line feed is counted as a token of its own. */
    static int cost(ToIntFunction<String> counter, String line) {
        return counter.applyAsInt(line) + 1;
    }

    /** @param most names to say */
    String headline(int most) {
        var text = new StringBuilder(PromptWriter.letter(file.kind()))
                .append(' ')
                .append(path)
                .append(" +")
                .append(file.insertions())
                .append(" -")
                .append(file.deletions());
        if (most > 0 && !names.isEmpty()) {
            text.append(": ")
                    .append(String.join(", ", names.stream().limit(most).toList()));
            if (names.size() > most) {
                text.append(", … ").append(names.size() - most).append(" more");
            }
        }
        return cut(text.toString());
    }

    /** What can be shown for so many tokens: all, or the telling lines first, in the order of the file. */
    List<String> within(int share) {
        if (lines.isEmpty() || share <= 0) {
            return List.of();
        }
        var chosen = new BitSet();
        var room = share - (cost - costs.stream().mapToInt(Integer::intValue).sum());
        for (var telling : List.of(true, false)) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).telling() == telling && costs.get(i) <= room) {
                    chosen.set(i);
                    room -= costs.get(i);
                }
            }
        }
        if (chosen.isEmpty()) {
            return List.of();
        }
        var shown = new ArrayList<String>();
        shown.add(heading(path));
        chosen.stream().mapToObj(i -> lines.get(i).text()).forEach(shown::add);
        if (chosen.cardinality() < lines.size()) {
            shown.add(omission(lines.size() - chosen.cardinality()));
        }
        return shown;
    }

    private static String heading(String path) {
        return "--- " + path;
    }

    private static String omission(int lines) {
        return "… " + lines + " more lines";
    }

    private static String cut(String line) {
        return OneLine.of(line, LONGEST_LINE).stripTrailing();
    }
}
