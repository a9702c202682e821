package io.comfortcommit.analysis.reading;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.paths.PathKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.diff.ContentSource;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Reads what changed between two trees of a repository. The result depends on the trees alone, never on the
 * repository's or the user's configuration or attributes. Submodules are never opened: their entry counts as one line
 * that names a commit. Thread-safe.
 */
public final class ChangeReader {
    /** As git's default: files that are half alike are one file renamed. */
    private static final int RENAME_SCORE = 50;
    /** Added or deleted files that are compared with one another; equal ones are always paired. */
    private static final int RENAME_LIMIT = 200;

    private final Limits limits;

    public ChangeReader() {
        this(Limits.standard());
    }

    public ChangeReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Where hunks end; files and their counts are always complete. Hand-written files have their hunks first, small ones
     * before large ones, so that one large file doesn't take those of all others; then generated ones and lockfiles.
     *
     * @param maxFilesWithHunks files
     * @param maxHunkLines lines in all hunks together, context too; a line counts again for each 200 characters
     * @param maxSides bytes of whole files that are kept beside their hunks; one file no more than a sixteenth of it
     * @param maxBlobSize bytes; a file larger than this on either side has counts but no hunks, and is renamed only
     *     where its content is the same. Its counts take moved lines for unchanged. From 32 MiB on it is binary
     */
    public record Limits(int maxFilesWithHunks, int maxHunkLines, int maxSides, int maxBlobSize) {
        public Limits {
            if (maxFilesWithHunks < 0 || maxHunkLines < 0 || maxSides < 0 || maxBlobSize < 0) {
                throw new IllegalArgumentException("a limit can't be negative");
            }
        }

        /**
         * 300 files, 100,000 lines, 16 MiB of whole files, 1 MiB a file: 20,000 lines, each line in place of another, are
         * read whole even where each stands alone, with six around it.
         */
        public static Limits standard() {
            return new Limits(300, 100_000, 16 << 20, 1 << 20);
        }
    }

    /**
     * @param baseTree a tree or a commit; null for nothing, as before a first commit
     * @param headTree a tree or a commit
     * @throws IOException where an object is missing, isn't a tree or a commit, or can't be read
     */
    public ChangeSet read(Repository repository, @Nullable ObjectId baseTree, ObjectId headTree) throws IOException {
        try (var objects = repository.newObjectReader()) {
            var budget = new Budget(limits);
            var files = new ArrayList<FileChange>();
            for (var entry : inOrder(objects, compare(objects, baseTree, headTree))) {
                files.add(read(objects, entry, budget));
            }
            files.sort(Comparator.comparing(FileChange::path));
            return new ChangeSet(List.copyOf(files), budget.exceeded());
        }
    }

    private static List<Entry> inOrder(ObjectReader objects, List<Entry> entries) throws IOException {
        record Sized(Entry entry, String path, boolean byHand, long size) {}
        var sized = new ArrayList<Sized>(entries.size());
        for (var entry : entries) {
            var path = entry.path();
            sized.add(new Sized(entry, path, PathKind.of(path).handWritten(), entry.size(objects)));
        }
        sized.sort(Comparator.comparing(Sized::byHand)
                .reversed()
                .thenComparingLong(Sized::size)
                .thenComparing(Sized::path));
        return sized.stream().map(Sized::entry).toList();
    }

    private List<Entry> compare(ObjectReader objects, @Nullable ObjectId base, ObjectId head) throws IOException {
        // The trees are compared whole, so the walk has no use for attributes and must not look for any.
        try (var walk = new TreeWalk(objects)) {
            walk.setRecursive(true);
            walk.addTree(tree(objects, base));
            walk.addTree(tree(objects, head));
            walk.setFilter(TreeFilter.ANY_DIFF);

            var renames = new RenameDetector(objects, new Config().get(DiffConfig.KEY));
            renames.setRenameScore(RENAME_SCORE);
            renames.setRenameLimit(RENAME_LIMIT);
            renames.setBigFileThreshold(Math.max(1, limits.maxBlobSize()));
            var entries = new ArrayList<Entry>();
            DiffEntry deleted = null;
            for (var entry : DiffEntry.scan(walk)) {
                // A file that became a link, say, comes as deleted and added; it is one file all the same.
                if (deleted != null && isReplacedBy(deleted, entry)) {
                    entries.add(Entry.replaced(deleted, entry));
                    deleted = null;
                    continue;
                }
                if (deleted != null) {
                    renames.add(deleted);
                }
                deleted = entry.getChangeType() == ChangeType.DELETE ? entry : null;
                if (deleted == null) {
                    renames.add(entry);
                }
            }
            if (deleted != null) {
                renames.add(deleted);
            }
            var source = new RememberedContents(objects);
            renames.compute(new ContentSource.Pair(source, source), NullProgressMonitor.INSTANCE).stream()
                    .map(Entry::of)
                    .forEach(entries::add);
            return entries;
        } catch (CanceledException e) {
            throw new IOException("The comparison was cancelled.", e);
        }
    }

    private static AbstractTreeIterator tree(ObjectReader objects, @Nullable ObjectId id) throws IOException {
        if (id == null) {
            return new EmptyTreeIterator();
        }
        try (var walk = new RevWalk(objects)) {
            return new CanonicalTreeParser(null, objects, walk.parseTree(id));
        }
    }

    private static boolean isReplacedBy(DiffEntry deleted, DiffEntry entry) {
        return entry.getChangeType() == ChangeType.ADD && deleted.getOldPath().equals(entry.getNewPath());
    }

    private FileChange read(ObjectReader objects, Entry entry, Budget budget) throws IOException {
        if (entry.hasSameContent()) {
            return entry.change(false, 0, 0, List.of(), null);
        }
        var before = Content.read(objects, entry.oldMode(), entry.oldId(), limits.maxBlobSize());
        var after = Content.read(objects, entry.newMode(), entry.newId(), limits.maxBlobSize());
        if (before instanceof Content.Binary || after instanceof Content.Binary) {
            return entry.change(true, 0, 0, List.of(), null);
        }
        if (before instanceof Content.Text old && after instanceof Content.Text current) {
            var comparison = TextComparison.of(old, current);
            var hunks = comparison.isEmpty() ? List.<Hunk>of() : budget.take(comparison::hunkLines, comparison::hunks);
            var sides = hunks.isEmpty() || !PathKind.of(entry.path()).handWritten() ? null : budget.take(old, current);
            return entry.change(false, comparison.insertions(), comparison.deletions(), hunks, sides);
        }
        budget.leaveOut();
        var counts = LineBag.compare(objects, before, after);
        return entry.change(false, counts.insertions(), counts.deletions(), List.of(), null);
    }
}
