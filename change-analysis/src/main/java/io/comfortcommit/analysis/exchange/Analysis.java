package io.comfortcommit.analysis.exchange;

import io.comfortcommit.analysis.ChangeSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is said of a change to whoever writes its message elsewhere.
 *
 * @param change with placeholders in place of secrets, and what was told of it
 * @param unpushedCommits the author's own commits between the remote branch and what the change is based on
 * @param subjects of the newest commits below the change, newest first
 * @param rules texts of the files at the root of the repository that say how messages are written and what is not looked at,
 *     by their names
 */
public record Analysis(ChangeSet change, int unpushedCommits, List<String> subjects, Map<String, String> rules) {
    /** Subjects that are of use. */
    public static final int MOST_SUBJECTS = 50;

    public Analysis {
        subjects = List.copyOf(subjects);
        rules = Map.copyOf(new TreeMap<>(rules));
    }
}
