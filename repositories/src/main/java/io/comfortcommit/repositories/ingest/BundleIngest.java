package io.comfortcommit.repositories.ingest;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.lane.Capture;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.lane.Taken;
import io.comfortcommit.repositories.mirror.Deadline;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.MirrorFolders;
import io.comfortcommit.repositories.mirror.Mirrors;
import io.comfortcommit.repositories.mirror.Reachability;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSubclassMap;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a bundle in. It is stored and checked in quarantine; only when nothing is wrong its pack moves into the mirror,
 * is pinned, and the capture is put at the end of its lane. A crash before the last step leaves at most a pack and a pin
 * that nothing refers to; the same capture again then finds them and completes.
 */
public final class BundleIngest {
    private static final Logger LOG = LoggerFactory.getLogger(BundleIngest.class);
    private static final int MIB = 1 << 20;

    private final Mirrors mirrors;
    private final MirrorFolders folders;
    private final Captures captures;
    private final DraftChanges changes;
    private final IngestLimits limits;
    private final Consumer<IngestStep> observer;
    private final Set<Key> underWay = new HashSet<>();
    /** Mebibytes for resolving deltas, shared by all bundles that are being taken in. */
    private final Semaphore memory;

    private final int allMemory;

    /** @param observer told of each step on the thread that takes it; what it throws ends the ingest there */
    public BundleIngest(
            Mirrors mirrors,
            MirrorFolders folders,
            Captures captures,
            DraftChanges changes,
            IngestLimits limits,
            Consumer<IngestStep> observer) {
        this.mirrors = mirrors;
        this.folders = folders;
        this.captures = captures;
        this.changes = changes;
        this.limits = limits;
        this.observer = observer;
        this.allMemory = Math.toIntExact(Math.max(1, limits.deltaMemory() / MIB));
        this.memory = new Semaphore(allMemory, true);
    }

    /** @throws RefusedException and nothing is stored */
    public Taken ingest(CaptureOrder given, InputStream bundle) {
        CaptureOrder order = OrderRules.checked(given);
        Key key = new Key(order.caller(), order.captureId());
        begin(key);
        try {
            Optional<Capture> before = captures.find(order.caller(), order.captureId());
            return before.isPresent() ? same(new Taken(before.get(), true), order) : quarantined(order, bundle);
        } finally {
            end(key);
        }
    }

    /**
     * Looks at what can be seen without a mirror: the order, and what the bundle says of itself.
     *
     * @return the order as it will be stored
     * @throws RefusedException if it would be refused in any case
     */
    public static CaptureOrder atFirstSight(CaptureOrder given, byte[] bundle) {
        CaptureOrder order = OrderRules.checked(given);
        try {
            BundleHeader header = BundleHeader.read(new ByteArrayInputStream(bundle));
            if (!header.snapshot().name().equals(order.snapshot())) {
                throw Refusal.wrongRef();
            }
            return order;
        } catch (IOException e) {
            throw Refusal.corrupt("its header can't be read", e);
        }
    }

    private Taken quarantined(CaptureOrder order, InputStream bundle) {
        try (Mirror mirror = mirrors.open(order.caller(), order.repositoryId());
                Quarantine quarantine = new Quarantine(folders)) {
            quarantine.store(bundle, limits.bundle());
            observer.accept(IngestStep.STORED);
            Taken taken = take(order, mirror, quarantine);
            mirror.gather();
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("a capture could not be taken in", e);
        }
    }

    /** The same capture twice at a time waits, and is then found. */
    private void begin(Key key) {
        synchronized (underWay) {
            while (!underWay.add(key)) {
                try {
                    underWay.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while the same capture was being taken in", e);
                }
            }
        }
    }

    private void end(Key key) {
        synchronized (underWay) {
            underWay.remove(key);
            underWay.notifyAll();
        }
    }

    private Taken take(CaptureOrder order, Mirror mirror, Quarantine quarantine) throws IOException {
        Deadline deadline = new Deadline(limits.time());
        ObjectId snapshot = ObjectId.fromString(order.snapshot());
        BundleHeader header;
        try (InputStream stored = quarantine.read(0)) {
            header = BundleHeader.read(stored);
        }
        if (!header.snapshot().equals(snapshot)) {
            throw Refusal.wrongRef();
        }
        checkReachable(mirror, header.prerequisites(), deadline);
        long needed = scan(mirror, quarantine, header, deadline);
        ChangeSummary summary;
        try (Repository both = quarantine.over(mirror)) {
            summary = check(order, mirror, index(quarantine, header, both, needed, deadline), both, deadline);
        }
        observer.accept(IngestStep.CHECKED);
        return adopt(order, mirror, quarantine, summary);
    }

