package io.comfortcommit.analysis.evaluation;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.analysis.learning.Learner;
import io.comfortcommit.analysis.reading.ChangeReader;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** Teaches a history in order, as the evaluation does. */
public final class Lessons {
    private Lessons() {}

    /**
     * @param last teach only so many commits that have a type, the newest
     * @throws IOException where the history can't be read
     */
    public static void teach(Repository repository, ObjectId head, int last, Learner learner) throws IOException {
        var reader = new ChangeReader();
        var steps = HistoryWalk.of(repository, head);
        var types = Evaluation.types(steps);
        var typed = steps.stream()
                .filter(step -> !step.merge())
                .filter(step -> ConventionalSubject.in(step.message())
                        .filter(subject -> types.contains(subject.type()))
                        .isPresent())
                .toList();
        for (var step : typed.subList(Math.max(0, typed.size() - last), typed.size())) {
            ChangeSet change;
            try {
                change = reader.read(repository, step.parent(), step.id());
            } catch (MissingObjectException partialClone) {
                continue;
            }
            StructuralDrafter.learn(learner, change, step.message(), step.author(), step.bot());
        }
    }
}
