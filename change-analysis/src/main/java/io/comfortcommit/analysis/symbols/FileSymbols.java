package io.comfortcommit.analysis.symbols;

import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Sides;
import io.comfortcommit.analysis.declarations.Declaration;
import io.comfortcommit.analysis.symbols.SymbolChange.How;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import io.comfortcommit.analysis.text.NameCharacters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the declarations of a file before and after. */
final class FileSymbols {
    /** Of the words of two declarations, from which one is the other renamed. */
    private static final double RENAMED_FROM = 0.75;
    /** Of those that could be a pair, how many are compared. */
    private static final int MOST_PAIRS = 10_000;

    private final FileChange file;
    private final Side before;
    private final Side after;

    private FileSymbols(FileChange file, Side before, Side after) {
        this.file = file;
        this.before = before;
        this.after = after;
    }

    /** Empty for a file without hunks. Where there is no grammar only the lines that hunks are in tell. */
    static List<SymbolChange> of(FileChange file) {
        Sides sides = file.sides();
        if (sides != null) {
            Optional<List<Declared>> old = DeclarationReader.read(path(file.oldPath(), file), sides.before());
            Optional<List<Declared>> current = DeclarationReader.read(path(file.newPath(), file), sides.after());
            if (old.isPresent() && current.isPresent()) {
                return new FileSymbols(file, new Side(old.get(), file, '-'), new Side(current.get(), file, '+'))
                        .compare();
            }
        }
        return enclosing(file);
    }

    private static String path(@Nullable String side, FileChange file) {
        return side == null ? file.path() : side;
    }

    /** One side's declarations and which of its changed rows each has. */
    private static final class Side {
        final List<Declared> declared;
        final int[] rows;
        final List<TreeSet<Integer>> hunks = new ArrayList<>();

        /** @param sign of the rows that this side has alone */
        Side(List<Declared> declared, FileChange file, char sign) {
            this.declared = declared;
            this.rows = new int[declared.size()];
            declared.forEach(_ -> hunks.add(new TreeSet<>()));
            int last = declared.stream().mapToInt(Declared::lastRow).max().orElse(-1);
            int[] owner = new int[last + 1];
            Arrays.fill(owner, -1);
            // Inner ones come later and take their rows from those around.
            for (int place = 0; place < declared.size(); place++) {
                Arrays.fill(
                        owner,
                        declared.get(place).firstRow(),
                        declared.get(place).lastRow() + 1,
                        place);
            }
            for (int number = 0; number < file.hunks().size(); number++) {
                Hunk hunk = file.hunks().get(number);
                int row = (sign == '-' ? hunk.oldStart() : hunk.newStart()) - 1;
                for (String line : hunk.lines()) {
                    boolean counts = line.charAt(0) == sign && says(line);
                    if (counts && row >= 0 && row < owner.length && owner[row] >= 0) {
                        rows[owner[row]]++;
                        hunks.get(owner[row]).add(number);
                    }
                    if (line.charAt(0) == sign || line.charAt(0) == ' ') {
                        row++;
                    }
                }
            }
        }

        /** Brackets and empty lines belong to whom the comparison gave them by chance. */
        private static boolean says(String line) {
            for (int at = 0; at < line.length(); at++) {
                char c = line.charAt(at);
                if (c < 128 ? NameCharacters.isLetterOrNumber(c) : Character.isLetterOrDigit(line.codePointAt(at))) {
                    return true;
                }
            }
            return false;
        }

        /** With those inside of it. */
        int allRows(int place) {
            int sum = rows[place];
            for (int inner = place + 1; inner < declared.size(); inner++) {
                if (isInside(inner, place)) {
                    sum += rows[inner];
                }
            }
            return sum;
        }

        TreeSet<Integer> allHunks(int place) {
            TreeSet<Integer> all = new TreeSet<>(hunks.get(place));
            for (int inner = place + 1; inner < declared.size(); inner++) {
                if (isInside(inner, place)) {
                    all.addAll(hunks.get(inner));
                }
            }
            return all;
        }

