package io.comfortcommit.repositories.ingest;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.LaneId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.PushedBranch;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.lane.Capture;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.lane.Taken;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.MirrorFolders;
import io.comfortcommit.repositories.mirror.Mirrors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.transport.BundleWriter;

/**
 * Makes a capture of what a branch of the remote holds: one commit of its tree on the commit where it left the branch that
 * it is meant for. That goes the way of every capture, through quarantine and all checks. Everything of it follows from
 * the branch and its head, so that the same head again is the same capture.
 */
public final class PushedWork {
    /** Branches that are worked on one after the other, so that no older head follows a newer one. */
    private final Lock[] turns = Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

    private final Mirrors mirrors;
    private final MirrorFolders folders;
    private final Captures captures;
    private final BundleIngest ingest;

    public PushedWork(Mirrors mirrors, MirrorFolders folders, Captures captures, BundleIngest ingest) {
        this.mirrors = mirrors;
        this.folders = folders;
        this.captures = captures;
        this.ingest = ingest;
    }

    /** Object ids by short name, as the remote has them now. */
    public Map<String, String> heads(UserId caller, RepositoryId repository) {
        try (Mirror mirror = mirrors.open(caller, repository)) {
            fetch(mirror);
            Map<String, String> heads = new TreeMap<>();
            for (Ref ref : mirror.git().getRefDatabase().getRefsByPrefix(Mirror.REMOTE_REFS + PushedBranch.PREFIX)) {
                heads.put(
                        ref.getName().substring(Mirror.REMOTE_REFS.length()),
                        ref.getObjectId().name());
            }
            return heads;
        } catch (IOException e) {
            throw new UncheckedIOException("the branches of a remote could not be read", e);
        }
    }

    /** @throws RefusedException and nothing is stored */
    public Optional<Taken> take(PushedBranch pushed) {
        if (!pushed.branch().startsWith(PushedBranch.PREFIX)
                || !Repository.isValidRefName(Constants.R_HEADS + pushed.branch())) {
            throw Refusal.mismatch("The pushed branch is none that becomes a draft.");
        }
        Lock turn = turns[Math.floorMod(Objects.hash(pushed.repository(), pushed.branch()), turns.length)];
        turn.lock();
        try (Mirror mirror = mirrors.open(pushed.caller(), pushed.repository())) {
            fetch(mirror);
            ObjectId head = mirror.lastFetched(pushed.branch());
            return head == null ? Optional.empty() : take(pushed, head, mirror);
        } catch (IOException e) {
            throw new UncheckedIOException("a pushed branch could not be taken in", e);
        } finally {
            turn.unlock();
        }
    }

    private static void fetch(Mirror mirror) {
        try {
            mirror.fetch();
        } catch (IOException e) {
            throw new RefusedException(Reason.REMOTE_UNREACHABLE, "The remote does not answer.", e);
        }
    }

    private Optional<Taken> take(PushedBranch pushed, ObjectId head, Mirror mirror) throws IOException {
        CaptureId id = new CaptureId(named(pushed.repository() + " " + pushed.branch() + " " + head.name()));
        Optional<Capture> before = captures.find(pushed.caller(), id);
        if (before.isPresent()) {
            return before.map(capture -> new Taken(capture, true));
        }
        try (RevWalk walk = new RevWalk(mirror.git())) {
            RevCommit work = walk.parseCommit(head);
            Instant since = pushed.since();
            if (since != null && Instant.ofEpochSecond(work.getCommitTime()).isBefore(since)) {
                return Optional.empty();
            }
            PersonIdent author = work.getAuthorIdent();
            if (pushed.authors().stream()
                    .noneMatch(one -> one.equals("*") || one.equalsIgnoreCase(author.getEmailAddress()))) {
                throw new RefusedException(
                        Reason.AUTHOR_NOT_ALLOWED,
                        "The commit's author is none of those that this source may speak for.");
            }
            String target = target(pushed.branch(), mirror);
            RevCommit base = base(walk, work, target, mirror);
            if (base.getTree().equals(work.getTree())) {
                throw Refusal.noChange();
            }
            CaptureOrder order = new CaptureOrder(
                    id,
                    pushed.repository(),
                    pushed.caller(),
                    new LaneId(named(pushed.repository() + " " + pushed.branch())),
                    snapshot(mirror.git(), work, base).name(),
                    base.name(),
                    target,
                    CaptureMode.WORK_TREE,
                    new GitAuthor(author.getName(), author.getEmailAddress()),
                    author.getWhenAsInstant(),
                    pushed.client());
            return Optional.of(ingested(order, mirror));
        }
    }

    /** The longest beginning that is a branch of the remote: {@code wip/feature/x/laptop} may be for {@code feature/x}. */
    private static String target(String branch, Mirror mirror) throws IOException {
        String name = branch.substring(PushedBranch.PREFIX.length());
        for (; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('/')))) {
            if (mirror.lastFetched(name) != null) {
                return name;
            }
        }
        return mirror.defaultBranch();
    }

    private static RevCommit base(RevWalk walk, RevCommit work, String target, Mirror mirror) throws IOException {
        ObjectId tip = mirror.lastFetched(target);
        if (tip == null) {
            throw Refusal.mismatch("The remote has no branch that the work could be for.");
        }
        walk.setRevFilter(RevFilter.MERGE_BASE);
        walk.markStart(work);
        walk.markStart(walk.parseCommit(tip));
        RevCommit base = walk.next();
        if (base == null) {
            throw Refusal.mismatch("The pushed branch and the one that it is for have no commit in common.");
        }
        RevCommit parsed = walk.parseCommit(base);
        walk.parseBody(parsed);
        return parsed;
    }

    private static ObjectId snapshot(Repository git, RevCommit work, RevCommit base) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(work.getTree());
        commit.setParentId(base);
        commit.setAuthor(work.getAuthorIdent());
        commit.setCommitter(work.getAuthorIdent());
        commit.setMessage("capture of " + work.name() + "\n");
        try (ObjectInserter inserter = git.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private Taken ingested(CaptureOrder order, Mirror mirror) throws IOException {
        try (Quarantine aside = new Quarantine(folders)) {
            Path bundle = aside.aside().resolve("pushed");
            BundleWriter writer = new BundleWriter(mirror.git());
            writer.include(BundleHeader.REF, ObjectId.fromString(order.snapshot()));
            try (RevWalk walk = new RevWalk(mirror.git());
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(bundle))) {
                writer.assume(walk.parseCommit(ObjectId.fromString(Objects.requireNonNull(order.base()))));
                writer.writeBundle(NullProgressMonitor.INSTANCE, out);
            }
            try (InputStream in = Files.newInputStream(bundle)) {
                return ingest.ingest(order, in);
            }
        }
    }

    private static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
