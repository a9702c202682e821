package io.comfortcommit.analysis.landing;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Why a commit lies beside its branch. Written as {@code code: detail}, so that whoever shows it can put the code into
 * the reader's language and leave the detail — paths, or the remote's own words — as it is.
 */
public final class SideBranchReason {
    /** The same lines were changed on the branch; the detail is the files, at most five. */
    public static final String CONFLICT = "conflict";
    /** The branch and the author's unpushed commits went apart, and these are never rewritten; no detail. */
    public static final String UNPUSHED_COMMITS = "unpushed-commits";
    /** The remote refused the commit on its branch; the detail is what it said. */
    public static final String REFUSED = "refused";

    private static final int FILES_NAMED = 5;

    private SideBranchReason() {}

    public static String conflict(Collection<String> paths) {
        String named = paths.stream().limit(FILES_NAMED).collect(Collectors.joining(", "));
        int unnamed = paths.size() - FILES_NAMED;
        return CONFLICT + ": " + named + (unnamed > 0 ? " (+" + unnamed + ")" : "");
    }

    public static String refused(String words) {
        return REFUSED + ": " + words;
    }
}
