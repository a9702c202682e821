package io.comfortcommit.analysis.evaluation;

import java.util.List;

/**
 * What an evaluation found. All of it but the times is the same for the same history.
 *
 * @param head id of the newest commit
 * @param standings the draft first, then the baselines
 * @param coldStart how it goes without history
 * @param millis of reading and drafting one commit
 */
public record Report(
        String head,
        Counts counts,
        List<Standing> standings,
        ColdStart coldStart,
        Percentiles millis,
        List<Failed> failures) {

    public Report {
        standings = List.copyOf(standings);
        failures = List.copyOf(failures);
    }

    /**
     * The commits.
     *
     * @param commits on the first-parent line
     * @param merges with several parents, not looked at
     * @param empty that change no file, not looked at
     * @param untyped whose subject isn't in the form of Conventional Commits
     * @param missing whose files aren't all there, as in a partial clone
     * @param byPeople typed and evaluated, of people
     * @param byBots typed and evaluated, of bots
     */
    public record Counts(int commits, int merges, int empty, int untyped, int missing, int byPeople, int byBots) {}

    public enum Contestant {
        DRAFT,
        NEAREST_NEIGHBOUR,
        PATH_TEMPLATE
    }

    /** @param withBots of people and bots together */
    public record Standing(Contestant contestant, Scores people, Scores withBots) {}

    /**
     * @param first of the first typed commits of people in the history
     * @param withoutHistory of the same commits as the draft's standing, as if nothing but a first commit were there
     */
    public record ColdStart(Scores first, Scores withoutHistory) {}

    /** @param reason the class of what was thrown; never its text, which can quote the change */
    public record Failed(String commit, String reason) {}
}
