package io.comfortcommit.analysis.symbols;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.symbols.SymbolChange.How;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a change does to the declarations of its hand-written code. */
public final class Symbols {
    private static final Logger LOG = LoggerFactory.getLogger(Symbols.class);
    /** From which a declaration that is gone here and new there has moved. */
    private static final double MOVED_FROM = 0.7;

    /** For all parsers of a change; 20,000 lines take half a second of it. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    /** Characters that take far longer to parse than a thread to begin. */
    private static final int WORTH_A_THREAD = 100_000;

    private Symbols() {}

    /**
     * In the order of files and of lines. A file that can't be read costs its own symbols only. Languages without a grammar, and
     * files for whose parser there was no time, give the declarations that their hunks stand in.
     */
    public static List<SymbolChange> of(ChangeSet change) {
        return change.told() != null ? change.told().symbols() : of(change, LONGEST);
    }

    static List<SymbolChange> of(ChangeSet change, Duration longest) {
        List<FileChange> files = change.files().stream().filter(Symbols::isCode).toList();
        Map<FileChange, List<SymbolChange>> read = Collections.synchronizedMap(new IdentityHashMap<>());
        // One that takes all the time is a large one, and shall take only its own.
        Queue<FileChange> smallFirst = files.stream()
                .sorted(Comparator.comparingInt(Symbols::size))
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        int characters = files.stream().mapToInt(Symbols::size).sum();
        boolean all = Parsing.within(longest, 1 + characters / WORTH_A_THREAD, givenUp -> {
            while (!givenUp.getAsBoolean()) {
                FileChange file = smallFirst.poll();
                if (file == null) {
                    return;
                }
                read.put(file, parsed(file));
            }
        });
        if (!all) {
            LOG.warn("parsers took more than {}, some files of a change have no symbols of their own", longest);
        }
        List<SymbolChange> found = new ArrayList<>();
        for (FileChange file : files) {
            List<SymbolChange> known = read.get(file);
            found.addAll(known == null ? FileSymbols.enclosing(file) : known);
        }
        return moved(found);
    }

    private static int size(FileChange file) {
        FileChange.Sides sides = file.sides();
        return sides == null ? 0 : sides.before().length() + sides.after().length();
    }

    private static boolean isCode(FileChange file) {
        PathKind kind = PathKind.of(file.path());
        return kind == PathKind.SOURCE || kind == PathKind.TEST || kind == PathKind.BUILD;
    }

    private static List<SymbolChange> parsed(FileChange file) {
        try {
            return FileSymbols.of(file);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.debug("the symbols of a file can't be read", e);
            return FileSymbols.enclosing(file);
        }
    }

    /** Joins what left one file with what came to another. */
    private static List<SymbolChange> moved(List<SymbolChange> all) {
        Map<String, List<SymbolChange>> gone = new HashMap<>();
        all.stream()
                .filter(change -> change.how() == How.REMOVED && change.kind() != Kind.VARIABLE)
                .forEach(change -> gone.computeIfAbsent(change.kind() + change.name(), _ -> new ArrayList<>())
                        .add(change));
        if (gone.isEmpty()) {
            return List.copyOf(all);
        }
        List<SymbolChange> joined = new ArrayList<>(all);
        for (SymbolChange change : all) {
            SymbolChange from = change.how() == How.ADDED ? origin(change, gone) : null;
            if (from != null) {
                joined.remove(from);
                joined.set(joined.indexOf(change), moved(from, change));
                gone.getOrDefault(change.kind() + change.name(), new ArrayList<>())
                        .remove(from);
            }
        }
        return List.copyOf(joined);
    }

    private static @Nullable SymbolChange origin(SymbolChange added, Map<String, List<SymbolChange>> gone) {
        return gone.getOrDefault(added.kind() + added.name(), List.of()).stream()
                .filter(from -> !from.path().equals(added.path()))
                .filter(from -> from.source().equals(added.source())
                        || Likeness.of(from.source(), from.name(), added.source(), added.name()) >= MOVED_FROM)
                .findFirst()
                .orElse(null);
    }

    private static SymbolChange moved(SymbolChange from, SymbolChange to) {
        return new SymbolChange(
                to.path(),
                to.kind(),
                to.name(),
                to.container(),
                How.MOVED,
                from.path(),
                to.isPublic(),
                to.insertions(),
                from.deletions(),
                to.hunks(),
                to.source());
    }
}
