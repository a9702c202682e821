package io.comfortcommit.analysis.evaluation;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.commitlint.CommitRules;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.drafting.MessageDrafter;
import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.analysis.evaluation.HistoryWalk.Step;
import io.comfortcommit.analysis.evaluation.Report.ColdStart;
import io.comfortcommit.analysis.evaluation.Report.Contestant;
import io.comfortcommit.analysis.evaluation.Report.Counts;
import io.comfortcommit.analysis.evaluation.Report.Failed;
import io.comfortcommit.analysis.evaluation.Report.Standing;
import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.analysis.prompt.PromptWriter;
import io.comfortcommit.analysis.prompt.Redaction;
import io.comfortcommit.analysis.prompt.TokenCount;
import io.comfortcommit.analysis.reading.ChangeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * Walks a history in order as if each commit were being drafted, with nothing to look at but what came before, and compares
 * what would have been drafted with what the person wrote. Two baselines do the same beside it.
 */
public final class Evaluation {
    /** Types of fewer commits say more about chance than about a drafter. */
    public static final int FEWEST_OF_A_TYPE = 10;
    /** Typed commits of people that a cold start lasts. */
    public static final int COLD = 50;

    /** Subjects that a draft sees, as in the product. */
    private static final int SUBJECTS = 100;
    /** Most tokens of a request, as in the product where nothing else is configured. */
    private static final int PROMPT_TOKENS = 7_000;
    /** Share of typed commits from which a word that isn't one of the standard types is one of this project's. */
    private static final double OWN_TYPE = 0.01;

    private static final long NANOS_OF_A_MILLISECOND = 1_000_000;

    private final Repository repository;
    private final ChangeReader reader = new ChangeReader();
    private final MessageDrafter drafter = new StructuralDrafter();
    private final PromptWriter prompts = new PromptWriter(TokenCount::of, PROMPT_TOKENS);
    private final NearestNeighbour neighbour = new NearestNeighbour();
    private final ReuseTrial reuse = new ReuseTrial();
    private final boolean asksForReuse;
    private final Deque<String> subjects = new ArrayDeque<>();
    private final Map<Contestant, Tally> people = tallies();
    private final Map<Contestant, Tally> withBots = tallies();
    private final Habits habits = new Habits();
    private final Habits none = new Habits();
    private final Tally first = new Tally();
    private final Tally withoutHistory = new Tally();
    private final List<Long> promptTokens = new ArrayList<>();
    private final List<Long> millis = new ArrayList<>();
    private final List<Failed> failures = new ArrayList<>();
    private int typedByPeople;
    private int merges;
    private int empty;
    private int untyped;
    private int missing;
    private int byPeople;
    private int byBots;

    private Evaluation(Repository repository, boolean asksForReuse) {
        this.repository = repository;
        this.asksForReuse = asksForReuse;
    }

    /** Told after each commit. */
    @FunctionalInterface
    public interface Listener {
        void walked(int commits, int all);
    }

    /**
     * @param head the newest commit to look at
     * @param last evaluate only so many commits, the newest; the others before are learned from. 0 for all
     * @throws IOException where the history can't be read
     */
    public static Report of(Repository repository, ObjectId head, int last, Listener listener) throws IOException {
        return of(repository, head, last, true, listener);
    }

    /** @param reuse whether to see which messages could be said again, too: that takes longer than all else */
    public static Report of(Repository repository, ObjectId head, int last, boolean reuse, Listener listener)
            throws IOException {
        var steps = HistoryWalk.of(repository, head);
        return new Evaluation(repository, reuse)
                .walk(steps, last == 0 ? 0 : Math.max(0, steps.size() - last), listener);
    }

    private static Map<Contestant, Tally> tallies() {
        var tallies = new EnumMap<Contestant, Tally>(Contestant.class);
        for (var contestant : Contestant.values()) {
            tallies.put(contestant, new Tally());
        }
        return tallies;
    }

    private Report walk(List<Step> steps, int from, Listener listener) throws IOException {
        var types = types(steps);
        for (int i = 0; i < steps.size(); i++) {
            visit(steps.get(i), i >= from, types);
            listener.walked(i + 1, steps.size());
        }
        var standings = new ArrayList<Standing>();
        people.forEach((contestant, tally) -> standings.add(new Standing(
                contestant,
                tally.scores(),
                withBots.getOrDefault(contestant, new Tally()).scores())));
        return new Report(
                steps.getLast().id().name(),
                new Counts(steps.size(), merges, empty, untyped, missing, byPeople, byBots),
                standings,
                new ColdStart(first.scores(), withoutHistory.scores()),
                reuse.result(),
                Percentiles.of(promptTokens),
                Percentiles.of(millis),
                failures);
    }

