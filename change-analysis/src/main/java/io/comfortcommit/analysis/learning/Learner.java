package io.comfortcommit.analysis.learning;

/** Whoever learns from commits, one after the other, oldest first. */
@FunctionalInterface
public interface Learner {
    /**
     * @param drafted a description that was made without history
     * @param message of the commit; one that isn't in the form of Conventional Commits teaches nothing
     */
    void learn(Habits.Seen change, String drafted, String message, boolean bot);
}
