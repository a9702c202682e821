package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.paths.PathKind;
import java.util.List;

/**
 * Parts of a change that belong together.
 *
 * @param title what holds them together: the name of a symbol, a file or a folder
 * @param kind what most of its lines are
 * @param members in path order, each file once
 * @param insertions lines
 * @param deletions lines
 */
public record Cluster(String title, PathKind kind, List<Member> members, int insertions, int deletions) {
    public Cluster {
        members = List.copyOf(members);
    }

    /**
     * @param path as {@link io.comfortcommit.analysis.FileChange#path()}
     * @param hunks places among the hunks of the file, from 0; empty where the file has none
     */
    public record Member(String path, List<Integer> hunks) {
        public Member {
            hunks = List.copyOf(hunks);
        }
    }

    int lines() {
        return insertions + deletions;
    }
}
