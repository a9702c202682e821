package io.comfortcommit.analysis.evaluation;

import java.util.SortedMap;

/**
 * How well guesses agree with the people who wrote the messages. Shares are from 0 to 1.
 *
 * @param commits how many were guessed
 * @param typeAccuracy share whose type is the person's
 * @param macroF1 mean over the types of the harmonic mean of precision and recall; each type counts the same, those of
 *     fewer than {@link Evaluation#FEWEST_OF_A_TYPE} commits not at all
 * @param scopeAccuracy share whose scope is the person's, or that have none as the person has
 * @param rougeL mean of the subjects' overlap, without type and scope, in one sequence of words
 * @param bleu mean of the same in short runs of words
 * @param types by the person's type
 */
public record Scores(
        int commits,
        double typeAccuracy,
        double macroF1,
        double scopeAccuracy,
        double rougeL,
        double bleu,
        SortedMap<String, OfType> types) {

    /**
     * @param commits that a person gave this type
     * @param guessed how many were guessed to have it
     * @param right those of both
     */
    public record OfType(int commits, int guessed, int right) {
        /** The harmonic mean of precision and recall. */
        public double f1() {
            return commits + guessed == 0 ? 0 : 2.0 * right / (commits + guessed);
        }
    }
}