    /** The standard types and the words that this project uses as such: other words before a colon are no types. */
    static Set<String> types(List<Step> steps) {
        var uses = new HashMap<String, Integer>();
        for (var step : steps) {
            if (!step.merge()) {
                ConventionalSubject.in(step.message())
                        .ifPresent(subject -> uses.merge(subject.type(), 1, Integer::sum));
            }
        }
        var all = uses.values().stream().mapToInt(Integer::intValue).sum();
        return uses.entrySet().stream()
                .filter(use -> ConventionalSubject.STANDARD_TYPES.contains(use.getKey())
                        || use.getValue() >= Math.max(FEWEST_OF_A_TYPE, all * OWN_TYPE))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void visit(Step step, boolean evaluated, Set<String> types) throws IOException {
        if (step.merge()) {
            merges++;
            return;
        }
        var person = ConventionalSubject.in(step.message()).filter(subject -> types.contains(subject.type()));
        if (person.isEmpty()) {
            untyped++;
            remember(step);
            return;
        }
        var began = System.nanoTime();
        ChangeSet change;
        try {
            change = reader.read(repository, step.parent(), step.id());
        } catch (MissingObjectException partialClone) {
            missing++;
            return;
        }
        if (change.files().isEmpty()) {
            empty++;
            return;
        }
        var truth = new Guess(
                person.get().type(), person.get().scope(), person.get().description());
        var isCold = !step.bot() && typedByPeople++ < COLD;
        var seen = asksForReuse ? ReuseTrial.Seen.of(change) : null;
        var context =
                new DraftingContext(Locale.ENGLISH, List.copyOf(subjects), "", habits, step.author(), CommitRules.NONE);
        Guess draft = evaluated || isCold ? draft(step, change, context, began) : Guess.NONE;
        var words = DiffWords.of(change);
        if (evaluated || isCold) {
            if (isCold) {
                first.count(truth, draft);
            }
            if (evaluated) {
                evaluate(step, change, truth, draft, words);
                prompt(step, change, context);
                if (seen != null) {
                    reuse.ask(seen, truth, draft.type(), step.bot());
                }
            }
        }
        neighbour.learn(words, truth);
        if (seen != null) {
            reuse.learn(seen, step.message());
        }
        StructuralDrafter.learn(habits, change, step.message(), step.author(), step.bot());
        remember(step);
    }

    private Guess draft(Step step, ChangeSet change, DraftingContext context, long began) {
        try {
            var draft = drafter.draft(change, context);
            millis.add(Math.ceilDiv(System.nanoTime() - began, NANOS_OF_A_MILLISECOND));
            return Guess.of(draft.subject());
        } catch (RuntimeException e) {
            failures.add(new Failed(step.id().name(), e.getClass().getName()));
            return Guess.NONE;
        }
    }

    /** Written, counted and thrown away: no model is asked. */
    private void prompt(Step step, ChangeSet change, DraftingContext context) {
        try {
            promptTokens.add((long)
                    prompts.write(change, context, Redaction.of(change), null).tokens());
        } catch (RuntimeException e) {
            failures.add(new Failed(step.id().name(), e.getClass().getName()));
        }
    }

    private void evaluate(Step step, ChangeSet change, Guess truth, Guess draft, DiffWords words) {
        if (step.bot()) {
            byBots++;
        } else {
            byPeople++;
            withoutHistory.count(truth, withoutHistory(change));
        }
        count(Contestant.DRAFT, step, truth, draft);
        count(Contestant.NEAREST_NEIGHBOUR, step, truth, neighbour.guess(words).orElse(Guess.NONE));
        count(Contestant.PATH_TEMPLATE, step, truth, PathTemplate.guess(change));
    }

    private Guess withoutHistory(ChangeSet change) {
        try {
            return Guess.of(
                    drafter.draft(change, new DraftingContext(Locale.ENGLISH, List.of("Initial commit"), "", none))
                            .subject());
        } catch (RuntimeException alreadyCountedWithHistory) {
            return Guess.NONE;
        }
    }

    private void count(Contestant contestant, Step step, Guess truth, Guess guess) {
        withBots.computeIfPresent(contestant, (key, tally) -> tally.counted(truth, guess));
        if (!step.bot()) {
            people.computeIfPresent(contestant, (key, tally) -> tally.counted(truth, guess));
        }
    }

    private void remember(Step step) {
        subjects.addFirst(step.message().lines().findFirst().orElse(""));
        if (subjects.size() > SUBJECTS) {
            subjects.removeLast();
        }
    }
}
