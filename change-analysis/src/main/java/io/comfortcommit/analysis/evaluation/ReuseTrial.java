package io.comfortcommit.analysis.evaluation;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.embedding.CarryingFunctions;
import io.comfortcommit.analysis.embedding.CodeEmbedding;
import io.comfortcommit.analysis.reuse.ExactScan;
import io.comfortcommit.analysis.reuse.Outline;
import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.Reuse;
import java.util.Optional;

/** Whether a message of the history before could have been said again, and whether it would have been right. */
final class ReuseTrial {
    private final CodeEmbedding embedding = new CodeEmbedding();
    private final ExactScan past = new ExactScan();
    private final Reuse reuse = new Reuse(past);

    private int asked;
    private int askedOfPeople;
    private int hits;
    private int hitsOfPeople;
    private int rightTypes;
    private int sameSubjects;
    private double rougeL;

    /** A change, read once. */
    record Seen(CodeEmbedding.Contexts contexts, CarryingFunctions functions, Outline outline) {
        static Seen of(ChangeSet change) {
            return new Seen(CodeEmbedding.read(change), CarryingFunctions.read(change), Outline.of(change));
        }
    }

    /** @param type that was drafted */
    Optional<Reuse.Hit> ask(Seen change, Guess truth, String type, boolean bot) {
        asked++;
        askedOfPeople += bot ? 0 : 1;
        var hit = reuse.find(change.outline, embedding.embed(change.contexts), type)
                .or(() -> reuse.find(change.outline, change.functions.vectors(embedding), type));
        hit.ifPresent(found -> count(truth, Guess.of(found.subject()), bot));
        return hit;
    }

    private void count(Guess truth, Guess said, boolean bot) {
        hits++;
        hitsOfPeople += bot ? 0 : 1;
        rightTypes += truth.type().equals(said.type()) ? 1 : 0;
        sameSubjects += truth.description().equalsIgnoreCase(said.description()) ? 1 : 0;
        rougeL += Overlap.rougeL(Overlap.words(said.description()), Overlap.words(truth.description()));
    }

    /** The person's message stands for the approved draft. */
    void learn(Seen change, String message) {
        past.remember(new PastDraft(
                embedding.embed(change.contexts), change.functions.vectors(embedding), message, change.outline));
        embedding.learn(change.contexts);
    }

    Report.Reused result() {
        return new Report.Reused(
                asked, askedOfPeople, hits, hitsOfPeople, rightTypes, sameSubjects, hits == 0 ? 0 : rougeL / hits);
    }
}
