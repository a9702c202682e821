package io.comfortcommit.repositories.ingest;

import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.ingest.CaptureRules.TreeEntries;
import io.comfortcommit.repositories.mirror.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSubclassMap;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PackedObjectInfo;
import org.jspecify.annotations.Nullable;

/**
 * That every object of a bundle refers only to objects that are in the bundle or in the mirror, and of the kind that it
 * says. As the same held for all that was there before, everything below the snapshot is there then. Commits of
 * submodules live elsewhere and are not followed.
 */
final class Connectivity {
    private static final int CHECK_EVERY = 256;

    private final ObjectReader reader;
    private final ObjectIdSubclassMap<ObjectId> objects;
    private final List<RevCommit> commits = new ArrayList<>();
    private final Set<ObjectId> checked = new HashSet<>();
    private final Set<Reference> there = new HashSet<>();
    private final Deadline deadline;
    private int steps;

    /**
     * @param reader sees the bundle's objects and the mirror's
     * @param objects the bundle's, as PackParser tracks them: each with its type
     */
    Connectivity(ObjectReader reader, ObjectIdSubclassMap<ObjectId> objects, Deadline deadline) {
        this.reader = reader;
        this.objects = objects;
        this.deadline = deadline;
    }

    boolean brings(ObjectId id) {
        return objects.contains(id);
    }

    /** Reads the bundle's commits. @return the parents that the bundle does not bring */
    Set<ObjectId> parentsOutside(RevWalk walk) throws IOException {
        Set<ObjectId> outside = new HashSet<>();
        for (ObjectId object : objects) {
            if (type(object) == Constants.OBJ_COMMIT) {
                RevCommit commit = walk.parseCommit(object);
                commits.add(commit);
                for (RevCommit parent : commit.getParents()) {
                    if (!brings(parent)) {
                        outside.add(parent.copy());
                    }
                }
            }
        }
        return outside;
    }

    /**
     * After {@link #parentsOutside}, and after these were found in the mirror.
     *
     * @throws RefusedException if something is missing, or of another kind
     */
    void check(RevWalk walk) throws IOException {
        for (RevCommit commit : commits) {
            ObjectId before = null;
            if (commit.getParentCount() > 0) {
                RevCommit parent = walk.parseCommit(commit.getParent(0));
                before = parent.getTree();
            }
            checkTree(before, commit.getTree());
        }
        for (ObjectId object : objects) {
            if (type(object) == Constants.OBJ_TREE) {
                checkTree(null, object.copy()); // of no commit, but may be referred to later
            }
        }
    }

    /** @param before the tree in its place before, whose entries are known to be there */
    private void checkTree(@Nullable ObjectId before, ObjectId tree) throws IOException {
        Deque<Pair> open = new ArrayDeque<>();
        open.push(new Pair(before, tree));
        while (!open.isEmpty()) {
            Pair pair = open.pop();
            if (!brings(pair.after())) {
                checkThere(pair.after(), Constants.OBJ_TREE);
            } else if (checked.add(pair.after())) {
                checkKind(pair.after(), Constants.OBJ_TREE);
                checkEntries(pair, open);
            }
        }
    }

    private void checkEntries(Pair pair, Deque<Pair> open) throws IOException {
        Map<ObjectId, Integer> known = new HashMap<>();
        Map<String, ObjectId> folders = new HashMap<>();
        if (pair.before() != null) {
            TreeEntries before = entries(pair.before());
            while (before.next()) {
                ObjectId id = before.id();
                int kind = kind(before.mode());
                known.put(id, kind);
                if (kind == Constants.OBJ_TREE) {
                    folders.put(latin(before), id);
                }
            }
        }
        TreeEntries after = entries(pair.after());
        while (after.next()) {
            if (++steps % CHECK_EVERY == 0 && deadline.isCancelled()) {
                throw Refusal.tooLarge("Checking the change took too long.");
            }
            ObjectId id = after.id();
            int kind = kind(after.mode());
            if (kind == Constants.OBJ_COMMIT) {
                continue;
            }
            Integer knownKind = known.get(id);
            if (knownKind != null && knownKind == kind) {
                continue;
            }
            if (kind == Constants.OBJ_TREE) {
                open.push(new Pair(folders.get(latin(after)), id));
            } else if (brings(id)) {
                checkKind(id, kind);
            } else {
                checkThere(id, kind);
            }
        }
    }

    private TreeEntries entries(ObjectId tree) throws IOException {
        return new TreeEntries(reader.open(tree, Constants.OBJ_TREE).getBytes(Integer.MAX_VALUE));
    }

    private void checkKind(ObjectId id, int kind) {
        ObjectId object = objects.get(id);
        if (object == null || type(object) != kind) {
            throw otherKind();
        }
    }

    private void checkThere(ObjectId id, int kind) throws IOException {
        if (!there.add(new Reference(id, kind))) {
            return;
        }
        try {
            reader.open(id, kind);
        } catch (IncorrectObjectTypeException e) {
            throw otherKind();
        } catch (MissingObjectException e) {
            throw Refusal.missing("The bundle refers to objects that neither it nor the server has.");
        }
    }

    private static int type(ObjectId object) {
        return ((PackedObjectInfo) object).getType();
    }

    private static RefusedException otherKind() {
        return Refusal.hostile("A folder of the change names an object of another kind than it says.");
    }

    private static int kind(int mode) {
        return FileMode.fromBits(mode).getObjectType();
    }

    /** A name is bytes; as Latin-1 no two become the same. */
    private static String latin(TreeEntries entry) {
        return new String(entry.name(), StandardCharsets.ISO_8859_1);
    }

    private record Reference(ObjectId id, int kind) {}

    private record Pair(@Nullable ObjectId before, ObjectId after) {}
}
