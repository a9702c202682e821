package io.comfortcommit.repositories.mirror;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.terms.RemoteTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All mirrors: begins to track a remote, and opens what is tracked. */
public final class Mirrors {
    private static final Logger LOG = LoggerFactory.getLogger(Mirrors.class);

    private final TrackedRemotes tracked;
    private final MirrorFolders folders;
    private final RemoteAccess access;
    private final Duration silence;
    private final Duration total;
    private final Map<RepositoryId, MirrorCompany> companies = new ConcurrentHashMap<>();

    /**
     * @param silence that a remote is allowed, between two bytes
     * @param total that a remote is allowed, for everything
     */
    public Mirrors(
            TrackedRemotes tracked, MirrorFolders folders, RemoteAccess access, Duration silence, Duration total) {
        this.tracked = tracked;
        this.folders = folders;
        this.access = access;
        this.silence = silence;
        this.total = total;
    }

    /** @throws RefusedException {@link Reason#REMOTE_NOT_ALLOWED} or {@link Reason#PERSON_ERASED} */
    public RepositoryId track(UserId tenant, String remote, String defaultBranch) {
        if (!Repository.isValidRefName("refs/heads/" + defaultBranch)) {
            throw new RefusedException(Reason.MISMATCH, "The default branch is no branch name.");
        }
        return tracked.findOrAdd(tenant, access.canonical(remote), defaultBranch);
    }

    /** Where the remotes of somebody are whose rows are erased. */
    public void forget(UserId tenant) {
        tracked.forget(tenant);
    }

    public List<Tracked> tracked(UserId tenant) {
        return tracked.all(tenant);
    }

    /** @throws RefusedException {@link Reason#UNKNOWN_REPOSITORY} also where it is another tenant's */
    public Mirror open(UserId caller, RepositoryId id) {
        return open(found(caller, id));
    }

    /**
     * What holds for a caller's repository. Makes no mirror.
     *
     * @throws RefusedException {@link Reason#UNKNOWN_REPOSITORY} also where it is another tenant's
     */
    public RemoteTerms terms(UserId caller, RepositoryId id) {
        return access.terms(found(caller, id).remote());
    }

    /** The remote of a repository; the same text for each tenant that tracks it. */
    public String remote(RepositoryId id) {
        return tracked.find(id).orElseThrow(Mirrors::unknown).remote();
    }

    private Tracked found(UserId caller, RepositoryId id) {
        return tracked.find(id)
                .filter(candidate -> candidate.tenant().equals(caller))
                .orElseThrow(Mirrors::unknown);
    }

    /** For work on drafts, whose right was checked when they were captured. */
    public Mirror open(RepositoryId id) {
        return open(tracked.find(id).orElseThrow(Mirrors::unknown));
    }

    /** {@link Mirror#gather} by who has it not open. Never fails. */
    public void gather(RepositoryId id) {
        try (Mirror mirror = open(id)) {
            mirror.gather();
        } catch (RefusedException | UncheckedIOException e) {
            LOG.debug("the packs of repository {} are not gathered", id, e);
        }
    }

    private Mirror open(Tracked found) {
        MirrorCompany company = companies.computeIfAbsent(found.id(), id -> new MirrorCompany());
        company.join();
        try {
            return new Mirror(found, folders, access, silence, total, company);
        } catch (IOException e) {
            company.leave();
            throw new UncheckedIOException("can't open the mirror of " + found.id(), e);
        } catch (RuntimeException | Error e) {
            company.leave();
            throw e;
        }
    }

    private static RefusedException unknown() {
        return new RefusedException(
                Reason.UNKNOWN_REPOSITORY, "No such repository. Track its remote first: comfort capture does so.");
    }
}
