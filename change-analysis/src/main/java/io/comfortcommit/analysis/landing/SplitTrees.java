package io.comfortcommit.analysis.landing;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.IntList;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Takes a change apart into trees that follow one another from the tree before it to the tree after it. A file of which
 * only lines changed may go in several steps, hunk by hunk, by the very bytes of the two sides; any other change of a file
 * (new, gone, renamed, another mode, not text) goes in one. The last tree is the tree after the change, whatever the parts
 * say: what none of them names is in the last.
 */
public final class SplitTrees {
    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final int last;
    private final Map<String, DirCacheEntry> entriesBefore;
    private final Map<String, DirCacheEntry> entriesAfter;
    private final List<Unit> units = new ArrayList<>();

    /**
     * What one commit takes.
     *
     * @param hunks places of hunks by {@link FileChange#path()}; none for all of the file
     */
    public record Part(Map<String, Set<Integer>> hunks) {
        public Part {
            hunks = Map.copyOf(hunks);
        }

        boolean has(String path, int hunk) {
            Set<Integer> here = hunks.get(path);
            return here != null && (here.isEmpty() || here.contains(hunk));
        }

        boolean has(String path) {
            return hunks.containsKey(path);
        }
    }

    /** A change of a file, and the part in which each of its hunks comes; one number where it comes whole. */
    private record Unit(FileChange file, int[] parts) {
        int first() {
            return Arrays.stream(parts).min().orElseThrow();
        }

        boolean isWhole() {
            return Arrays.stream(parts).distinct().count() == 1;
        }
    }

    private SplitTrees(ObjectReader reader, ObjectInserter inserter, ObjectId before, ObjectId after, int last)
            throws IOException {
        this.reader = reader;
        this.inserter = inserter;
        this.last = last;
        this.entriesBefore = entries(before);
        this.entriesAfter = entries(after);
    }

    /**
     * @param inserter takes the trees; not flushed
     * @param before a tree
     * @param after a tree
     * @param change from the one to the other
     * @return a tree for each part, the last of them {@code after}; a part of nothing has the tree of the one before it
     */
    public static List<ObjectId> of(
            ObjectReader reader,
            ObjectInserter inserter,
            ObjectId before,
            ObjectId after,
            ChangeSet change,
            List<Part> parts)
            throws IOException {
        SplitTrees split = new SplitTrees(reader, inserter, before, after, parts.size() - 1);
        for (FileChange file : change.files()) {
            split.units.add(new Unit(file, split.parts(file, parts)));
        }
        split.makeRoomFirst();
        List<ObjectId> trees = new ArrayList<>();
        for (int part = 0; part < parts.size() - 1; part++) {
            trees.add(split.tree(part));
        }
        trees.add(after);
        return List.copyOf(trees);
    }

    private int[] parts(FileChange file, List<Part> parts) throws IOException {
        String path = file.path();
        int hunks = file.hunks().size();
        if (hunks > 1 && isApart(file)) {
            int[] of = new int[hunks];
            for (int hunk = 0; hunk < hunks; hunk++) {
                of[hunk] = last;
                for (int part = last; part >= 0; part--) {
                    if (parts.get(part).has(path, hunk)) {
                        of[hunk] = part;
                    }
                }
            }
            return of;
        }
        for (int part = 0; part <= last; part++) {
            if (parts.get(part).has(path)) {
                return new int[] {part};
            }
        }
        return new int[] {last};
    }

    /** Whether its hunks can come one by one, and together make exactly what was captured. */
    private boolean isApart(FileChange file) throws IOException {
        DirCacheEntry old = entriesBefore.get(file.path());
        DirCacheEntry current = entriesAfter.get(file.path());
        if (file.kind() != FileChange.Kind.MODIFIED
                || old == null
                || current == null
                || !old.getFileMode().equals(current.getFileMode())
                || !isFile(old.getFileMode())) {
            return false;
        }
        int[] all = new int[file.hunks().size()];
        return Arrays.equals(content(file, all, 0), bytes(current));
    }

