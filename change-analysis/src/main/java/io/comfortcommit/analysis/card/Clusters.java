package io.comfortcommit.analysis.card;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Takes a change apart into at most three {@link Cluster}s, each hunk in exactly one. Pieces are joined by average linkage
 * (Sokal and Michener 1958), nearest first, until the rest is far apart; how near two are is said by what links them in the
 * code, by rare names that they share and by where they lie. Deterministic.
 */
final class Clusters {
    static final int MOST = 3;
    /** What is nearer than this belongs together. */
    private static final double TOGETHER = 0.3;
    /** A title stands for at least a third of what it is the title of. */
    private static final int TITLE_SHARE = 3;

    /** With more, files are not taken apart; with more files, folders are not: the work grows with the square. */
    private static final int MOST_PIECES = 300;

    private final List<Piece> pieces;
    private final Map<String, Double> rarity = new HashMap<>();
    private final List<Map<String, Double>> weighed;

    private Clusters(List<Piece> pieces) {
        this.pieces = pieces;
        Map<String, Integer> holders = new HashMap<>();
        pieces.forEach(piece -> piece.words().keySet().forEach(word -> holders.merge(word, 1, Integer::sum)));
        holders.forEach((word, count) -> rarity.put(word, Math.log((pieces.size() + 1.0) / count)));
        this.weighed = pieces.stream().map(this::weigh).toList();
    }

    /** In the order in which they can be committed, weightiest first where the code says nothing; empty for a change without files. */
    static List<Cluster> of(ChangeSet change, ChangeGraph graph) {
        return CommitOrder.of(
                groups(change, graph).stream()
                        .map(group -> cluster(change, graph, group))
                        .sorted(Comparator.comparing(
                                        (Cluster cluster) -> cluster.kind().handWritten() ? 0 : 1)
                                .thenComparing(
                                        Comparator.comparingInt(Cluster::lines).reversed())
                                .thenComparing(
                                        cluster -> cluster.members().getFirst().path()))
                        .toList(),
                graph);
    }

    private static List<List<Piece>> groups(ChangeSet change, ChangeGraph graph) {
        List<List<Piece>> bound = bound(pieces(change));
        List<Piece> heads = bound.stream().map(Clusters::joined).toList();
        return new Clusters(heads)
                .linked(new CodeLinks(graph, bound)).stream()
                        .map(group -> group.stream()
                                .flatMap(place -> bound.get(place).stream())
                                .toList())
                        .toList();
    }

    private static List<Piece> pieces(ChangeSet change) {
        List<FileChange> files = change.files();
        boolean apart = files.stream()
                        .mapToInt(file -> Math.max(1, file.hunks().size()))
                        .sum()
                <= MOST_PIECES;
        List<Piece> pieces = new ArrayList<>();
        for (int number = 0; number < files.size(); number++) {
            FileChange file = files.get(number);
            List<Integer> hunks =
                    IntStream.range(0, file.hunks().size()).boxed().toList();
            if (apart && hunks.size() > 1 && isApart(file)) {
                for (int hunk : hunks) {
                    pieces.add(Piece.of(number, file, List.of(hunk)));
                }
            } else {
                pieces.add(Piece.of(number, file, hunks));
            }
        }
        return pieces;
    }

    /** Only lines can be committed without the rest of their file; a renamed file is renamed or it is not. */
    private static boolean isApart(FileChange file) {
        return file.kind() == FileChange.Kind.MODIFIED
                && file.oldMode() == file.newMode()
                && PathKind.of(file.path()).handWritten();
    }

    /** One group for each piece, or where there are too many for each folder; the tail of very many folders is one. */
    private static List<List<Piece>> bound(List<Piece> pieces) {
        if (pieces.size() <= MOST_PIECES) {
            return pieces.stream().map(List::of).toList();
        }
        SortedMap<String, List<Piece>> folders = new TreeMap<>();
        pieces.forEach(piece ->
                folders.computeIfAbsent(piece.folder(), _ -> new ArrayList<>()).add(piece));
        List<List<Piece>> largest = folders.values().stream()
                .sorted(Comparator.comparing((List<Piece> folder) -> folder.size())
                        .reversed())
                .toList();
        if (largest.size() <= MOST_PIECES) {
            return largest;
        }
        List<List<Piece>> groups = new ArrayList<>(largest.subList(0, MOST_PIECES - 1));
        groups.add(largest.subList(MOST_PIECES - 1, largest.size()).stream()
                .flatMap(List::stream)
                .toList());
        return groups;
    }

