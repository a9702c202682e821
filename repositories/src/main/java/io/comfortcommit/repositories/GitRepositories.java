package io.comfortcommit.repositories;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.exchange.Analysis;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.agent.AgentDrafts;
import io.comfortcommit.repositories.ingest.AnalysisIngest;
import io.comfortcommit.repositories.ingest.BundleIngest;
import io.comfortcommit.repositories.ingest.DraftChanges;
import io.comfortcommit.repositories.ingest.PushedWork;
import io.comfortcommit.repositories.lane.Capture;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.lane.Taken;
import io.comfortcommit.repositories.mirror.Deadline;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.Mirrors;
import io.comfortcommit.repositories.mirror.Reachability;
import io.comfortcommit.repositories.publishing.Publisher;
import io.comfortcommit.repositories.publishing.Trailers;
import io.comfortcommit.repositories.terms.RemoteTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.jspecify.annotations.Nullable;

/** The repositories, with mirrors on this machine's disk. */
final class GitRepositories implements Repositories, AgentMode, PushedBranches {
    private static final int LARGEST_TEXT = 256 << 10;

    private static final int MOST_CANDIDATES = 256;

    /** For a look at the remote of a repository of which nothing is known; a first fetch may be long. */
    private static final Duration LOOK = Duration.ofMinutes(2);

    private final Mirrors mirrors;
    private final Captures captures;
    private final ErasedPeople erased;
    private final BundleIngest ingest;
    private final DraftChanges changes;
    private final Publisher publisher;
    private final AgentDrafts agents;
    private final AnalysisIngest analyses;
    private final PushedWork pushedWork;
    private final Duration searchTime;

    /** @param searchTime after which a commit that was not found yet is taken for unknown */
    GitRepositories(
            Mirrors mirrors,
            Captures captures,
            ErasedPeople erased,
            BundleIngest ingest,
            DraftChanges changes,
            Publisher publisher,
            AgentDrafts agents,
            AnalysisIngest analyses,
            PushedWork pushedWork,
            Duration searchTime) {
        this.mirrors = mirrors;
        this.captures = captures;
        this.erased = erased;
        this.ingest = ingest;
        this.changes = changes;
        this.publisher = publisher;
        this.agents = agents;
        this.analyses = analyses;
        this.pushedWork = pushedWork;
        this.searchTime = searchTime;
    }

    @Override
    public RepositoryId track(UserId owner, String remote, String defaultBranch) {
        return mirrors.track(owner, remote, defaultBranch);
    }

    @Override
    public Set<String> have(UserId caller, RepositoryId repository, Collection<String> candidates) {
        if (candidates.size() > MOST_CANDIDATES) {
            throw new RefusedException(
                    Reason.TOO_LARGE, "At most " + MOST_CANDIDATES + " candidates; name the newest ones.");
        }
        Set<ObjectId> ids = new HashSet<>();
        for (String candidate : candidates) {
            if (!ObjectId.isId(candidate)) {
                throw new RefusedException(Reason.MISMATCH, "Candidates must be object ids of 40 hexadecimal digits.");
            }
            ids.add(ObjectId.fromString(candidate));
        }
        checkMayCome(caller, repository);
        try (Mirror mirror = mirrors.open(caller, repository)) {
            Set<ObjectId> known = known(mirror, ids);
            // A remote that does not answer is no reason to lose a capture: it comes as a full bundle then.
            if (known.isEmpty() && !ids.isEmpty() && mirror.follow(LOOK)) {
                known = known(mirror, ids);
            }
            Set<String> names = new HashSet<>();
            known.forEach(id -> names.add(id.name()));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("the mirror could not be read", e);
        }
    }

    private Set<ObjectId> known(Mirror mirror, Set<ObjectId> ids) throws IOException {
        return new Reachability(mirror.git(), new Deadline(searchTime)).reachable(ids);
    }

    @Override
    public IngestedCapture ingest(CaptureOrder order, InputStream bundle) {
        checkMayCome(order.caller(), order.repositoryId());
        return ingested(ingest.ingest(order, bundle));
    }

    /** Whichever way code would come here, by a bundle or from its remote. */
    private void checkMayCome(UserId caller, RepositoryId repository) {
        if (isRule(caller, repository)) {
            throw new RefusedException(
                    Reason.AGENT_ONLY,
                    "This repository's code must not come to the server: send an analysis, as comfort capture does by itself.");
        }
    }

    private static IngestedCapture ingested(Taken taken) {
        Capture capture = taken.capture();
        return new IngestedCapture(
                capture.draftId(),
                capture.order(),
                capture.summary(),
                capture.unpushedCommits(),
                capture.previous(),
                taken.repeated());
    }

    @Override
    public ChangeSet changes(DraftId draft) {
        Optional<Analysis> analysis = agents.analysis(draft);
        if (analysis.isPresent()) {
            return analysis.get().change();
        }
        Capture capture = capture(draft);
        try (Mirror mirror = mirrors.open(capture.order().repositoryId())) {
            return changes.read(mirror.git(), capture.order(), captures.lastLanded(capture));
        } catch (IOException e) {
            throw new UncheckedIOException("the change of draft " + draft + " could not be read", e);
        }
    }

