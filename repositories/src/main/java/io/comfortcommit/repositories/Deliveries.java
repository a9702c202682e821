package io.comfortcommit.repositories;

import io.comfortcommit.messages.draft.DraftId;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What others delivered, kept from the moment it is acknowledged until it is a draft or refused. Ids are remembered, so
 * that the same delivery again is none. Every call blocks.
 */
public interface Deliveries {
    /** What storing a delivery came to. */
    enum Receipt {
        STORED,
        /** The same is here already. */
        REPEATED,
        /** Its id was used for something else; nothing is stored. */
        ID_REUSED
    }

    /**
     * Stores a capture, durably. Of those that come at the same time under one id, one is stored.
     *
     * @throws RefusedException if it can be seen at once that it can't be taken in
     */
    Receipt receive(Delivery delivery, CaptureOrder order, byte[] bundle);

    /** Stores that somebody pushed to a branch, as {@link #receive(Delivery, CaptureOrder, byte[])} does. */
    Receipt receive(Delivery delivery, PushedBranch pushed);

    /** What became of a delivery; empty if there is none of this id, or its id was forgotten. */
    Optional<Fate> fate(String source, String id);

    /**
     * Gives the next delivery that is due to a worker and stores what it came to. One worker at a time has it; if its
     * process dies, another gets it soon.
     *
     * @param patience how long to wait for one
     * @return whether there was one
     */
    boolean work(Duration patience, Worker worker) throws InterruptedException;

    /** Does what was delivered. Has to bear doing it twice. */
    interface Worker {
        /** @throws Exception to be called again later */
        Outcome take(Delivery delivery, CaptureOrder order, InputStream bundle) throws Exception;

        /** @throws Exception to be called again later */
        Outcome take(Delivery delivery, PushedBranch pushed) throws Exception;
    }

    /** What a delivery came to. */
    sealed interface Outcome {
        record Draft(DraftId id) implements Outcome {}

        /** @param code stable, says why */
        record Refused(String code) implements Outcome {}

        /** There was nothing to make a draft of. @param code stable, says why */
        record Nothing(String code) implements Outcome {}
    }

    /** How far a delivery is. */
    enum State {
        WAITING,
        DONE,
        REFUSED,
        IGNORED
    }

    /**
     * @param draft that it became
     * @param code why it became none; while it waits, why it was not done the last time
     */
    record Fate(
            State state, @Nullable DraftId draft, @Nullable String code) {}
}
