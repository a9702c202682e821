package io.comfortcommit.analysis.reading;

import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.declarations.Enclosing;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawTextComparator;
import org.jspecify.annotations.Nullable;

/** The line by line difference of two texts. */
record TextComparison(Content.Text before, Content.Text after, EditList edits) {
    private static final int CONTEXT = 3;
    /** Characters that cost as much as a line. */
    private static final int LINE_LENGTH = 200;
    /** Myers' algorithm takes lines × differences: fine for what people write, minutes for large generated files. */
    private static final int MOST_LINES_FOR_MYERS = 5_000;

    static TextComparison of(Content.Text before, Content.Text after) {
        return new TextComparison(
                before, after, algorithm(before, after).diff(RawTextComparator.DEFAULT, before.lines(), after.lines()));
    }

    private static DiffAlgorithm algorithm(Content.Text before, Content.Text after) {
        var histogram = new HistogramDiff();
        var small = before.size() + after.size() <= MOST_LINES_FOR_MYERS;
        histogram.setFallbackAlgorithm(small ? MyersDiff.INSTANCE : null);
        return histogram;
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    int insertions() {
        return edits.stream().mapToInt(Edit::getLengthB).sum();
    }

    int deletions() {
        return edits.stream().mapToInt(Edit::getLengthA).sum();
    }

    /** What the hunks cost, at least; without making any. */
    int hunkLines() {
        var cost = 0L;
        for (var group : groups()) {
            cost += 2 * CONTEXT;
            for (var edit : group) {
                cost += edit.getLengthA() + length(before, edit.getBeginA(), edit.getEndA()) / LINE_LENGTH;
                cost += edit.getLengthB() + length(after, edit.getBeginB(), edit.getEndB()) / LINE_LENGTH;
            }
        }
        return (int) Math.min(cost, Integer.MAX_VALUE);
    }

    /** Bytes of lines {@code from} to {@code to}, the latter excluded. */
    private static int length(Content.Text text, int from, int to) {
        var bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += text.lines().getRawString(i).remaining();
        }
        return bytes;
    }

    List<Hunk> hunks() {
        return groups().stream().map(this::hunk).toList();
    }

    /** Edits whose context would touch are one hunk. */
    private List<List<Edit>> groups() {
        var groups = new ArrayList<List<Edit>>();
        for (var edit : edits) {
            if (!groups.isEmpty()
                    && edit.getBeginA() - groups.getLast().getLast().getEndA() <= 2 * CONTEXT) {
                groups.getLast().add(edit);
            } else {
                groups.add(new ArrayList<>(List.of(edit)));
            }
        }
        return groups;
    }

    private Hunk hunk(List<Edit> group) {
        var first = group.getFirst();
        var last = group.getLast();
        var oldFrom = Math.max(0, first.getBeginA() - CONTEXT);
        var newFrom = Math.max(0, first.getBeginB() - CONTEXT);
        var oldTo = Math.min(before.size(), last.getEndA() + CONTEXT);
        var newTo = Math.min(after.size(), last.getEndB() + CONTEXT);

        var lines = new ArrayList<String>();
        var old = oldFrom;
        for (var edit : group) {
            for (; old < edit.getBeginA(); old++) {
                lines.add(" " + before.line(old));
            }
            for (; old < edit.getEndA(); old++) {
                lines.add("-" + before.line(old));
            }
            for (int i = edit.getBeginB(); i < edit.getEndB(); i++) {
                lines.add("+" + after.line(i));
            }
        }
        for (; old < oldTo; old++) {
            lines.add(" " + before.line(old));
        }
        return new Hunk(
                before.size() == 0 ? 0 : oldFrom + 1,
                oldTo - oldFrom,
                after.size() == 0 ? 0 : newFrom + 1,
                newTo - newFrom,
                lines,
                section(first));
    }

    private @Nullable String section(Edit first) {
        return first.getLengthB() > 0
                ? section(after, first.getBeginB(), first.getEndB())
                : section(before, first.getBeginA(), first.getEndA());
    }

    private static @Nullable String section(Content.Text text, int from, int to) {
        var changed = from;
        while (changed < to - 1 && text.line(changed).isBlank()) {
            changed++;
        }
        var line = Enclosing.above(text::line, changed);
        return line == null || line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH);
    }
}
