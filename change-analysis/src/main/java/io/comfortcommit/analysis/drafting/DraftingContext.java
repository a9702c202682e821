package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.commitlint.CommitRules;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.Habits;
import java.util.List;
import java.util.Locale;

/**
 * What is known around a change.
 *
 * @param language of the draft: Korean for {@code ko}, otherwise English
 * @param recentSubjects subjects of the commits before, newest first; none means that the repository has no commit yet
 * @param branch short name of the branch that the commit is for; may be empty
 * @param habits what the repository's history has taught
 * @param author whose change it is
 * @param rules that the repository has for its messages
 */
public record DraftingContext(
        Locale language, List<String> recentSubjects, String branch, Habits habits, Author author, CommitRules rules) {
    public DraftingContext {
        recentSubjects = List.copyOf(recentSubjects);
    }

    /** Where nothing was learned. */
    public DraftingContext(Locale language, List<String> recentSubjects, String branch) {
        this(language, recentSubjects, branch, new Habits());
    }

    /** Where nobody knows whose change it is, and the repository has no rules. */
    public DraftingContext(Locale language, List<String> recentSubjects, String branch, Habits habits) {
        this(language, recentSubjects, branch, habits, Author.UNKNOWN, CommitRules.NONE);
    }
}
