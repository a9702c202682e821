package io.comfortcommit.repositories.publishing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Trees as maps: path to content, with a mode in front where it is no plain file: {@code 120000 target}. */
final class Trees {
    private Trees() {}

    static ObjectId write(Repository git, Map<String, String> files) throws IOException {
        try (ObjectInserter inserter = git.newObjectInserter()) {
            DirCache cache = DirCache.newInCore();
            DirCacheBuilder builder = cache.builder();
            for (Map.Entry<String, String> file : files.entrySet()) {
                DirCacheEntry entry = new DirCacheEntry(file.getKey());
                String content = file.getValue();
                FileMode mode = FileMode.REGULAR_FILE;
                for (FileMode other : new FileMode[] {FileMode.EXECUTABLE_FILE, FileMode.SYMLINK, FileMode.GITLINK}) {
                    if (content.startsWith(other + " ")) {
                        mode = other;
                        content = content.substring(content.indexOf(' ') + 1);
                    }
                }
                entry.setFileMode(mode);
                entry.setObjectId(
                        FileMode.GITLINK.equals(mode)
                                ? ObjectId.fromString(content)
                                : inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.ISO_8859_1)));
                builder.add(entry);
            }
            builder.finish();
            ObjectId tree = cache.writeTree(inserter);
            inserter.flush();
            return tree;
        }
    }

    static Map<String, String> read(Repository git, ObjectId tree) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(git)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                FileMode mode = walk.getFileMode(0);
                ObjectId id = walk.getObjectId(0);
                String content = FileMode.GITLINK.equals(mode)
                        ? id.name()
                        : new String(git.open(id, Constants.OBJ_BLOB).getCachedBytes(), StandardCharsets.ISO_8859_1);
                files.put(walk.getPathString(), FileMode.REGULAR_FILE.equals(mode) ? content : mode + " " + content);
            }
        }
        return files;
    }

    static ObjectId commit(Repository git, @Nullable ObjectId parent, ObjectId tree, String message)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        if (parent != null) {
            commit.setParentId(parent);
        }
        PersonIdent somebody = new PersonIdent(
                "Somebody", "somebody@example.org", Instant.ofEpochSecond(1_793_600_000), ZoneOffset.UTC);
        commit.setAuthor(somebody);
        commit.setCommitter(somebody);
        commit.setMessage(message);
        try (ObjectInserter inserter = git.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    static ObjectId treeOf(Repository git, ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }
}
