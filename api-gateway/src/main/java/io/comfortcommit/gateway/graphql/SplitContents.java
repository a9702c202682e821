package io.comfortcommit.gateway.graphql;

import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one part of a split takes, while pieces move between the parts. */
final class SplitContents {
    /** For what comes whole. */
    private static final int WHOLE = -1;

    private final Map<String, TreeSet<Integer>> hunks = new TreeMap<>();

    /** @param hunk its place in the file; {@link #WHOLE} for a file without any */
    record Piece(String path, int hunk) {}

    SplitContents(Collection<ClusterFile> files) {
        for (ClusterFile file : files) {
            TreeSet<Integer> here = hunks.computeIfAbsent(file.path(), _ -> new TreeSet<>());
            here.addAll(file.hunks().isEmpty() ? List.of(WHOLE) : file.hunks());
        }
    }

    Stream<Piece> of(String path) {
        return hunks.getOrDefault(path, new TreeSet<>()).stream().map(hunk -> new Piece(path, hunk));
    }

    void add(Piece piece) {
        hunks.computeIfAbsent(piece.path(), _ -> new TreeSet<>()).add(piece.hunk());
    }

    void remove(Piece piece) {
        TreeSet<Integer> here = hunks.get(piece.path());
        if (here != null && here.remove(piece.hunk()) && here.isEmpty()) {
            hunks.remove(piece.path());
        }
    }

    List<ClusterFile> files() {
        return hunks.entrySet().stream()
                .map(file -> new ClusterFile(
                        file.getKey(),
                        file.getValue().stream().filter(hunk -> hunk != WHOLE).toList()))
                .toList();
    }
}
