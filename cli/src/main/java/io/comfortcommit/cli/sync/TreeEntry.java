package io.comfortcommit.cli.sync;

import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tree or an index has at a path.
 *
 * @param mode octal; {@code 000000} for nothing
 */
record TreeEntry(String mode, String id) {
    private static final String NOTHING = "000000";
    private static final String SUBMODULE = "160000";

    /** One path that differs. */
    record Difference(TreeEntry before, TreeEntry after) {
        /** Of a submodule only git's note of its commit is ours; its files are those of another repository. */
        boolean inSubmodule() {
            return after.submodule() || after.nothing() && before.submodule();
        }
    }

    /** Files that differ between two trees, by path. */
    static Map<GitPath, Difference> differences(Git git, String before, String after) {
        Map<GitPath, Difference> differences = new TreeMap<>();
        List<String> parts = git.must(
                        "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--full-index", before, after)
                .parts();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            String[] fields = parts.get(i).substring(1).split(" ");
            differences.put(
                    new GitPath(parts.get(i + 1)),
                    new Difference(new TreeEntry(fields[0], fields[2]), new TreeEntry(fields[1], fields[3])));
        }
        return differences;
    }

    boolean submodule() {
        return mode.equals(SUBMODULE);
    }

    boolean nothing() {
        return mode.equals(NOTHING);
    }

    /** As {@code git update-index -z --index-info} reads it. */
    static byte[] indexInfo(Map<GitPath, TreeEntry> entries) {
        List<GitPath> lines = new ArrayList<>();
        entries.forEach((path, entry) ->
                lines.add(new GitPath((entry.nothing() ? "0" : entry.mode) + " " + entry.id + "\t" + path.raw())));
        return GitPath.join(lines);
    }
}
