package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.commitlint.CommitRules;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.AuthorsForm;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.analysis.text.Gitmoji;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is known around a change.
 *
 * @param language of the draft: Korean for {@code ko}, otherwise English
 * @param recentSubjects subjects of the commits before, without their emojis, newest first; none means that the repository
 *     has no commit yet
 * @param branch short name of the branch that the commit is for; may be empty
 * @param habits what the repository's history has taught
 * @param author whose change it is
 * @param rules that the repository has for its messages
 * @param gitmoji whether a description begins with the emoji of its type
 * @param form what the author keeps changing in drafts
 */
public record DraftingContext(
        Locale language,
        List<String> recentSubjects,
        String branch,
        Habits habits,
        Author author,
        CommitRules rules,
        boolean gitmoji,
        AuthorsForm form) {
    /** Characters of a first line; see the 50/72 rule in git's own Documentation/SubmittingPatches. */
    public static final int LONGEST_FIRST_LINE = 72;

    public DraftingContext {
        recentSubjects = recentSubjects.stream().map(Gitmoji::without).toList();
    }

    /** Of an author of whom nothing is known, without emojis. */
    public DraftingContext(
            Locale language,
            List<String> recentSubjects,
            String branch,
            Habits habits,
            Author author,
            CommitRules rules) {
        this(language, recentSubjects, branch, habits, author, rules, false, AuthorsForm.NONE);
    }

    /** Where nothing was learned. */
    public DraftingContext(Locale language, List<String> recentSubjects, String branch) {
        this(language, recentSubjects, branch, new Habits());
    }

    /** Where nobody knows whose change it is, and the repository has no rules. */
    public DraftingContext(Locale language, List<String> recentSubjects, String branch, Habits habits) {
        this(language, recentSubjects, branch, habits, Author.UNKNOWN, CommitRules.NONE);
    }

    /** Whether the draft is Korean. */
    public boolean korean() {
        return language.getLanguage().equals("ko");
    }

    /** Characters of a first line that has no emoji yet. */
    public int width() {
        return gitmoji ? LONGEST_FIRST_LINE - Gitmoji.ROOM : LONGEST_FIRST_LINE;
    }

    /**
     * A message of at most {@link #width} characters in its first line in the author's form, as far as the repository's leaves
     * it to them.
     *
     * @param paths of the change
     */
    String formed(String message, Set<String> paths) {
        String own = form.applyTo(message);
        return rules.applyTo(gitmoji ? Gitmoji.into(own, rules::nearestType) : own, paths);
    }
}
