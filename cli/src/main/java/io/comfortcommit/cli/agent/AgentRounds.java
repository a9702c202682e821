package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.agent.AgentRecord.Landed;
import io.comfortcommit.cli.agent.AuthorsGit.NotNow;
import io.comfortcommit.cli.agent.AuthorsGit.Refused;
import io.comfortcommit.cli.client.AgentClaim;
import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.Trying;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks after the drafts that a repository's agent is to push: pushes those that are approved, and reports. */
final class AgentRounds {
    /** As long as a server tries a remote that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final String CLAIMED = "CLAIMED";
    private static final String NOT_CLAIMED = "NOT_CLAIMED";

    private final Desk desk;
    private final AuthorsGit git;
    private final AgentRecords records;
    private final Snapshots snapshots;
    private final InstantSource clock;
    private final UUID agent;

    AgentRounds(Desk desk, InstantSource clock, Supplier<UUID> ids, boolean mayAsk) {
        this.desk = desk;
        this.git = new AuthorsGit(desk, mayAsk);
        this.snapshots = new Snapshots(desk, clock);
        this.records = new AgentRecords(snapshots);
        this.clock = clock;
        this.agent = records.agentId(ids);
    }

    /** What became of a draft in a round. */
    sealed interface Step {
        String draftId();

        record Pushed(String draftId, Landed landed, boolean onBranch) implements Step {}

        record Failed(String draftId, PushFailure failure, String words) implements Step {}

        /** It will be tried again. */
        record Waits(String draftId, String words) implements Step {}
    }

    /** Drafts that are not done with, oldest first. */
    List<String> open() {
        return records.all().stream()
                .filter(record -> !record.reported())
                .map(AgentRecord::draftId)
                .toList();
    }

    /**
     * Does what there is to do.
     *
     * @param which drafts, by their ids
     */
    List<Step> round(Server server, Predicate<String> which) {
        List<Step> steps = new ArrayList<>();
        Set<String> waiting = new HashSet<>();
        for (String id : open()) {
            if (!which.test(id)) {
                continue;
            }
            records.alone(() -> {
                Optional<AgentRecord> record = records.find(id).filter(found -> !found.reported());
                // What comes later from the same desk builds on what came before.
                if (record.isPresent() && !waiting.contains(record.get().lane())) {
                    carefully(server, record.get()).ifPresent(step -> {
                        steps.add(step);
                        if (step instanceof Step.Waits) {
                            waiting.add(record.get().lane());
                        }
                    });
                }
                return null;
            });
        }
        return steps;
    }

    /** What goes wrong with one draft is no reason to leave the others; a server that is away is. */
    private Optional<Step> carefully(Server server, AgentRecord record) {
        try {
            return step(server, record);
        } catch (Failure failure) {
            if (failure.exitCode() == ExitCode.UNREACHABLE) {
                throw failure;
            }
            String said = failure.said();
            return Optional.of(new Step.Waits(record.draftId(), said == null ? failure.code() : said));
        }
    }

    private Optional<Step> step(Server server, AgentRecord record) {
        Optional<DraftStatus> status = server.draft(record.draftId()).map(Draft::status);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        if (record.landed() != null && !status.get().ended()) {
            return Optional.of(report(server, record));
        }
        return switch (status.get()) {
            case CAPTURED, DRAFTED -> Optional.empty();
            case APPROVED -> Optional.of(push(server, record));
            case PUSH_FAILED -> lookAfterFailure(server, record);
            case PUSHED -> {
                done(record);
                yield Optional.empty();
            }
            case DISCARDED, EXPIRED, SUPERSEDED -> {
                git.drop(record.draftId());
                records.remove(record);
                yield Optional.empty();
            }
        };
    }

    private Step push(Server server, AgentRecord record) {
        AgentClaim claim;
        try {
            claim = server.claimPush(record.draftId(), agent);
        } catch (Failure failure) {
            if (failure.code().equals(CLAIMED) || failure.code().equals(NOT_CLAIMED)) {
                return new Step.Waits(record.draftId(), String.valueOf(failure.said()));
            }
            throw failure;
        }
        try {
            return report(server, new AgentPush(desk, git, records, snapshots, record, claim).run());
        } catch (NotNow notNow) {
            return later(server, record.draftId(), notNow.words());
        } catch (Refused refused) {
            return fail(server, record.draftId(), refused.failure(), refused.words());
        }
    }

    /** An agent that was killed after its push may have been given up since: what is on the remote is the truth. */
    private Optional<Step> lookAfterFailure(Server server, AgentRecord record) {
        if (record.attempts().isEmpty()) {
            return Optional.empty();
        }
        try {
            return git.landedAttempt(record, git.branches(record.remote())).map(attempt -> {
                AgentRecord landed = record.withLanded(attempt);
                records.write(landed);
                return report(server, landed);
            });
        } catch (NotNow notNow) {
            return Optional.of(new Step.Waits(record.draftId(), notNow.words()));
        }
    }

    private Step later(Server server, String draftId, String words) {
        AgentRecord record = records.find(draftId).orElseThrow();
        Instant now = clock.instant();
        Trying trying =
                record.trying() == null ? Trying.from(now) : record.trying().again(now);
        if (trying.lasted().compareTo(PATIENCE) > 0) {
            PushFailure failure =
                    AuthorsGit.isDenial(words) ? PushFailure.REMOTE_REFUSED : PushFailure.REMOTE_UNREACHABLE;
            return fail(server, draftId, failure, words);
        }
        records.write(record.withTrying(trying));
        return new Step.Waits(draftId, words);
    }

    private Step fail(Server server, String draftId, PushFailure failure, String words) {
        AgentRecord record = records.find(draftId).orElseThrow();
        server.reportFailure(draftId, agent, failure, words, record.attempts().size());
        records.write(record.withTrying(null));
        return new Step.Failed(draftId, failure, words);
    }

    private Step report(Server server, AgentRecord record) {
        Landed landed = Objects.requireNonNull(record.landed());
        try {
            reportPush(server, record, landed);
        } catch (Failure failure) {
            if (!failure.code().equals(NOT_CLAIMED)) {
                throw failure;
            }
            // Another desk had it since. If it still waits it is ours again, and else its end is known.
            server.claimPush(record.draftId(), agent);
            reportPush(server, record, landed);
        }
        done(record);
        return new Step.Pushed(record.draftId(), landed, record.landedOnBranch());
    }

    private void reportPush(Server server, AgentRecord record, Landed landed) {
        server.reportPush(
                record.draftId(),
                agent,
                landed.commit(),
                record.landedOnBranch() ? Landing.BRANCH : Landing.SIDE_BRANCH,
                landed.target(),
                landed.rebased(),
                Math.max(1, record.attempts().size()),
                record.landedOnBranch() ? null : landed.reason());
    }

    /** Remembered for those that come after it in its lane, for as long as its snapshot is. */
    private void done(AgentRecord record) {
        records.write(record.asReported());
        git.drop(record.draftId());
        records.all().stream()
                .filter(AgentRecord::reported)
                .filter(old -> !snapshots.isHere(old.captureId()))
                .forEach(records::remove);
    }
}