        boolean isInside(int inner, int outer) {
            for (int around = declared.get(inner).parent();
                    around >= 0;
                    around = declared.get(around).parent()) {
                if (around == outer) {
                    return true;
                }
            }
            return false;
        }
    }

    private List<SymbolChange> compare() {
        int[] pairOf = new int[before.declared.size()];
        Arrays.fill(pairOf, -1);
        BitSet paired = new BitSet();
        pairSame(pairOf, paired);
        BitSet renamed = pairRenamed(pairOf, paired);

        SortedMap<Integer, List<SymbolChange>> byRow = new TreeMap<>();
        for (int old = 0; old < pairOf.length; old++) {
            if (pairOf[old] < 0) {
                int around = before.declared.get(old).parent();
                // What is in something that is gone is gone with it.
                if (around < 0 || pairOf[around] >= 0) {
                    put(byRow, before.declared.get(old), change(old, How.REMOVED));
                }
            } else {
                SymbolChange stays = stays(old, pairOf[old], renamed.get(old));
                if (stays != null) {
                    put(byRow, after.declared.get(pairOf[old]), stays);
                }
            }
        }
        for (int current = 0; current < after.declared.size(); current++) {
            int around = after.declared.get(current).parent();
            if (!paired.get(current) && (around < 0 || paired.get(around))) {
                put(byRow, after.declared.get(current), change(current, How.ADDED));
            }
        }
        return byRow.values().stream().flatMap(List::stream).toList();
    }

    private static void put(SortedMap<Integer, List<SymbolChange>> byRow, Declared where, SymbolChange change) {
        byRow.computeIfAbsent(where.firstRow(), _ -> new ArrayList<>()).add(change);
    }

    /** The same name in the same place; of overloads first those with the same text and signature, then in order. */
    private void pairSame(int[] pairOf, BitSet paired) {
        Map<Declared.Key, List<Integer>> byKey = new HashMap<>();
        for (int current = 0; current < after.declared.size(); current++) {
            byKey.computeIfAbsent(after.declared.get(current).key(), _ -> new ArrayList<>())
                    .add(current);
        }
        for (int round = 0; round < 3; round++) {
            for (int old = 0; old < pairOf.length; old++) {
                Declared one = before.declared.get(old);
                if (pairOf[old] >= 0) {
                    continue;
                }
                for (int current : byKey.getOrDefault(one.key(), List.of())) {
                    Declared other = after.declared.get(current);
                    boolean fits = switch (round) {
                        case 0 -> one.text().equals(other.text());
                        case 1 -> one.signature().equals(other.signature());
                        default -> true;
                    };
                    if (fits && !paired.get(current)) {
                        pairOf[old] = current;
                        paired.set(current);
                        break;
                    }
                }
            }
        }
    }

