package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A change with some of its files and hunks only, to be spoken of by itself. */
final class PartOfChange {
    private PartOfChange() {}

    /** @param files hunks of a file, or all of it where none is named */
    static ChangeSet of(ChangeSet whole, List<ClusterFile> files) {
        Map<String, ClusterFile> wanted =
                files.stream().collect(Collectors.toMap(ClusterFile::path, Function.identity()));
        List<FileChange> part = new ArrayList<>();
        for (FileChange file : whole.files()) {
            ClusterFile here = wanted.get(file.path());
            if (here != null) {
                part.add(
                        here.hunks().isEmpty()
                                        || here.hunks().size() >= file.hunks().size()
                                ? file
                                : with(file, here.hunks()));
            }
        }
        return new ChangeSet(part, whole.truncated());
    }

    private static FileChange with(FileChange file, List<Integer> places) {
        List<Hunk> hunks = places.stream()
                .filter(place -> place >= 0 && place < file.hunks().size())
                .map(file.hunks()::get)
                .toList();
        return new FileChange(
                file.oldPath(),
                file.newPath(),
                file.kind(),
                file.oldMode(),
                file.newMode(),
                file.binary(),
                lines(hunks, '+'),
                lines(hunks, '-'),
                hunks);
    }

    private static int lines(List<Hunk> hunks, char sign) {
        return (int) hunks.stream()
                .flatMap(hunk -> hunk.lines().stream())
                .filter(line -> line.charAt(0) == sign)
                .count();
    }
}
