package io.comfortcommit.repositories.publishing;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.repositories.mirror.DurableFiles;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.signing.CommitSigner;
import io.comfortcommit.repositories.signing.SigningException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Writes commits, and what they hold, into a mirror so that they survive a loss of power. */
final class CommitWriter {
    private static final String ATTEMPTS = "refs/comfort/attempts/";

    private final Mirror mirror;
    private final Repository git;
    private final InstantSource clock;

    CommitWriter(Mirror mirror, InstantSource clock) {
        this.mirror = mirror;
        this.clock = clock;
        this.git = mirror.git();
    }

    /** An inserter whose objects are on the disk, and stay there, once it was flushed. */
    ObjectInserter durableInserter() {
        return new DurableInserter(git.newObjectInserter());
    }

    /**
     * The same arguments give the same commit, as long as it is not signed.
     *
     * @param signer null where commits are not signed
     */
    ObjectId write(
            @Nullable ObjectId parent,
            ObjectId tree,
            GitAuthor author,
            Instant capturedAt,
            Instant approvedAt,
            String message,
            @Nullable CommitSigner signer)
            throws IOException, SigningException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        if (parent != null) {
            commit.setParentId(parent);
        }
        commit.setAuthor(new PersonIdent(author.name(), author.email(), capturedAt, ZoneOffset.UTC));
        commit.setCommitter(new PersonIdent(author.name(), author.email(), approvedAt, ZoneOffset.UTC));
        commit.setMessage(normalised(message));
        if (signer != null) {
            String signature = signer.sign(commit.build(), clock.instant());
            commit.setGpgSignature(new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
        }
        try (ObjectInserter inserter = durableInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    /** Whether a commit is here, whole, and as it would be written now but for its times and its signature's. */
    boolean isUsable(
            ObjectId commit, @Nullable ObjectId parent, ObjectId tree, String message, @Nullable CommitSigner signer)
            throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            RevCommit stored = walk.parseCommit(commit);
            return stored.getTree().equals(tree)
                    && stored.getFullMessage().equals(normalised(message))
                    && (parent == null
                            ? stored.getParentCount() == 0
                            : stored.getParentCount() == 1
                                    && stored.getParent(0).equals(parent))
                    && isSignedBy(signer, stored.getRawGpgSignature());
        } catch (MissingObjectException e) {
            return false;
        }
    }

    /**
     * The commits that a tip ends.
     *
     * @param length how many of them
     * @return the first one first; empty if one is not here, or has not one parent
     */
    List<ObjectId> chain(ObjectId tip, int length) throws IOException {
        List<ObjectId> chain = new ArrayList<>(List.of(tip));
        try (RevWalk walk = new RevWalk(git)) {
            while (chain.size() < length) {
                RevCommit commit = walk.parseCommit(chain.getFirst());
                if (commit.getParentCount() != 1) {
                    return List.of();
                }
                chain.addFirst(commit.getParent(0).copy());
            }
            return List.copyOf(chain);
        } catch (MissingObjectException e) {
            return List.of();
        }
    }

    private static boolean isSignedBy(@Nullable CommitSigner signer, byte @Nullable [] signature) {
        return signer == null
                ? signature == null
                : signature != null && signer.isNamedBy(new String(signature, StandardCharsets.US_ASCII));
    }

    private static String normalised(String message) {
        return message.replaceFirst("[\\r\\n]+$", "") + "\n";
    }

    /**
     * Keeps the commit of an attempt for as long as the mirror lives.
     *
     * @return false if another commit is kept under this number, by an attempt that was never stored
     */
    boolean pin(DraftId draft, int attempt, ObjectId commit) throws IOException {
        return mirror.pin(ATTEMPTS + draft + "/" + attempt, commit);
    }

    /** All that were pinned for a draft, also by attempts that were never stored; the oldest first. */
    List<ObjectId> pinned(DraftId draft) throws IOException {
        String folder = ATTEMPTS + draft + "/";
        return git.getRefDatabase().getRefsByPrefix(folder).stream()
                .sorted(Comparator.comparingInt(
                        ref -> Integer.parseInt(ref.getName().substring(folder.length()))))
                .map(Ref::getObjectId)
                .toList();
    }

    /**
     * The mirror's settings make JGit force each file; a new file is only found again if its folder was forced too. Also
     * the folders of objects that were there already: their writer may have died before it came to that.
     */
    private final class DurableInserter extends ObjectInserter.Filter {
        private final ObjectInserter inserter;
        private final Set<String> folders = new HashSet<>();

        DurableInserter(ObjectInserter inserter) {
            this.inserter = inserter;
        }

        @Override
        protected ObjectInserter delegate() {
            return inserter;
        }

        @Override
        public ObjectId insert(int type, byte[] data, int offset, int length) throws IOException {
            return noted(inserter.insert(type, data, offset, length));
        }

        @Override
        public ObjectId insert(int type, long length, InputStream data) throws IOException {
            return noted(inserter.insert(type, length, data));
        }

        private ObjectId noted(ObjectId id) {
            folders.add(id.name().substring(0, 2));
            return id;
        }

        @Override
        public void flush() throws IOException {
            inserter.flush();
            Path objects = git.getDirectory().toPath().resolve(Constants.OBJECTS);
            for (String name : folders) {
                Path folder = objects.resolve(name);
                if (Files.isDirectory(folder)) {
                    DurableFiles.force(folder);
                }
            }
            DurableFiles.force(objects);
            folders.clear();
        }
    }
}