    /** @return the old ones that have another name now */
    private BitSet pairRenamed(int[] pairOf, BitSet paired) {
        record Pair(int old, int current, double alike) {}
        List<Pair> pairs = new ArrayList<>();
        for (int old = 0; old < pairOf.length && pairs.size() < MOST_PAIRS; old++) {
            Declared one = before.declared.get(old);
            if (pairOf[old] >= 0 || one.kind() == Kind.TEST) {
                continue;
            }
            for (int current = 0; current < after.declared.size(); current++) {
                Declared other = after.declared.get(current);
                if (!paired.get(current)
                        && one.kind() == other.kind()
                        && !one.name().equals(other.name())) {
                    double alike = Likeness.of(one, other);
                    if (alike >= RENAMED_FROM) {
                        pairs.add(new Pair(old, current, alike));
                    }
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::alike)
                .reversed()
                .thenComparingInt(Pair::old)
                .thenComparingInt(Pair::current));
        BitSet renamed = new BitSet();
        for (Pair pair : pairs) {
            if (pairOf[pair.old()] < 0 && !paired.get(pair.current())) {
                pairOf[pair.old()] = pair.current();
                paired.set(pair.current());
                renamed.set(pair.old());
                pairInside(pair.old(), pair.current(), pairOf, paired);
            }
        }
        return renamed;
    }

    /** Members of a type that has another name now are the same members. */
    private void pairInside(int old, int current, int[] pairOf, BitSet paired) {
        for (int one = old + 1; one < pairOf.length; one++) {
            if (pairOf[one] >= 0 || !before.isInside(one, old)) {
                continue;
            }
            Declared was = before.declared.get(one);
            for (int other = current + 1; other < after.declared.size(); other++) {
                Declared is = after.declared.get(other);
                // A constructor is called as its type is.
                boolean sameName = was.name().equals(is.name())
                        || was.name().equals(before.declared.get(old).name())
                                && is.name().equals(after.declared.get(current).name());
                if (!paired.get(other) && after.isInside(other, current) && was.kind() == is.kind() && sameName) {
                    pairOf[one] = other;
                    paired.set(other);
                    break;
                }
            }
        }
    }

    /** Null where nothing of its own has changed. */
    private @Nullable SymbolChange stays(int old, int current, boolean renamed) {
        Declared was = before.declared.get(old);
        Declared is = after.declared.get(current);
        int insertions = after.rows[current];
        int deletions = before.rows[old];
        boolean hasOwnRows = insertions + deletions > 0;
        How how;
        if (renamed) {
            how = How.RENAMED;
        } else if (hasOwnRows && !was.signature().equals(is.signature())) {
            how = is.kind() == Kind.VARIABLE || is.kind() == Kind.TEST ? How.MODIFIED : How.SIGNATURE;
        } else if (hasOwnRows) {
            how = How.MODIFIED;
        } else {
            return null;
        }
        TreeSet<Integer> hunks = new TreeSet<>(before.hunks.get(old));
        hunks.addAll(after.hunks.get(current));
        return new SymbolChange(
                file.path(),
                is.kind(),
                is.name(),
                is.container(),
                how,
                renamed ? was.name() : null,
                is.isPublic() || was.isPublic(),
                insertions,
                deletions,
                List.copyOf(hunks),
                is.text());
    }

    private SymbolChange change(int place, How how) {
        Side side = how == How.ADDED ? after : before;
        Declared declared = side.declared.get(place);
        int rows = side.allRows(place);
        return new SymbolChange(
                file.path(),
                declared.kind(),
                declared.name(),
                declared.container(),
                how,
                null,
                declared.isPublic(),
                how == How.ADDED ? rows : 0,
                how == How.ADDED ? 0 : rows,
                List.copyOf(side.allHunks(place)),
                declared.text());
    }

    /** What the lines around the hunks say, where there is no parser. */
    static List<SymbolChange> enclosing(FileChange file) {
        record Key(Kind kind, String name) {}
        Map<Key, List<Integer>> hunks = new LinkedHashMap<>();
        Map<Key, int[]> lines = new HashMap<>();
        for (int number = 0; number < file.hunks().size(); number++) {
            Hunk hunk = file.hunks().get(number);
            Optional<Declaration> around = hunk.section() == null ? Optional.empty() : Declaration.in(hunk.section());
            if (around.isEmpty()) {
                continue;
            }
            Key key = new Key(kind(around.get().kind()), around.get().name());
            hunks.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
            int[] counts = lines.computeIfAbsent(key, _ -> new int[2]);
            for (String line : hunk.lines()) {
                if (line.charAt(0) != ' ') {
                    counts[line.charAt(0) == '+' ? 0 : 1]++;
                }
            }
        }
        List<SymbolChange> changes = new ArrayList<>();
        hunks.forEach((key, numbers) -> {
            int[] counts = lines.getOrDefault(key, new int[2]);
            changes.add(new SymbolChange(
                    file.path(),
                    key.kind(),
                    key.name(),
                    null,
                    How.MODIFIED,
                    null,
                    true,
                    counts[0],
                    counts[1],
                    numbers,
                    ""));
        });
        return changes;
    }

    private static Kind kind(Declaration.Kind kind) {
        return switch (kind) {
            case TYPE -> Kind.TYPE;
            case FUNCTION -> Kind.FUNCTION;
            case CONSTANT -> Kind.VARIABLE;
            case TEST -> Kind.TEST;
        };
    }
}
