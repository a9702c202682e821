package io.comfortcommit.benchmarks;

import io.comfortcommit.testing.Desk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.BundleWriter;

/** A remote, and captures for it of one new file each, by many desks that stand on the same commit; no process for each. */
final class SmallChanges implements AutoCloseable {
    private static final String REF = "refs/comfort/capture";

    private final Desk desk;
    private final Git git;
    private final RevCommit base;

    SmallChanges(Path folder) throws IOException {
        desk = Desk.in(folder);
        git = Git.open(desk.work().toFile());
        base = git.getRepository().parseCommit(git.getRepository().resolve(Constants.HEAD));
    }

    Desk desk() {
        return desk;
    }

    String base() {
        return base.name();
    }

    /** @param name of the file and of the class in it; no other capture's */
    Desk.Capture ofFile(String name) throws IOException {
        Repository repository = git.getRepository();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter()) {
            DirCacheEntry entry = new DirCacheEntry("src/" + name + ".java");
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(inserter.insert(
                    Constants.OBJ_BLOB,
                    ("class " + name + " {\n    int total = 1;\n}\n").getBytes(StandardCharsets.UTF_8)));
            DirCache files = DirCache.newInCore();
            DirCacheBuilder builder = files.builder();
            builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, base.getTree());
            builder.add(entry);
            builder.finish();
            ObjectId tree = files.writeTree(inserter);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree);
            commit.setParentId(base);
            commit.setAuthor(new PersonIdent("Author", "author@example.com", now, ZoneOffset.UTC));
            commit.setCommitter(commit.getAuthor());
            commit.setMessage("capture");
            ObjectId snapshot = inserter.insert(commit);
            inserter.flush();
            return new Desk.Capture(
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    snapshot.name(),
                    base.name(),
                    tree.name(),
                    now,
                    bundle(snapshot));
        }
    }

    private byte[] bundle(ObjectId snapshot) throws IOException {
        BundleWriter writer = new BundleWriter(git.getRepository());
        writer.include(REF, snapshot);
        writer.assume(base);
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        writer.writeBundle(NullProgressMonitor.INSTANCE, bundle);
        return bundle.toByteArray();
    }

    @Override
    public void close() {
        git.close();
    }
}