    /** What stands for a group while groups are compared. */
    private static Piece joined(List<Piece> group) {
        Piece first = group.getFirst();
        if (group.size() == 1) {
            return first;
        }
        Map<String, Integer> words = new HashMap<>();
        group.forEach(piece -> piece.words().forEach((word, count) -> words.merge(word, count, Integer::sum)));
        return new Piece(
                first.file(),
                first.path(),
                first.kind(),
                List.of(),
                words,
                group.stream().mapToInt(Piece::insertions).sum(),
                group.stream().mapToInt(Piece::deletions).sum());
    }

    private Map<String, Double> weigh(Piece piece) {
        Map<String, Double> weights = new HashMap<>();
        piece.words()
                .forEach((word, count) -> weights.put(word, (1 + Math.log(count)) * rarity.getOrDefault(word, 0.0)));
        double length = Math.sqrt(
                weights.values().stream().mapToDouble(weight -> weight * weight).sum());
        if (length > 0) {
            weights.replaceAll((_, weight) -> weight / length);
        }
        return weights;
    }

    /** Places of pieces, group by group. */
    private List<List<Integer>> linked(CodeLinks links) {
        int count = pieces.size();
        double[][] near = new double[count][count];
        for (int one = 0; one < count; one++) {
            for (int other = one + 1; other < count; other++) {
                near[one][other] = near[other][one] = nearness(one, other) + links.between(one, other);
            }
        }
        List<List<Integer>> groups = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            groups.add(new ArrayList<>(List.of(place)));
        }
        boolean[] gone = new boolean[count];
        for (int left = count; left > 1; left--) {
            int one = -1;
            int other = -1;
            for (int a = 0; a < count; a++) {
                for (int b = a + 1; b < count && !gone[a]; b++) {
                    if (!gone[b] && (one < 0 || near[a][b] > near[one][other])) {
                        one = a;
                        other = b;
                    }
                }
            }
            if (left <= MOST && near[one][other] < TOGETHER) {
                break;
            }
            join(near, groups, one, other);
            gone[other] = true;
        }
        return IntStream.range(0, count)
                .filter(place -> !gone[place])
                .mapToObj(groups::get)
                .toList();
    }

    private static void join(double[][] near, List<List<Integer>> groups, int one, int other) {
        double weightOne = groups.get(one).size();
        double weightOther = groups.get(other).size();
        for (int third = 0; third < near.length; third++) {
            near[one][third] = near[third][one] =
                    (near[one][third] * weightOne + near[other][third] * weightOther) / (weightOne + weightOther);
        }
        groups.get(one).addAll(groups.get(other));
    }

    private double nearness(int one, int other) {
        Piece a = pieces.get(one);
        Piece b = pieces.get(other);
        double near = 0.7 * cosine(weighed.get(one), weighed.get(other));
        if (a.file() == b.file()) {
            return near + 0.5;
        }
        if (a.stem().equals(b.stem())) {
            near += a.kind() == b.kind() && !a.folder().equals(b.folder()) ? 0.15 : 0.5;
        }
        if (a.folder().equals(b.folder())) {
            // What a tool writes beside its input belongs to it.
            near += a.kind().handWritten() == b.kind().handWritten() ? 0.15 : 0.5;
        }
        near += 0.2 * sharedFolders(a.folder(), b.folder());
        if (a.kind() == b.kind() && a.kind() != PathKind.SOURCE) {
            near += 0.1;
        }
        return near;
    }

    private static double cosine(Map<String, Double> one, Map<String, Double> other) {
        Map<String, Double> few = one.size() <= other.size() ? one : other;
        Map<String, Double> many = few == one ? other : one;
        double sum = 0;
        for (Map.Entry<String, Double> word : few.entrySet()) {
            sum += word.getValue() * many.getOrDefault(word.getKey(), 0.0);
        }
        return sum;
    }

    /** Share of the longer path's folders that both begin with. */
    private static double sharedFolders(String one, String other) {
        String[] a = one.split("/", -1);
        String[] b = other.split("/", -1);
        int shared = 0;
        while (shared < Math.min(a.length, b.length) && a[shared].equals(b[shared])) {
            shared++;
        }
        return (double) shared / Math.max(a.length, b.length);
    }

    private static Cluster cluster(ChangeSet change, ChangeGraph graph, List<Piece> group) {
        SortedMap<Integer, List<Integer>> files = new TreeMap<>();
        EnumMap<PathKind, Integer> lines = new EnumMap<>(PathKind.class);
        int insertions = 0;
        int deletions = 0;
        for (Piece piece : group) {
            files.computeIfAbsent(piece.file(), _ -> new ArrayList<>()).addAll(piece.hunks());
            // One more, so that files without lines count too; twice for source, which tests and pages only follow.
            int weight = (piece.insertions() + piece.deletions() + 1) * (piece.kind() == PathKind.SOURCE ? 2 : 1);
            lines.merge(piece.kind(), weight, Integer::sum);
            insertions += piece.insertions();
            deletions += piece.deletions();
        }
        List<Cluster.Member> members = files.entrySet().stream()
                .map(file -> new Cluster.Member(
                        change.files().get(file.getKey()).path(),
                        file.getValue().stream().sorted().toList()))
                .toList();
        PathKind kind = lines.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<PathKind, Integer> entry) ->
                                entry.getKey().handWritten() ? 1 : 0)
                        .thenComparing(Map.Entry.comparingByValue()))
                .map(Map.Entry::getKey)
                .orElse(PathKind.OTHER);
        String title = symbol(graph, members, insertions + deletions).orElseGet(() -> title(group, kind));
        return new Cluster(title, kind, members, insertions, deletions);
    }

    /** The weightiest declaration, where it has a good part of the lines. */
    private static Optional<String> symbol(ChangeGraph graph, List<Cluster.Member> members, int lines) {
        Map<String, List<Integer>> hunks = new HashMap<>();
        members.forEach(member -> hunks.put(member.path(), member.hunks()));
        return graph.top().stream()
                .filter(symbol -> symbol.kind() != SymbolChange.Kind.TEST
                        && symbol.lines() * TITLE_SHARE >= lines
                        && !symbol.hunks().isEmpty()
                        && hunks.getOrDefault(symbol.path(), List.of()).containsAll(symbol.hunks()))
                .findFirst()
                .map(SymbolChange::qualifiedName);
    }

    /** The file with most of the lines where one has most, else the folder that holds all. */
    private static String title(List<Piece> group, PathKind kind) {
        Map<Integer, Integer> lines = new TreeMap<>();
        group.stream()
                .filter(piece -> piece.kind() == kind)
                .forEach(piece -> lines.merge(piece.file(), piece.insertions() + piece.deletions() + 1, Integer::sum));
        int all = lines.values().stream().mapToInt(Integer::intValue).sum();
        Map.Entry<Integer, Integer> most =
                lines.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        String folder =
                sharedFolder(group.stream().map(Piece::folder).distinct().toList());
        if (most.getValue() * 2 > all || folder.isEmpty()) {
            return group.stream()
                    .filter(piece -> piece.file() == most.getKey())
                    .findFirst()
                    .map(Piece::name)
                    .orElseThrow();
        }
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    private static String sharedFolder(List<String> folders) {
        String shared = folders.getFirst();
        for (String folder : folders) {
            while (!(folder + "/").startsWith(shared + "/") && !shared.isEmpty()) {
                int slash = shared.lastIndexOf('/');
                shared = slash < 0 ? "" : shared.substring(0, slash);
            }
        }
        return shared;
    }
}
