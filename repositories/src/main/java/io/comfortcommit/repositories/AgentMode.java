package io.comfortcommit.repositories;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes whose objects never come here: of each there is an analysis until its draft ends, and its commit is made and pushed
 * by an agent on the author's machine. {@link Repositories} answers for them from the analysis. Every call blocks.
 */
public interface AgentMode {
    /**
     * Whether the operator has it so for a repository: its bundles are refused.
     *
     * @throws RefusedException {@link RefusedException.Reason#UNKNOWN_REPOSITORY} also where it is somebody else's
     */
    boolean isRule(UserId caller, RepositoryId repository);

    /**
     * Takes an analysis in, sealed for its author. Idempotent by capture id, as {@link Repositories#ingest} is.
     *
     * @param analysis JSON of {@link io.comfortcommit.analysis.exchange.AnalysisJson}; read to its end or until it is refused,
     *     not closed
     * @throws RefusedException nothing is stored then
     */
    IngestedCapture take(CaptureOrder order, InputStream analysis);

    /** Whether the draft's commit is an agent's to make. */
    boolean isLeftToAgent(DraftId draft);

    /** Has an approved draft wait for its agent. Again changes nothing, as long as the round is the same. */
    void handOver(PublishOrder order, int round);

    /**
     * Stops waiting for the agent, unless it is at it right now.
     *
     * @return false if it is
     */
    boolean takeBack(DraftId draft, int round);

    /**
     * Gives an approved draft to one agent. The same agent may claim again; another one only once the claim is over.
     *
     * @param agent names the desk that asks
     * @throws RefusedException {@link RefusedException.Reason#CLAIMED} by another agent, or
     *     {@link RefusedException.Reason#NOT_CLAIMED} where there is nothing to claim
     */
    Claim claim(UserId caller, DraftId draft, UUID agent);

    /**
     * The round of the claim that an agent reports on, however long ago it was.
     *
     * @throws RefusedException {@link RefusedException.Reason#NOT_CLAIMED}
     */
    int claimed(UserId caller, DraftId draft, UUID agent);

    /** Forgets what was sent of the change; its draft has ended. Again changes nothing. */
    void forget(DraftId draft);

    /**
     * What an agent is to do.
     *
     * @param message whole, with what the remote's terms add
     * @param approvedAt the committer date
     * @param until when another agent may claim it
     */
    record Claim(DraftId draftId, int round, String message, Instant approvedAt, Instant until) {}

    /** Encrypts for a person, so that what was sealed is lost with the person's key. */
    interface Seal {
        String seal(UserId subject, byte[] plain);

        /** Empty if the person was erased. */
        Optional<byte[]> open(String sealed);

        /** Where nobody can seal, nothing that needs it is taken in. */
        static Seal none() {
            return new Seal() {
                @Override
                public String seal(UserId subject, byte[] plain) {
                    throw new IllegalStateException("there is no seal for what agents send");
                }

                @Override
                public Optional<byte[]> open(String sealed) {
                    return Optional.empty();
                }
            };
        }
    }
}
