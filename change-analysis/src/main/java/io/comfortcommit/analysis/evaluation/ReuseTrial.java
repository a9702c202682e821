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

    private final HitCount people = new HitCount();
    private final HitCount withBots = new HitCount();

    /** A change, read once. */
    record Seen(CodeEmbedding.Contexts contexts, CarryingFunctions functions, Outline outline) {
        static Seen of(ChangeSet change) {
            return new Seen(CodeEmbedding.read(change), CarryingFunctions.read(change), Outline.of(change));
        }
    }

    /** @param type that was drafted */
    Optional<Reuse.Hit> ask(Seen change, Guess truth, String type, boolean bot) {
        var hit = reuse.find(change.outline, embedding.embed(change.contexts), type)
                .or(() -> reuse.find(change.outline, change.functions.vectors(embedding), type));
        var said = hit.map(found -> Guess.of(found.subject()));
        withBots.count(truth, said);
        if (!bot) {
            people.count(truth, said);
        }
        return hit;
    }

    /** The person's message stands for the approved draft. */
    void learn(Seen change, String message) {
        past.remember(new PastDraft(
                embedding.embed(change.contexts), change.functions.vectors(embedding), message, change.outline));
        embedding.learn(change.contexts);
    }

    Report.Reused result() {
        return new Report.Reused(people.result(), withBots.result());
    }

    /** Counts up to {@link Report.Hits}. */
    private static final class HitCount {
        private int asked;
        private int hits;
        private int rightTypes;
        private int sameSubjects;
        private double rougeL;

        void count(Guess truth, Optional<Guess> said) {
            asked++;
            said.ifPresent(again -> {
                hits++;
                rightTypes += truth.type().equals(again.type()) ? 1 : 0;
                sameSubjects += truth.description().equalsIgnoreCase(again.description()) ? 1 : 0;
                rougeL += Overlap.rougeL(Overlap.words(again.description()), Overlap.words(truth.description()));
            });
        }

        Report.Hits result() {
            return new Report.Hits(asked, hits, rightTypes, sameSubjects, hits == 0 ? 0 : rougeL / hits);
        }
    }
}
