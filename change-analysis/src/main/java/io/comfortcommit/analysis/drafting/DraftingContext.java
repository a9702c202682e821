package io.comfortcommit.analysis.drafting;

import java.util.List;
import java.util.Locale;

/**
 * What is known around a change.
 *
 * @param language of the draft: Korean for {@code ko}, otherwise English
 * @param recentSubjects subjects of the commits before, newest first; none means that the repository has no commit yet
 * @param branch short name of the branch that the commit is for; may be empty
 */
public record DraftingContext(Locale language, List<String> recentSubjects, String branch) {
    public DraftingContext {
        recentSubjects = List.copyOf(recentSubjects);
    }
}
