package io.comfortcommit.analysis.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/** A bare git repository on disk that trees are written into. */
public final class TreeRepository implements AutoCloseable {
    private static final PersonIdent AUTHOR = new PersonIdent("A", "a@example.org");

    private final Repository git;
    // Each flush writes one pack: a tree of 5,000 files isn't 5,000 objects on disk.
    private final ObjectInserter objects;

    private TreeRepository(FileRepository git) {
        this.git = git;
        this.objects = git.getObjectDatabase().newPackInserter();
    }

    public static TreeRepository create(Path folder) throws IOException {
        var git = new FileRepository(folder.resolve("repository.git").toFile());
        git.create(true);
        return new TreeRepository(git);
    }

    public Repository git() {
        return git;
    }

    public Tree tree() {
        return new Tree();
    }

    public ObjectId commit(ObjectId tree) throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(AUTHOR);
        commit.setCommitter(AUTHOR);
        commit.setMessage("");
        var id = objects.insert(commit);
        objects.flush();
        return id;
    }

    public ObjectId commit(ObjectId tree, String author, String message, List<ObjectId> parents) throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(parents);
        commit.setAuthor(new PersonIdent(author, "a@example.org"));
        commit.setCommitter(AUTHOR);
        commit.setMessage(message);
        var id = objects.insert(commit);
        objects.flush();
        return id;
    }

    @Override
    public void close() {
        objects.close();
        git.close();
    }

    /** A tree to be. */
    public final class Tree {
        private record Entry(FileMode mode, ObjectId id) {}

        private final Map<String, Entry> entries = new TreeMap<>();

        public Tree file(String path, String text) throws IOException {
            return file(path, text.getBytes(UTF_8));
        }

        public Tree file(String path, byte[] bytes) throws IOException {
            return put(path, FileMode.REGULAR_FILE, bytes);
        }

        public Tree executable(String path, String text) throws IOException {
            return put(path, FileMode.EXECUTABLE_FILE, text.getBytes(UTF_8));
        }

        public Tree link(String path, String target) throws IOException {
            return put(path, FileMode.SYMLINK, target.getBytes(UTF_8));
        }

        public Tree submodule(String path, ObjectId commit) {
            entries.put(path, new Entry(FileMode.GITLINK, commit));
            return this;
        }

        private Tree put(String path, FileMode mode, byte[] bytes) throws IOException {
            entries.put(path, new Entry(mode, objects.insert(Constants.OBJ_BLOB, bytes)));
            return this;
        }

        public ObjectId write() throws IOException {
            var index = DirCache.newInCore();
            var builder = index.builder();
            entries.forEach((path, entry) -> {
                var added = new DirCacheEntry(path);
                added.setFileMode(entry.mode());
                added.setObjectId(entry.id());
                builder.add(added);
            });
            builder.finish();
            var id = index.writeTree(objects);
            objects.flush();
            return id;
        }
    }
}
