package io.comfortcommit.repositories.mirror;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.hosts.CodeHost;
import io.comfortcommit.repositories.hosts.HostException;
import io.comfortcommit.repositories.terms.RemoteTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mirror, open. Everything in it refers only to what is in it too: ingest checks that for each object, and so does
 * the remote for what is fetched. Nothing is ever pruned.
 */
public final class Mirror implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    /** Where the remote's branches stand, as of the last fetch. */
    public static final String REMOTE_REFS = "refs/remotes/origin/";
    /** Captured snapshots, by draft. */
    public static final String DRAFT_REFS = "refs/comfort/drafts/";

    private static final List<RefSpec> ALL_BRANCHES =
            List.of(new RefSpec(Constants.R_HEADS + "*:" + REMOTE_REFS + "*"));

    private final Tracked tracked;
    private final MirrorFolders folders;
    private final Repository git;
    private final RemoteAccess access;
    private final Duration silence;
    private final Duration total;
    private final MirrorCompany company;
    private final AtomicBoolean closed = new AtomicBoolean();

    Mirror(
            Tracked tracked,
            MirrorFolders folders,
            RemoteAccess access,
            Duration silence,
            Duration total,
            MirrorCompany company)
            throws IOException {
        this.tracked = tracked;
        this.folders = folders;
        this.git = folders.open(tracked);
        this.access = access;
        this.silence = silence;
        this.total = total;
        this.company = company;
    }

    public RepositoryId id() {
        return tracked.id();
    }

    public UserId tenant() {
        return tracked.tenant();
    }

    /** Short name. */
    public String defaultBranch() {
        return tracked.defaultBranch();
    }

    /** On which its remote is talked to and committed for. */
    public RemoteTerms terms() {
        return access.terms(tracked.remote());
    }

    /** The host that its remote lies on; empty where no API is known, or no token for it. */
    public Optional<CodeHost> host() throws HostException {
        return access.host(tracked.remote());
    }

    /** The bare repository; closed with the mirror. Safe for use by several threads. */
    public Repository git() {
        return git;
    }

    /**
     * A way to the remote, checked and with its time limits; the caller closes it.
     *
     * @throws RefusedException {@link RefusedException.Reason#REMOTE_NOT_ALLOWED} where the remote now leads to a place
     *     that may not be talked to
     */
    public Transport transport() throws IOException {
        return transport(silence);
    }

    private Transport transport(Duration silence) throws IOException {
        return access.open(git, tracked.remote(), silence);
    }

    /**
     * Waits for a talk with the remote as long as it may take at the most. With a remote on this machine both sides of it are work of
     * the processors here, and people who wait for an answer come before it.
     *
     * @throws TimeoutException if it took longer; it was told to end
     * @throws InterruptedException if this thread was told to end, and so was the talk
     * @throws ExecutionException with what it threw
     */
    public <T> T within(Duration limit, Callable<T> talk)
            throws TimeoutException, InterruptedException, ExecutionException {
        return access.isHere(tracked.remote()) ? Limited.callInBackground(limit, talk) : Limited.call(limit, talk);
    }

    /** The tip of a remote branch as of the last fetch; null if it was not there. */
    public @Nullable ObjectId lastFetched(String branch) throws IOException {
        Ref ref = git.exactRef(REMOTE_REFS + branch);
        return ref == null ? null : ref.getObjectId();
    }

    /**
     * Brings a branch of the remote into the mirror, at {@link #REMOTE_REFS}.
     *
     * @param branch short name
     * @return its tip; null if the remote has no such branch
     * @throws IOException if the remote does not answer, or not in time
     */
    public @Nullable ObjectId fetch(String branch) throws IOException {
        return fetch(branch, silence, total);
    }

    /**
     * As {@link #fetch(String)}, where it would be good to know but is not worth waiting for: for a while after the remote
     * did not answer it is not asked again.
     *
     * @param patience at the most
     * @return whether the remote was asked and answered
     */
    public boolean follow(String branch, Duration patience) {
        return asked(() -> fetch(branch, patience, patience));
    }

    /** As {@link #follow(String, Duration)}, for all branches. */
    public boolean follow(Duration patience) {
        return asked(() -> fetch(ALL_BRANCHES, null, silence, patience));
    }

    private interface Question {
        void ask() throws IOException;
    }

    private boolean asked(Question question) {
        if (!company.mayAsk()) {
            return false;
        }
        try {
            question.ask();
            return true;
        } catch (IOException | RefusedException e) {
            company.didNotAnswer();
            LOG.warn(
                    "the remote of repository {} does not answer: {}",
                    id(),
                    e.getClass().getSimpleName());
            LOG.debug("because", e);
            return false;
        }
    }

    private @Nullable ObjectId fetch(String branch, Duration silence, Duration total) throws IOException {
        String name = Constants.R_HEADS + branch;
        return fetch(List.of(new RefSpec(name)), Set.of(name), silence, total).get(name);
    }

    /**
     * Brings all branches of the remote into the mirror.
     *
     * @throws IOException if the remote does not answer, or not in time
     */
    public void fetch() throws IOException {
        fetch(ALL_BRANCHES, null, silence, total);
    }

    /**
     * Points a ref at an object and makes that durable, also for everything that the object's pack folder holds.
     *
     * @return false if it points at something else already
     */
    public boolean pin(String name, ObjectId id) throws IOException {
        Path refs = git.getDirectory().toPath().resolve(name.substring(0, name.lastIndexOf('/')));
        DurableFiles.createFolders(refs);
        DurableFiles.force(
                ((ObjectDirectory) git.getObjectDatabase()).getPackDirectory().toPath());
        RefUpdate update = git.updateRef(name);
        update.setNewObjectId(id);
        update.setExpectedOldObjectId(ObjectId.zeroId());
        update.disableRefLog();
        switch (update.forceUpdate()) {
            case NEW, NO_CHANGE, FAST_FORWARD, FORCED -> {}
            case LOCK_FAILURE, REJECTED -> {
                Ref there = git.exactRef(name);
                if (there == null || !id.equals(there.getObjectId())) {
                    return false;
                }
            }
            default -> throw new IOException("can't pin " + name + ": " + update.getResult());
        }
        try {
            DurableFiles.force(refs);
        } catch (NoSuchFileException gatheredMeanwhile) {
            // its refs are lines of packed-refs now, which was made durable before the folder went
            return git.exactRef(name) != null;
        }
        return true;
    }

    /** Takes back a pin of a draft that does not come to be. */
    public void unpin(String name) throws IOException {
        RefUpdate update = git.updateRef(name);
        update.setForceUpdate(true);
        update.disableRefLog();
        update.delete();
    }

    /**
     * Moves a checked pack in, durably once {@link #pin} was called. A pack that is there already stays as it is.
     *
     * @param pack its index lies beside it
     */
    public void adopt(Path pack) throws IOException {
        ObjectDirectory objects = (ObjectDirectory) git.getObjectDatabase();
        Path folder = objects.getPackDirectory().toPath();
        String name = String.valueOf(pack.getFileName());
        String indexName = name.substring(0, name.length() - ".pack".length()) + ".idx";
        if (Files.exists(folder.resolve(indexName))) {
            return;
        }
        // The index last: a pack without one is not there yet.
        DurableFiles.move(pack, folder.resolve(name));
        DurableFiles.move(pack.resolveSibling(indexName), folder.resolve(indexName));
        objects.openPack(folder.resolve(name).toFile());
    }

    /**
     * Gathers small packs into one where there are too many of them, and refs into one file; otherwise, or where somebody
     * is at something that takes long, returns soon. What is in the mirror stays in it if this fails, so that is logged only.
     */
    public void gather() {
        if (!company.beginGathering()) {
            return;
        }
        try {
            PackGathering gathering = new PackGathering(git);
            if (company.isDue(gathering.smallPacks())) {
                Path aside = folders.newQuarantine();
                try {
                    gather(gathering, aside);
                } finally {
                    DurableFiles.deleteTree(aside);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "the packs of repository {} could not be gathered: {}",
                    id(),
                    e.getClass().getSimpleName());
            LOG.debug("because", e);
        } finally {
            company.endGathering();
        }
    }

    private void gather(PackGathering gathering, Path aside) throws IOException {
        Path pack = gathering.write(aside);
        boolean alone = company.waitUntilAlone();
        try {
            if (alone) {
                adopt(pack);
                gathering.deleteGathered(String.valueOf(pack.getFileName()));
                gathering.packRefs();
            }
            company.gathered(alone, gathering.smallPacks());
        } finally {
            if (alone) {
                company.noLongerAlone();
            }
        }
    }

    /** Closes the repository. Once; again changes nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            git.close();
            company.leave();
        }
    }

    private Map<String, ObjectId> fetch(
            Collection<RefSpec> specs, @Nullable Set<String> only, Duration silence, Duration total)
            throws IOException {
        if (!company.beginFetching(total)) {
            throw new TransportException("another fetch takes too long");
        }
        try {
            return within(total, () -> fetchNow(specs, only, silence, total));
        } catch (TimeoutException e) {
            throw new TransportException("the remote did not finish within " + total.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RefusedException refused -> throw refused;
                case Error error -> throw error;
                case null, default -> throw new TransportException("the remote's answer makes no sense", e.getCause());
            }
        } finally {
            company.endFetching();
        }
    }

    private Map<String, ObjectId> fetchNow(
            Collection<RefSpec> specs, @Nullable Set<String> only, Duration silence, Duration total)
            throws IOException {
        try (Transport transport = transport(silence);
                FetchConnection connection = transport.openFetch(specs)) {
            Map<String, Ref> heads = new HashMap<>();
            for (Ref ref : connection.getRefs()) {
                String name = ref.getName();
                boolean wanted = only == null ? name.startsWith(Constants.R_HEADS) : only.contains(name);
                if (wanted && ref.getObjectId() != null && Repository.isValidRefName(name)) {
                    heads.put(name, ref);
                }
            }
            fetchMissing(connection, heads.values(), new Deadline(total));
            Map<String, ObjectId> tips = new HashMap<>();
            heads.forEach((name, ref) -> tips.put(name, ref.getObjectId()));
            follow(tips, only);
            return tips;
        }
    }

    private void fetchMissing(FetchConnection connection, Collection<Ref> heads, Deadline deadline) throws IOException {
        List<Ref> missing = new ArrayList<>();
        for (Ref head : heads) {
            if (!git.getObjectDatabase().has(head.getObjectId())) {
                missing.add(head);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        connection.setPackLockMessage("fetching");
        try {
            connection.fetch(deadline, missing, Set.of());
        } finally {
            for (PackLock lock : connection.getPackLocks()) {
                lock.unlock();
            }
        }
        for (Ref head : missing) {
            if (!git.getObjectDatabase().has(head.getObjectId())) {
                throw new TransportException(
                        deadline.isCancelled()
                                ? "the remote took too long"
                                : "the remote did not send what it offered");
            }
        }
    }

    /** @param only null: the remote has no other branches than these */
    private void follow(Map<String, ObjectId> tips, @Nullable Set<String> only) throws IOException {
        Map<String, ObjectId> before = new HashMap<>();
        if (only == null) {
            for (Ref ref : git.getRefDatabase().getRefsByPrefix(REMOTE_REFS)) {
                before.put(ref.getName(), ref.getObjectId());
            }
        } else {
            for (String name : only) {
                Ref ref = git.exactRef(followed(name));
                if (ref != null) {
                    before.put(ref.getName(), ref.getObjectId());
                }
            }
        }
        BatchRefUpdate batch = git.getRefDatabase().newBatchUpdate();
        batch.setAllowNonFastForwards(true);
        batch.disableRefLog();
        Set<String> gone = new HashSet<>(before.keySet());
        for (Map.Entry<String, ObjectId> tip : tips.entrySet()) {
            String name = followed(tip.getKey());
            gone.remove(name);
            ObjectId old = before.getOrDefault(name, ObjectId.zeroId());
            if (!old.equals(tip.getValue())) {
                batch.addCommand(new ReceiveCommand(old, tip.getValue(), name));
            }
        }
        for (String name : gone) {
            batch.addCommand(new ReceiveCommand(before.getOrDefault(name, ObjectId.zeroId()), ObjectId.zeroId(), name));
        }
        if (batch.getCommands().isEmpty()) {
            return;
        }
        // One rewrite of packed-refs instead of a durable file for each; also lets a/b take the place of a.
        batch.setAtomic(batch.getCommands().size() > 1);
        try (RevWalk walk = new RevWalk(git)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (ReceiveCommand command : batch.getCommands()) {
            if (command.getResult() != ReceiveCommand.Result.OK) {
                throw new IOException("can't follow a branch of the remote: " + command.getResult());
            }
        }
    }

    private static String followed(String head) {
        return REMOTE_REFS + head.substring(Constants.R_HEADS.length());
    }
}