    /** @return bytes that indexing needs */
    private long scan(Mirror mirror, Quarantine quarantine, BundleHeader header, Deadline deadline) throws IOException {
        try (InputStream pack = quarantine.read(header.length());
                PackScan scan = new PackScan(pack, limits, deadline);
                ObjectReader there = mirror.git().newObjectReader()) {
            scan.run();
            return scan.memory(id -> {
                try {
                    return there.getObjectSize(id, ObjectReader.OBJ_ANY);
                } catch (MissingObjectException e) {
                    throw Refusal.missing("The bundle builds on objects that the server does not have.");
                }
            });
        }
    }

    private int reserve(long bytes) {
        long mebibytes = bytes / MIB + 1;
        if (mebibytes > allMemory) {
            throw Refusal.tooLarge("The change's deltas would need " + mebibytes + " MiB of memory.");
        }
        memory.acquireUninterruptibly((int) mebibytes);
        return (int) mebibytes;
    }

    private Indexed index(
            Quarantine quarantine, BundleHeader header, Repository both, long memoryNeeded, Deadline deadline)
            throws IOException {
        CaptureRules rules = new CaptureRules();
        int reserved = reserve(memoryNeeded);
        try (ObjectInserter inserter = both.newObjectInserter();
                InputStream pack = quarantine.read(header.length())) {
            PackParser parser = inserter.newPackParser(pack);
            parser.setAllowThin(true);
            parser.setObjectChecker(rules);
            parser.setCheckEofAfterPackFooter(true);
            parser.setMaxObjectSizeLimit(limits.object());
            parser.setNeedNewObjectIds(true);
            parser.parse(deadline);
            return new Indexed(header.snapshot(), parser.getNewObjectIds(), rules.gitmodules());
        } catch (TooLargeObjectInPackException | LargeObjectException e) {
            throw Refusal.tooLarge("A file of the change is too large.");
        } catch (MissingObjectException e) {
            throw Refusal.missing("The bundle builds on objects that the server does not have.");
        } catch (IOException | RuntimeException e) {
            String violation = rules.violation();
            if (violation != null) {
                throw Refusal.hostile(violation);
            }
            if (deadline.isCancelled()) {
                throw Refusal.tooLarge("Checking the change took too long.");
            }
            throw Refusal.corrupt("its pack can't be read", e);
        } finally {
            memory.release(reserved);
        }
    }

    private ChangeSummary check(CaptureOrder order, Mirror mirror, Indexed bundle, Repository both, Deadline deadline)
            throws IOException {
        try (ObjectReader reader = both.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            Connectivity connectivity = new Connectivity(reader, bundle.objects(), deadline);
            if (!connectivity.brings(bundle.snapshot())) {
                throw Refusal.missing("The bundle does not bring the snapshot.");
            }
            checkReachable(mirror, connectivity.parentsOutside(walk), deadline);
            connectivity.check(walk);
            for (ObjectId gitmodules : bundle.gitmodules()) {
                if (connectivity.brings(gitmodules)) {
                    checkGitmodules(reader, gitmodules);
                }
            }
            RevCommit snapshot = walk.parseCommit(bundle.snapshot());
            RevCommit base = checkBase(order, snapshot, walk);
            checkFiles(reader, base, snapshot, deadline);
            ChangeSet change = changes.read(both, order, captures.lastLanded(order));
            return new ChangeSummary(change.files().size(), change.insertions(), change.deletions());
        }
    }

    private static void checkReachable(Mirror mirror, Set<ObjectId> commits, Deadline deadline) throws IOException {
        if (reaches(mirror, commits, deadline)) {
            return;
        }
        // Refs are listed from a folder in which others write at the same time: once more, from scratch.
        mirror.git().getRefDatabase().refresh();
        if (reaches(mirror, commits, deadline)) {
            return;
        }
        if (deadline.isCancelled()) {
            throw Refusal.tooLarge("Looking for the commits that the bundle builds on took too long.");
        }
        for (ObjectId commit : commits) {
            LOG.warn(
                    "commit {} is not known to repository {}: {} among its objects, {} refs",
                    commit.name(),
                    mirror.id(),
                    mirror.git().getObjectDatabase().has(commit) ? "it is" : "it is not",
                    mirror.git().getRefDatabase().getRefs().size());
        }
        throw Refusal.missing("The bundle builds on commits that the server does not have.");
    }

