package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.client.Negotiated;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.desk.Remote;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.lane.Kept;
import io.comfortcommit.cli.lane.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be left out of a bundle.
 *
 * @param prerequisites commits that the server has; empty for a full bundle
 * @param byAgent whether no bundle is wanted at all, because this machine makes the commit
 */
record Negotiation(String repositoryId, List<String> prerequisites, boolean byAgent) {
    private static final int MOST_CANDIDATES = 256;
    /** Of other branches; each one is a walk for the server. */
    private static final int MOST_TIPS = 16;

    /** @param last the lane's newest capture whose objects are still here */
    static Negotiation with(Server server, Git git, Waiting waiting, Optional<Kept> last) {
        String base = waiting.base();
        List<String> tips = Remote.tips(git, waiting.remote().name(), waiting.branch());
        List<String> chain = base == null ? List.of() : History.near(git, base);
        Set<String> candidates = new LinkedHashSet<>();
        chain.stream().limit(1).forEach(candidates::add);
        last.ifPresent(kept -> {
            candidates.add(kept.snapshot());
            if (kept.base() != null) {
                candidates.add(kept.base());
            }
        });
        candidates.addAll(chain);
        candidates.addAll(tips);
        Negotiated answer = ask(server, waiting, candidates);
        if (answer.byAgent()) {
            return new Negotiation(answer.repositoryId(), List.of(), true);
        }
        if (answer.have().isEmpty() && base != null) {
            chain = History.whole(git, base);
            answer = ask(server, waiting, new LinkedHashSet<>(chain));
        }
        return new Negotiation(
                answer.repositoryId(), bounding(answer.have(), chain, tips, last.map(Kept::snapshot)), false);
    }

    private static Negotiated ask(Server server, Waiting waiting, Set<String> candidates) {
        return server.negotiate(
                waiting.remote().url(),
                waiting.remote().defaultBranch(),
                candidates.stream().limit(MOST_CANDIDATES).toList(),
                waiting.agent());
    }

    /** HEAD leads to everything else that counts; where the server lacks it, the nearest of all sides. */
    private static List<String> bounding(
            Set<String> have, List<String> chain, List<String> tips, Optional<String> lastSnapshot) {
        Set<String> chosen = new LinkedHashSet<>();
        chain.stream().filter(have::contains).limit(1).forEach(chosen::add);
        lastSnapshot.filter(have::contains).ifPresent(chosen::add);
        boolean headKnown = !chain.isEmpty() && chosen.contains(chain.getFirst());
        if (!headKnown) {
            tips.stream().filter(have::contains).limit(MOST_TIPS).forEach(chosen::add);
        }
        return new ArrayList<>(chosen);
    }

    Negotiation withoutPrerequisites() {
        return new Negotiation(repositoryId, List.of(), false);
    }
}
