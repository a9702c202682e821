package io.comfortcommit.analysis.evaluation;

import java.util.List;

/**
 * What an evaluation found. All of it but the times is the same for the same history.
 *
 * @param head id of the newest commit
 * @param standings the draft first, then the baselines
 * @param coldStart how it goes without history
 * @param reused how it goes with messages of before said again
 * @param promptTokens of the request that a model would be sent for one evaluated commit
 * @param millis of reading and drafting one commit, each rounded up
 */
public record Report(
        String head,
        Counts counts,
        List<Standing> standings,
        ColdStart coldStart,
        Reused reused,
        Percentiles promptTokens,
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

    /** Messages of before, said again with new names. */
    public record Reused(Hits people, Hits withBots) {}

    /**
     * How often a message could be said again, and how it compares with what the person wrote.
     *
     * @param asked commits for which one was looked for
     * @param rightTypes hits with the person's type
     * @param sameSubjects hits with the person's subject, scope and pull request number left out
     * @param rougeL mean of the hits' subjects with the person's, type and scope left out
     */
    public record Hits(int asked, int hits, int rightTypes, int sameSubjects, double rougeL) {
        /** Share of the asked commits with a hit; 0 where none was asked for. */
        public double rate() {
            return asked == 0 ? 0 : (double) hits / asked;
        }

        /** Share of hits with the person's type; 0 where there is none. */
        public double typeAccuracy() {
            return hits == 0 ? 0 : (double) rightTypes / hits;
        }

        /** Lower end of the 95% interval of {@link #typeAccuracy()} (Wilson 1927). */
        public double leastTypeAccuracy() {
            if (hits == 0) {
                return 0;
            }
            var z = 1.96;
            var p = typeAccuracy();
            var centre = p + z * z / (2 * hits);
            var spread = z * Math.sqrt(p * (1 - p) / hits + z * z / (4.0 * hits * hits));
            return (centre - spread) / (1 + z * z / hits);
        }
    }

    /** @param reason the class of what was thrown; never its text, which can quote the change */
    public record Failed(String commit, String reason) {}
}