    @Override
    public Map<String, String> texts(DraftId draft, Collection<String> paths) {
        Optional<Analysis> analysis = agents.analysis(draft);
        if (analysis.isPresent()) {
            Map<String, String> sent = new TreeMap<>(analysis.get().rules());
            sent.keySet().retainAll(Set.copyOf(paths));
            return sent;
        }
        Capture capture = capture(draft);
        Map<String, String> texts = new TreeMap<>();
        if (paths.isEmpty()) {
            return texts;
        }
        Set<String> wanted = Set.copyOf(paths);
        try (Mirror mirror = mirrors.open(capture.order().repositoryId());
                RevWalk walk = new RevWalk(mirror.git());
                TreeWalk files = new TreeWalk(walk.getObjectReader())) {
            files.addTree(walk.parseTree(ObjectId.fromString(capture.order().snapshot())));
            files.setFilter(PathFilterGroup.createFromStrings(wanted));
            files.setRecursive(true);
            while (files.next()) {
                // What lies in a folder of that name passes the filter, too.
                if (!wanted.contains(files.getPathString())
                        || (files.getRawMode(0) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
                    continue;
                }
                ObjectLoader loader = walk.getObjectReader().open(files.getObjectId(0));
                if (loader.getSize() <= LARGEST_TEXT && !RawText.isBinary(loader.getCachedBytes())) {
                    texts.put(files.getPathString(), new String(loader.getCachedBytes(), StandardCharsets.UTF_8));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("the files of draft " + draft + " could not be read", e);
        }
    }

    @Override
    public List<String> recentSubjects(DraftId draft, int most) {
        Optional<Analysis> analysis = agents.analysis(draft);
        if (analysis.isPresent()) {
            return analysis.get().subjects().stream().limit(most).toList();
        }
        Capture capture = capture(draft);
        String base = capture.order().base();
        List<String> subjects = new ArrayList<>();
        if (base == null) {
            return subjects;
        }
        try (Mirror mirror = mirrors.open(capture.order().repositoryId());
                RevWalk walk = new RevWalk(mirror.git())) {
            walk.markStart(walk.parseCommit(ObjectId.fromString(base)));
            for (RevCommit commit = walk.next(); commit != null && subjects.size() < most; commit = walk.next()) {
                subjects.add(commit.getShortMessage());
            }
            return subjects;
        } catch (IOException e) {
            throw new UncheckedIOException("the history of draft " + draft + " could not be read", e);
        }
    }

    @Override
    public void history(DraftId draft, Predicate<PastCommit> wantsMore) {
        if (agents.has(draft)) {
            return;
        }
        Capture capture = capture(draft);
        String base = capture.order().base();
        if (base == null) {
            return;
        }
        try (Mirror mirror = mirrors.open(capture.order().repositoryId())) {
            new FirstParents(mirror.git()).walk(ObjectId.fromString(base), wantsMore);
        } catch (IOException e) {
            throw new UncheckedIOException("the history of draft " + draft + " could not be read", e);
        }
    }

    @Override
    public List<DraftId> unsettledPredecessors(DraftId draft) {
        return captures.unsettledPredecessors(capture(draft));
    }

    @Override
    public void settle(DraftId draft) {
        captures.settle(draft);
    }

    @Override
    public PublishOutcome publish(PublishOrder order) {
        return publisher.publish(order);
    }

    @Override
    public void forget(UserId person) {
        erased.erase(person);
        mirrors.forget(person);
    }

    // --- agent mode

    @Override
    public boolean isRule(UserId caller, RepositoryId repository) {
        return mirrors.terms(caller, repository).push() == RemoteTerms.Push.AGENT;
    }

    @Override
    public IngestedCapture take(CaptureOrder order, InputStream analysis) {
        // Nobody but its owner may add to a repository.
        mirrors.terms(order.caller(), order.repositoryId());
        return ingested(analyses.ingest(order, analysis));
    }

    @Override
    public boolean isLeftToAgent(DraftId draft) {
        return agents.has(draft);
    }

    @Override
    public void handOver(PublishOrder order, int round) {
        CaptureOrder captured = capture(order.draftId()).order();
        RemoteTerms terms = mirrors.terms(captured.caller(), captured.repositoryId());
        agents.handOver(
                new PublishOrder(
                        order.draftId(), Trailers.added(order.message(), terms, captured.author()), order.approvedAt()),
                captured.caller(),
                round);
    }

    @Override
    public boolean takeBack(DraftId draft, int round) {
        return agents.takeBack(draft, round);
    }

    @Override
    public Claim claim(UserId caller, DraftId draft, UUID agent) {
        checkOwn(caller, draft);
        return agents.claim(draft, agent);
    }

    @Override
    public int claimed(UserId caller, DraftId draft, UUID agent) {
        checkOwn(caller, draft);
        return agents.claimed(draft, agent);
    }

    private void checkOwn(UserId caller, DraftId draft) {
        if (!capture(draft).order().caller().equals(caller)) {
            throw unknownDraft();
        }
    }

    @Override
    public void forget(DraftId draft) {
        agents.forget(draft);
    }

    @Override
    public @Nullable RepositoryId repositoryOf(DraftId draft) {
        return captures.find(draft)
                .map(capture -> capture.order().repositoryId())
                .orElse(null);
    }

    private Capture capture(DraftId draft) {
        return captures.find(draft).orElseThrow(GitRepositories::unknownDraft);
    }

    private static RefusedException unknownDraft() {
        return new RefusedException(Reason.UNKNOWN_DRAFT, "No draft of this id was captured here.");
    }

    @Override
    public List<PushedBranches.Tracked> tracked(UserId owner) {
        return mirrors.tracked(owner).stream()
                .filter(one -> !isRule(owner, one.id()))
                .map(one -> new PushedBranches.Tracked(one.id(), one.remote()))
                .toList();
    }

    @Override
    public Map<String, String> heads(UserId caller, RepositoryId repository) {
        checkMayCome(caller, repository);
        return pushedWork.heads(caller, repository);
    }

    @Override
    public Optional<IngestedCapture> take(PushedBranch pushed) {
        checkMayCome(pushed.caller(), pushed.repository());
        return pushedWork.take(pushed).map(GitRepositories::ingested);
    }
}