    private static boolean isFile(FileMode mode) {
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    /** What takes the place of something comes no earlier than that goes: a file of another's name, or of a folder's. */
    private void makeRoomFirst() {
        List<Unit> comings = units.stream().filter(unit -> comes(unit.file())).toList();
        List<Unit> goings = units.stream().filter(unit -> goes(unit.file())).toList();
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Unit coming : comings) {
                for (Unit going : goings) {
                    if (coming != going
                            && coming.first() < going.first()
                            && takesPlaceOf(
                                    coming.file().newPath(), going.file().oldPath())) {
                        Arrays.fill(coming.parts(), going.first());
                        moved = true;
                    }
                }
            }
        }
    }

    private static boolean comes(FileChange file) {
        return file.newPath() != null && !file.newPath().equals(file.oldPath());
    }

    private static boolean goes(FileChange file) {
        return file.oldPath() != null
                && !file.oldPath().equals(file.newPath())
                && file.kind() != FileChange.Kind.COPIED;
    }

    private static boolean takesPlaceOf(@Nullable String path, @Nullable String left) {
        return path != null
                && left != null
                && (path.equals(left) || path.startsWith(left + "/") || left.startsWith(path + "/"));
    }

    // --- trees

    private ObjectId tree(int part) throws IOException {
        Map<String, DirCacheEntry> entries = new TreeMap<>(entriesBefore);
        List<Unit> taken = units.stream().filter(unit -> unit.first() <= part).toList();
        for (Unit unit : taken) {
            String old = unit.file().oldPath();
            if (old != null && unit.file().kind() != FileChange.Kind.COPIED) {
                entries.remove(old);
            }
        }
        for (Unit unit : taken) {
            String path = unit.file().newPath();
            if (path != null) {
                entries.put(path, entry(unit, path, part));
            }
        }
        DirCache tree = DirCache.newInCore();
        DirCacheBuilder builder = tree.builder();
        entries.values().forEach(builder::add);
        builder.finish();
        return tree.writeTree(inserter);
    }

    private DirCacheEntry entry(Unit unit, String path, int part) throws IOException {
        DirCacheEntry current = there(entriesAfter, path);
        if (unit.isWhole()) {
            return current;
        }
        DirCacheEntry partly = new DirCacheEntry(path);
        partly.setFileMode(current.getFileMode());
        partly.setObjectId(inserter.insert(Constants.OBJ_BLOB, content(unit.file(), unit.parts(), part)));
        return partly;
    }

    /** The file with those hunks that have come by then, all else as before. */
    private byte[] content(FileChange file, int[] parts, int part) throws IOException {
        byte[] old = bytes(there(entriesBefore, file.path()));
        byte[] current = bytes(there(entriesAfter, file.path()));
        IntList oldLines = RawParseUtils.lineMap(old, 0, old.length);
        IntList newLines = RawParseUtils.lineMap(current, 0, current.length);
        ByteArrayOutputStream content = new ByteArrayOutputStream(Math.max(old.length, current.length));
        int reached = 0;
        for (int place = 0; place < file.hunks().size(); place++) {
            Hunk hunk = file.hunks().get(place);
            int from = start(oldLines, hunk.oldStart());
            int to = start(oldLines, Math.max(1, hunk.oldStart()) + hunk.oldLines());
            content.write(old, reached, from - reached);
            if (parts[place] <= part) {
                int newFrom = start(newLines, hunk.newStart());
                int newTo = start(newLines, Math.max(1, hunk.newStart()) + hunk.newLines());
                content.write(current, newFrom, newTo - newFrom);
            } else {
                content.write(old, from, to - from);
            }
            reached = to;
        }
        content.write(old, reached, old.length - reached);
        return content.toByteArray();
    }

    /** Where a line begins; the map counts from 1, has a mark before the first line and one behind the last. */
    private static int start(IntList lines, int line) {
        return lines.get(Math.min(Math.max(1, line), lines.size() - 1));
    }

    private byte[] bytes(DirCacheEntry entry) throws IOException {
        return reader.open(entry.getObjectId(), Constants.OBJ_BLOB).getBytes();
    }

    private Map<String, DirCacheEntry> entries(ObjectId tree) throws IOException {
        Map<String, DirCacheEntry> entries = new HashMap<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
                entry.setFileMode(walk.getFileMode());
                entry.setObjectId(walk.getObjectId(0));
                entries.put(walk.getPathString(), entry);
            }
        }
        return entries;
    }

    private static DirCacheEntry there(Map<String, DirCacheEntry> entries, String path) {
        @Nullable DirCacheEntry entry = entries.get(path);
        if (entry == null) {
            throw new IllegalArgumentException("the change is of other trees: it has a file that they don't have");
        }
        return entry;
    }
}