    private static boolean reaches(Mirror mirror, Set<ObjectId> commits, Deadline deadline) throws IOException {
        return new Reachability(mirror.git(), deadline).reachable(commits).containsAll(commits);
    }

    private static void checkGitmodules(ObjectReader reader, ObjectId blob) throws IOException {
        if (reader.getObjectSize(blob, Constants.OBJ_BLOB) > SubmoduleRules.LARGEST) {
            throw Refusal.hostile("The change's .gitmodules is too large to be one.");
        }
        SubmoduleRules.check(reader.open(blob, Constants.OBJ_BLOB).getBytes());
    }

    private static @Nullable RevCommit checkBase(CaptureOrder order, RevCommit snapshot, RevWalk walk)
            throws IOException {
        String base = order.base();
        if (base == null) {
            if (snapshot.getParentCount() != 0) {
                throw Refusal.mismatch("The snapshot has a parent, but the capture names no base.");
            }
            if (snapshot.getTree().equals(Constants.EMPTY_TREE_ID)) {
                throw Refusal.noChange();
            }
            return null;
        }
        if (snapshot.getParentCount() != 1 || !snapshot.getParent(0).name().equals(base)) {
            throw Refusal.mismatch("The snapshot's only parent must be the capture's base.");
        }
        RevCommit parent = walk.parseCommit(snapshot.getParent(0));
        if (parent.getTree().equals(snapshot.getTree())) {
            throw Refusal.noChange();
        }
        return parent;
    }

    /** Trees that name one another over and over make few objects but more paths than can ever be read. */
    private void checkFiles(ObjectReader reader, @Nullable RevCommit base, RevCommit snapshot, Deadline deadline)
            throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            if (base == null) {
                walk.addTree(new EmptyTreeIterator());
            } else {
                walk.addTree(base.getTree());
            }
            walk.addTree(snapshot.getTree());
            walk.setFilter(TreeFilter.ANY_DIFF);
            walk.setRecursive(true);
            for (int files = 0; walk.next(); files++) {
                if (files >= limits.files()) {
                    throw Refusal.tooLarge("The change touches more than " + limits.files() + " files.");
                }
                if (files % 1024 == 0 && deadline.isCancelled()) {
                    throw Refusal.tooLarge("Checking the change took too long.");
                }
            }
        }
    }

    private Taken adopt(CaptureOrder order, Mirror mirror, Quarantine quarantine, ChangeSummary summary)
            throws IOException {
        DraftId draft = DraftIds.of(order);
        Optional<Path> pack = quarantine.pack();
        if (pack.isPresent()) {
            mirror.adopt(pack.get());
        }
        observer.accept(IngestStep.ADOPTED);
        int unpushed = Unpushed.count(mirror, order);
        String pin = Mirror.DRAFT_REFS + draft;
        if (!mirror.pin(pin, ObjectId.fromString(order.snapshot()))) {
            throw new IOException("the pin of draft " + draft + " holds another snapshot");
        }
        observer.accept(IngestStep.PINNED);
        Taken stored;
        try {
            stored = captures.append(draft, order, summary, unpushed);
        } catch (RefusedException e) {
            mirror.unpin(pin);
            throw e;
        }
        observer.accept(IngestStep.APPENDED);
        if (!stored.capture().draftId().equals(draft)) {
            mirror.unpin(pin);
        }
        return same(stored, order);
    }

    static Taken same(Taken stored, CaptureOrder order) {
        CaptureOrder first = stored.capture().order();
        boolean same = first.snapshot().equals(order.snapshot())
                && first.repositoryId().equals(order.repositoryId());
        if (!same) {
            throw Refusal.captureIdReused();
        }
        return stored;
    }

    private record Key(UserId caller, CaptureId capture) {}

    /** @param gitmodules blobs that lie where git reads its submodules from */
    private record Indexed(ObjectId snapshot, ObjectIdSubclassMap<ObjectId> objects, Set<ObjectId> gitmodules) {}
}
