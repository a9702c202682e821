package io.comfortcommit.analysis.landing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.DirCacheNameConflictException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeResult;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.eclipse.jgit.util.IntList;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Merges two trees over a third, in memory, following renames on either side (JGit's own merge follows none). A file is
 * known by its path in the base; what each side made of it, another path, mode or content, is merged by itself. Where
 * both sides made the same of it there is no conflict, whatever it is; where they differ, only text is merged.
 */
public final class TreeMerge {
    /** What to do with a file of which the two sides made something different that can't be merged. */
    public enum OnConflict {
        REPORT,
        /** Paths that can't be reconciled are reported all the same. */
        TAKE_THEIRS
    }

    public sealed interface Outcome {
        /** @param tree written through the inserter, not flushed */
        record Clean(ObjectId tree) implements Outcome {}

        /** @param paths in path order, at least one */
        record Conflicts(List<String> paths) implements Outcome {}
    }

    /** As many files on each side as git's own merge compares for a rename by content. */
    private static final int RENAME_LIMIT = 1_000;

    private static final int TEXT_LIMIT_BYTES = 16 * 1024 * 1024;
    private static final ObjectId EMPTY_BLOB = ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");

    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final OnConflict onConflict;

    private final Map<String, Entry> base = new HashMap<>();
    private final Set<String> replaced = new HashSet<>();
    private final Map<String, Entry> placed = new TreeMap<>();
    private final Set<String> conflicts = new TreeSet<>();

    private TreeMerge(ObjectReader reader, ObjectInserter inserter, OnConflict onConflict) {
        this.reader = reader;
        this.inserter = inserter;
        this.onConflict = onConflict;
    }

    /** @param inserter that takes what merging makes; not flushed */
    public static Outcome merge(
            ObjectReader reader,
            ObjectInserter inserter,
            ObjectId base,
            ObjectId ours,
            ObjectId theirs,
            OnConflict onConflict)
            throws IOException {
        if (base.equals(theirs) || ours.equals(theirs)) {
            return new Outcome.Clean(ours);
        }
        if (base.equals(ours)) {
            return new Outcome.Clean(theirs);
        }
        return new TreeMerge(reader, inserter, onConflict).merge(base, ours, theirs);
    }

    private Outcome merge(ObjectId baseTree, ObjectId oursTree, ObjectId theirsTree) throws IOException {
        refuseUnspeakablePaths(baseTree, oursTree, theirsTree);
        Side ours = side(baseTree, oursTree);
        Side theirs = side(baseTree, theirsTree);
        for (String path : union(ours.fates.keySet(), theirs.fates.keySet())) {
            mergeFile(path, ours.fateOf(path), theirs.fateOf(path));
        }
        for (String path : union(ours.added.keySet(), theirs.added.keySet())) {
            mergeAddition(path, ours.added.get(path), theirs.added.get(path));
        }
        if (!conflicts.isEmpty()) {
            return new Outcome.Conflicts(List.copyOf(conflicts));
        }
        try {
            return new Outcome.Clean(rewrite(oursTree).writeTree(inserter));
        } catch (DirCacheNameConflictException fileWhereAFolderIs) {
            return new Outcome.Conflicts(List.of(fileWhereAFolderIs.getPath2()));
        }
    }

    /** JGit speaks of paths as strings; bytes that are not UTF-8 would come out as others than went in. */
    private void refuseUnspeakablePaths(ObjectId... trees) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            for (ObjectId tree : trees) {
                walk.addTree(tree);
            }
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                if (!Arrays.equals(Constants.encode(walk.getPathString()), walk.getRawPath())) {
                    conflicts.add(walk.getPathString());
                }
            }
        }
    }

    // --- what each side did

    private record Entry(FileMode mode, ObjectId id) {
        boolean isFile() {
            return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
        }
    }

    /** What a side made of a file of the base. */
    private sealed interface Fate {
        record Kept(String path, Entry entry) implements Fate {}

        record Deleted() implements Fate {}
    }

    private final class Side {
        final Map<String, Fate> fates = new HashMap<>();
        final Map<String, Entry> added = new HashMap<>();

        Fate fateOf(String path) {
            Fate fate = fates.get(path);
            return fate != null ? fate : new Fate.Kept(path, baseEntry(path));
        }
    }

    private Entry baseEntry(String path) {
        Entry entry = base.get(path);
        if (entry == null) {
            throw new IllegalStateException("not a path of the base");
        }
        return entry;
    }

    private Side side(ObjectId baseTree, ObjectId sideTree) throws IOException {
        Side side = new Side();
        for (DiffEntry change : changes(baseTree, sideTree)) {
            switch (change.getChangeType()) {
                case ADD, COPY -> side.added.put(change.getNewPath(), newEntry(change));
                case DELETE -> fate(side, change, new Fate.Deleted());
                case MODIFY -> fate(side, change, new Fate.Kept(change.getNewPath(), newEntry(change)));
                case RENAME -> {
                    if (oldEntry(change).id().equals(EMPTY_BLOB)) {
                        // All empty files are alike: that says nothing of where one came from.
                        fate(side, change, new Fate.Deleted());
                        side.added.put(change.getNewPath(), newEntry(change));
                    } else {
                        fate(side, change, new Fate.Kept(change.getNewPath(), newEntry(change)));
                    }
                }
            }
        }
        // A file that became a link, or the other way round, is reported as deleted and added in one place.
        side.fates.replaceAll((path, fate) -> {
            Entry there = fate instanceof Fate.Deleted ? side.added.remove(path) : null;
            return there != null ? new Fate.Kept(path, there) : fate;
        });
        return side;
    }

    private List<DiffEntry> changes(ObjectId baseTree, ObjectId sideTree) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(baseTree);
            walk.addTree(sideTree);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            RenameDetector renames = new RenameDetector(reader, new Config().get(DiffConfig.KEY));
            renames.setRenameLimit(RENAME_LIMIT);
            renames.addAll(DiffEntry.scan(walk));
            // Not its own reader, which would miss what was inserted but not flushed.
            return renames.compute(reader, NullProgressMonitor.INSTANCE);
        } catch (CanceledException e) {
            throw new IllegalStateException("nobody can cancel this", e);
        }
    }

    private void fate(Side side, DiffEntry change, Fate fate) {
        base.put(change.getOldPath(), oldEntry(change));
        side.fates.put(change.getOldPath(), fate);
    }

    private static Entry oldEntry(DiffEntry change) {
        return new Entry(change.getOldMode(), change.getOldId().toObjectId());
    }

    private static Entry newEntry(DiffEntry change) {
        return new Entry(change.getNewMode(), change.getNewId().toObjectId());
    }

    private static Set<String> union(Collection<String> left, Collection<String> right) {
        Set<String> all = new TreeSet<>(left);
        all.addAll(right);
        return all;
    }

    // --- what becomes of it

    private void mergeFile(String path, Fate ours, Fate theirs) throws IOException {
        if (ours instanceof Fate.Kept(String ourPath, Entry ourEntry)) {
            replaced.add(ourPath);
            if (theirs instanceof Fate.Kept(String theirPath, Entry theirEntry)) {
                mergeKept(path, ourPath, ourEntry, theirPath, theirEntry);
            } else if (!ours.equals(new Fate.Kept(path, baseEntry(path))) && onConflict == OnConflict.REPORT) {
                conflicts.add(ourPath);
            }
        } else if (theirs instanceof Fate.Kept(String theirPath, Entry theirEntry)
                && !theirs.equals(new Fate.Kept(path, baseEntry(path)))) {
            if (onConflict == OnConflict.TAKE_THEIRS) {
                place(theirPath, theirEntry);
            } else {
                conflicts.add(theirPath);
            }
        }
    }

    private void mergeKept(String path, String ourPath, Entry ourEntry, String theirPath, Entry theirEntry)
            throws IOException {
        if (!ourPath.equals(theirPath) && !ourPath.equals(path) && !theirPath.equals(path)) {
            conflicts.add(ourPath);
            conflicts.add(theirPath);
            return;
        }
        String target = ourPath.equals(path) ? theirPath : ourPath;
        Entry merged = mergeEntry(baseEntry(path), ourEntry, theirEntry);
        if (merged != null) {
            place(target, merged);
        } else if (onConflict == OnConflict.TAKE_THEIRS) {
            place(target, theirEntry);
        } else {
            conflicts.add(target);
        }
    }

    private void mergeAddition(String path, @Nullable Entry ours, @Nullable Entry theirs) {
        if (ours == null || theirs == null || ours.equals(theirs) || onConflict == OnConflict.TAKE_THEIRS) {
            Entry added = theirs != null ? theirs : ours;
            if (added != null) {
                place(path, added);
            }
        } else {
            conflicts.add(path);
        }
    }

    private void place(String path, Entry entry) {
        Entry other = placed.put(path, entry);
        if (other != null && !other.equals(entry)) {
            conflicts.add(path);
        }
    }

    /** Null if the two can't be merged. */
    private @Nullable Entry mergeEntry(Entry was, Entry ours, Entry theirs) throws IOException {
        if (ours.equals(theirs) || was.equals(theirs)) {
            return ours;
        }
        if (was.equals(ours)) {
            return theirs;
        }
        if (!was.isFile() || !ours.isFile() || !theirs.isFile()) {
            return null;
        }
        FileMode mode = was.mode().equals(ours.mode()) ? theirs.mode() : ours.mode();
        ObjectId content = mergeContent(was.id(), ours.id(), theirs.id());
        return content != null ? new Entry(mode, content) : null;
    }

    private @Nullable ObjectId mergeContent(ObjectId was, ObjectId ours, ObjectId theirs) throws IOException {
        if (ours.equals(theirs) || was.equals(theirs)) {
            return ours;
        }
        if (was.equals(ours)) {
            return theirs;
        }
        RawText wasText = text(was);
        RawText ourText = text(ours);
        RawText theirText = text(theirs);
        if (wasText == null || ourText == null || theirText == null) {
            return null;
        }
        MergeResult<RawText> lines = new MergeAlgorithm(
                        DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM))
                .merge(RawTextComparator.DEFAULT, wasText, ourText, theirText);
        return lines.containsConflicts() ? null : inserter.insert(Constants.OBJ_BLOB, bytes(lines));
    }

    /** Null for what is not text, or too much of it. */
    private @Nullable RawText text(ObjectId blob) throws IOException {
        if (reader.getObjectSize(blob, Constants.OBJ_BLOB) > TEXT_LIMIT_BYTES) {
            return null;
        }
        byte[] content = reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(TEXT_LIMIT_BYTES);
        return RawText.isBinary(content, content.length, true) ? null : new RawText(content);
    }

    /** Line by line with the line ends they had; JGit's formatter would write its own. */
    private static byte[] bytes(MergeResult<RawText> lines) {
        List<RawText> texts = lines.getSequences();
        List<IntList> starts = new ArrayList<>();
        for (RawText text : texts) {
            byte[] content = text.getRawContent();
            starts.add(RawParseUtils.lineMap(content, 0, content.length));
        }
        ByteArrayOutputStream merged = new ByteArrayOutputStream();
        for (MergeChunk chunk : lines) {
            if (chunk.getBegin() == chunk.getEnd()) {
                continue;
            }
            // The map counts lines from 1.
            IntList start = starts.get(chunk.getSequenceIndex());
            int from = start.get(chunk.getBegin() + 1);
            int to = start.get(chunk.getEnd() + 1);
            merged.write(texts.get(chunk.getSequenceIndex()).getRawContent(), from, to - from);
        }
        return merged.toByteArray();
    }

    // --- the merged tree

    private DirCache rewrite(ObjectId oursTree) throws IOException {
        DirCache ours = DirCache.newInCore();
        DirCacheBuilder reading = ours.builder();
        reading.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, oursTree);
        reading.finish();

        DirCache merged = DirCache.newInCore();
        DirCacheBuilder writing = merged.builder();
        for (int i = 0; i < ours.getEntryCount(); i++) {
            DirCacheEntry entry = ours.getEntry(i);
            String path = entry.getPathString();
            if (!replaced.contains(path) && !placed.containsKey(path)) {
                writing.add(entry);
            }
        }
        placed.forEach((path, entry) -> {
            DirCacheEntry added = new DirCacheEntry(path);
            added.setFileMode(entry.mode());
            added.setObjectId(entry.id());
            writing.add(added);
        });
        writing.finish();
        return merged;
    }
}
