package io.comfortcommit.repositories.publishing;

import io.comfortcommit.analysis.landing.CommitPlanner;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.RemoteAccessException;
import java.io.File;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The branches of a remote: looked at, fetched, moved by compare-and-swap. Never waits without an end. */
final class RemoteBranches {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteBranches.class);

    /** What the remote said to a push. */
    sealed interface Reply {
        record Taken() implements Reply {}

        /** The ref no longer held what was expected; nothing was pushed. */
        record Moved() implements Reply {}

        /**
         * @param words the remote's own
         * @param lostRace whether they sound as if another push had the ref just then
         */
        record Refused(String words, boolean lostRace) implements Reply {}
    }

    /** How long the end of a process that was told to end is waited for. */
    private static final Duration LAST_BREATH = Duration.ofSeconds(5);

    private static final boolean GIT_IS_INSTALLED = isInstalled();

    private final Mirror mirror;
    private final Patience patience;

    RemoteBranches(Mirror mirror, Patience patience) {
        this.mirror = mirror;
        this.patience = patience;
    }

    /** Short names and tips of all branches. */
    Map<String, ObjectId> list() throws RemoteException {
        RefSpec all = new RefSpec(Constants.R_HEADS + "*", RefSpec.WildcardMode.ALLOW_MISMATCH);
        return within(patience.fetch(), () -> {
            Map<String, ObjectId> heads = new HashMap<>();
            try (Transport transport = mirror.transport();
                    FetchConnection connection = transport.openFetch(List.of(all))) {
                for (Ref ref : connection.getRefs()) {
                    ObjectId tip = ref.getObjectId();
                    if (ref.getName().startsWith(Constants.R_HEADS) && tip != null) {
                        heads.put(ref.getName().substring(Constants.R_HEADS.length()), tip);
                    }
                }
            }
            return heads;
        });
    }

    /** Brings a branch into the mirror; empty if the remote does not have it. */
    Optional<ObjectId> fetch(String branch) throws RemoteException {
        return within(patience.fetch(), () -> {
            try {
                return Optional.ofNullable(mirror.fetch(branch));
            } catch (TransportException e) {
                throw e;
            } catch (IOException notFollowed) {
                // The name may be blocked by a branch that is gone: topic by topic/one. All together make room.
                mirror.fetch();
                return Optional.ofNullable(mirror.lastFetched(branch));
            }
        });
    }

    /** @param expected what the branch must hold; null if it must not exist */
    Reply push(ObjectId commit, String branch, @Nullable ObjectId expected) throws RemoteException {
        ObjectId expectedOld = expected != null ? expected : ObjectId.zeroId();
        Reply reply = within(
                patience.push(),
                () -> {
                    try (Transport transport = mirror.transport()) {
                        return push(transport, commit, branch, expectedOld);
                    }
                },
                () -> endReceiving(commit));
        if (reply instanceof Reply.Taken) {
            return isThere(commit, branch)
                    ? reply
                    : new Reply.Refused("the remote said that it took the commit, but " + branch + " lacks it", false);
        }
        if (!(reply instanceof Reply.Refused refused)) {
            return reply;
        }
        // A server that lost the race to another push says so in words of its own; the branch itself is the proof.
        Map<String, ObjectId> heads = list();
        ObjectId now = heads.get(branch);
        if (commit.equals(now)) {
            return new Reply.Taken();
        }
        boolean moved = !expectedOld.equals(now != null ? now : ObjectId.zeroId());
        boolean nameBlocked = heads.keySet().stream()
                .anyMatch(other -> other.startsWith(branch + "/") || branch.startsWith(other + "/"));
        return moved || refused.lostRace() && !nameBlocked ? new Reply.Moved() : refused;
    }

    /** Not every remote does what it says; and somebody may have pushed on top already. */
    private boolean isThere(ObjectId commit, String branch) throws RemoteException {
        if (commit.equals(list().get(branch))) {
            return true;
        }
        ObjectId tip = fetch(branch).orElse(null);
        try {
            return tip != null && CommitPlanner.isWithin(mirror.git(), commit, tip);
        } catch (IOException e) {
            throw asRemoteException(e);
        }
    }

    private Reply push(Transport transport, ObjectId commit, String branch, ObjectId expectedOld) throws IOException {
        if (isLocal(transport) && GIT_IS_INSTALLED) {
            transport.setOptionReceivePack("git -c " + mark(commit) + " receive-pack");
        }
        String ref = Constants.R_HEADS + branch;
        RemoteRefUpdate update =
                new RemoteRefUpdate(mirror.git(), commit.name(), commit, ref, false, null, expectedOld);
        PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> new Reply.Taken();
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new Reply.Moved();
            case REJECTED_OTHER_REASON, REJECTED_NODELETE, NON_EXISTING -> {
                String words = Stream.of(update.getMessage(), result.getMessages())
                        .filter(text -> text != null && !text.isBlank())
                        .map(String::strip)
                        .distinct()
                        .reduce((status, said) -> status + "\n" + said)
                        .orElse("refused");
                yield new Reply.Refused(RemoteWords.clean(mirror.git(), words), isLostRace(update.getMessage()));
            }
            case NOT_ATTEMPTED, AWAITING_REPORT ->
                throw new TransportException(transport.getURI(), "the remote did not say what became of the push");
        };
    }

    /** As git and JGit servers word a compare-and-swap that failed, or a lock that somebody else holds. */
    private static boolean isLostRace(@Nullable String status) {
        String said = status == null ? "" : status.toLowerCase(Locale.ROOT);
        return Stream.of(
                        "failed to update ref",
                        "failed to lock",
                        "cannot lock ref",
                        "unable to lock",
                        "lock error",
                        "incorrect old value",
                        "reference already exists",
                        "fetch first",
                        "stale info")
                .anyMatch(said::contains);
    }

    // --- talking, with an end

    private <T> T within(Duration limit, Callable<T> talk) throws RemoteException {
        return within(limit, talk, () -> {});
    }

    /** @param ending of what would go on by itself when nobody waits for it any more */
    private <T> T within(Duration limit, Callable<T> talk, Runnable ending) throws RemoteException {
        try {
            return mirror.within(limit, talk);
        } catch (TimeoutException e) {
            ending.run();
            throw new RemoteException.Unreachable("the remote did not finish within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            ending.run();
            Thread.currentThread().interrupt();
            throw new RemoteException.Unreachable("interrupted", e);
        } catch (ExecutionException e) {
            throw asRemoteException(e.getCause());
        }
    }

    /**
     * For a remote on this machine JGit receives in-process, without the remote's hooks and settings, unless asked for
     * another program than the default one. A setting that nobody reads makes it another, and known among processes.
     */
    private static String mark(ObjectId commit) {
        return "comfort.push=" + commit.name();
    }

    /**
     * A push to a remote on this machine is received by a process of ours, which would wait for the remote's hooks and then
     * move the branch, however long ago the push was given up. On other machines that is up to them; what lands there late
     * is found by its attempt on the next look.
     */
    private static void endReceiving(ObjectId commit) {
        String mark = mark(commit);
        List<ProcessHandle> receiving = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .toList();
        receiving.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : receiving) {
            try {
                process.onExit().get(LAST_BREATH.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.warn("process {} that received a push goes on", process.pid(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean isInstalled() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> Stream.of(new File(folder, "git"), new File(folder, "git.exe")))
                .anyMatch(File::canExecute);
    }

    private static boolean isLocal(Transport transport) {
        return "file".equals(transport.getURI().getScheme())
                || !transport.getURI().isRemote();
    }

    private RemoteException asRemoteException(@Nullable Throwable cause) {
        String words = RemoteWords.clean(mirror.git(), words(cause));
        return switch (cause) {
            case NotSupportedException gone ->
                // What JGit says of a path with no repository.
                new RemoteException.Unreachable("there is no repository at the remote", gone);
            case RemoteAccessException access
            when access.trouble() == RemoteAccessException.Trouble.NOT_TRUSTED ->
                new RemoteException.NotTrusted(words, access);
            case RemoteAccessException access -> new RemoteException.Denied(words, access);
            case TransportException untrusted
            when isAboutCertificates(untrusted) ->
                new RemoteException.NotTrusted(
                        RemoteWords.clean(mirror.git(), "The remote's certificate is not trusted: " + words),
                        untrusted);
            case NoRemoteRepositoryException gone -> new RemoteException.Unreachable(words, gone);
            case TransportException said when isDenial(words) -> new RemoteException.Denied(words, said);
            case RefusedException forbidden -> new RemoteException.Denied(words, forbidden);
            case IOException failed -> new RemoteException.Unreachable(words, failed);
            case Error error -> throw error;
            case RuntimeException bug -> throw bug;
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    private static boolean isAboutCertificates(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static String words(@Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        return message != null ? message : "the remote does not answer";
    }

    /** JGit tells a denial from a failure only in its message. */
    private static boolean isDenial(String words) {
        String said = words.toLowerCase(Locale.ROOT);
        return Stream.of(
                        "not authorized",
                        "not permitted",
                        "authentication",
                        "auth fail",
                        "auth cancel",
                        "cannot log in")
                .anyMatch(said::contains);
    }
}
