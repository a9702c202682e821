package io.comfortcommit.analysis.embedding;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.collections.IntSlots;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.symbols.Grammars;
import io.comfortcommit.analysis.symbols.Parsing;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.SymbolChange.How;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code embedding_code2vec}: what a change adds and removes, as path contexts hashed into {@value #DIMENSIONS} numbers.
 *
 * <p>In the spirit of code2vec (Alon et al., POPL 2019), but with nothing to train: a context's weight is
 * {@code (1 + ln n) · ln((1 + N) / (1 + d))}, with n its times in the change, N the changes learned and d those of them that
 * have it; it is added, with the sign that one bit of its hash gives, to the place that nine others give (feature hashing,
 * Weinberger et al., ICML 2009). The length is 1. Before anything is learned all contexts weigh the same. d is kept by 20
 * bits of the hash, of those that came: a repository's memory grows with what it has, up to 16 MiB.
 *
 * <p>Learned change by change, in order; the same changes give the same numbers again. Thread-safe.
 */
public final class CodeEmbedding {
    public static final int DIMENSIONS = 512;

    private static final int BITS = 20;
    /** Of a whole change. */
    private static final int MOST_CONTEXTS = 40_000;

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final int LONGEST_LINE = 300;
    private static final int MOST_LINES_OF_A_HUNK = 400;
    private static final int MOST_LINES_OF_A_DECLARATION = 400;

    private final IntSlots places = new IntSlots();
    private int[] changesWith = new int[places.capacity()];
    private int changes;

    /** Contexts of a change, by their hashes: it is read once, to embed and to learn. */
    public record Contexts(Map<Integer, Integer> counts) {}

    /**
     * Reads a change. Lock files, generated and vendored files say that they changed, and nothing else; so do files for which
     * there was no time.
     */
    public static Contexts read(ChangeSet change) {
        var counts = new HashMap<Integer, Integer>();
        Parsing.within(LONGEST, givenUp -> {
            Consumer<String> count = context -> {
                synchronized (counts) {
                    if (counts.size() < MOST_CONTEXTS && !givenUp.getAsBoolean()) {
                        counts.merge(hash(context), 1, Integer::sum);
                    }
                }
            };
            for (var file : change.files()) {
                if (givenUp.getAsBoolean()) {
                    return;
                }
                read(file, count);
            }
        });
        synchronized (counts) {
            return new Contexts(counts);
        }
    }

    /**
     * Reads declarations of a change, each by itself: its name and place and, of its text, the lines that are new, or all of it
     * where it is gone, or where lines have only gone. Those for which there was no time are left out.
     */
    static List<Contexts> read(ChangeSet change, List<SymbolChange> declarations) {
        var read = new ArrayList<Contexts>();
        Parsing.within(LONGEST, givenUp -> {
            for (var declaration : declarations) {
                var counts = new HashMap<Integer, Integer>();
                read(change, declaration, context -> {
                    if (counts.size() < MOST_CONTEXTS) {
                        counts.merge(hash(context), 1, Integer::sum);
                    }
                });
                synchronized (read) {
                    if (givenUp.getAsBoolean()) {
                        return;
                    }
                    read.add(new Contexts(counts));
                }
            }
        });
        synchronized (read) {
            return List.copyOf(read);
        }
    }

    private static void read(ChangeSet change, SymbolChange declaration, Consumer<String> count) {
        var side = declaration.how() == How.REMOVED ? '-' : '+';
        Consumer<String> onSide = context -> count.accept(side + context);
        PathContexts.words(declaration.path()).forEach(word -> count.accept("path word\t" + word));
        onSide.accept(declaration.name());
        var lines =
                declaration.source().lines().limit(MOST_LINES_OF_A_DECLARATION).toList();
        var changed = changedLines(change, declaration, lines, side);
        var grammar = Grammars.of(declaration.path());
        if (grammar.isPresent()) {
            PathContexts.ofCode(grammar.get(), String.join("\n", lines), changed, onSide);
        } else {
            changed.stream().forEach(line -> PathContexts.ofLine(lines.get(line), onSide));
        }
    }

    /** Known by their texts: of a declaration it is known in which hunks it changed, not in which lines. */
    private static BitSet changedLines(ChangeSet change, SymbolChange declaration, List<String> lines, char side) {
        var texts = new HashSet<String>();
        for (var file : change.files()) {
            if (file.path().equals(declaration.path())) {
                declaration.hunks().stream()
                        .filter(hunk -> hunk < file.hunks().size())
                        .flatMap(hunk -> file.hunks().get(hunk).lines().stream())
                        .filter(line -> line.charAt(0) == side)
                        .forEach(line -> texts.add(line.substring(1).strip()));
            }
        }
        var changed = new BitSet();
        for (int number = 0; number < lines.size(); number++) {
            changed.set(number, texts.contains(lines.get(number).strip()));
        }
        if (changed.isEmpty()) {
            changed.set(0, lines.size());
        }
        return changed;
    }

    private static void read(FileChange file, Consumer<String> count) {
        var kind = PathKind.of(file.path());
        count.accept("file\t" + kind + '\t' + file.kind());
        count.accept("path\t" + file.path());
        PathContexts.words(file.path()).forEach(word -> count.accept("path word\t" + word));
        if (kind.handWritten()) {
            file.hunks().forEach(hunk -> read(file, hunk, count));
        }
    }

    private static void read(FileChange file, Hunk hunk, Consumer<String> count) {
        read(file, hunk, '-', count);
        read(file, hunk, '+', count);
    }

    /** One side of a hunk, with the lines around, so that a parser has something to hold on to. */
    private static void read(FileChange file, Hunk hunk, char side, Consumer<String> count) {
        var name = file.path();
        var code = new StringBuilder();
        var changed = new BitSet();
        var number = 0;
        Consumer<String> onSide = context -> count.accept(side + context);
        var grammar = Grammars.of(name);
        for (var line : hunk.lines()) {
            if (number >= MOST_LINES_OF_A_HUNK) {
                break;
            }
            var sign = line.charAt(0);
            if (sign != side && sign != ' ' || line.length() > LONGEST_LINE) {
                continue;
            }
            if (sign == side) {
                changed.set(number);
                if (grammar.isEmpty()) {
                    PathContexts.ofLine(line.substring(1), onSide);
                }
            }
            code.append(line, 1, line.length()).append('\n');
            number++;
        }
        if (grammar.isPresent() && !changed.isEmpty()) {
            PathContexts.ofCode(grammar.get(), code.toString(), changed, onSide);
        }
    }

    /** FNV-1a, then mixed: its low bits alone are too alike for alike texts. */
    private static int hash(String context) {
        var hash = 0x811c9dc5;
        for (int i = 0; i < context.length(); i++) {
            hash = (hash ^ context.charAt(i)) * 0x01000193;
        }
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    /** What a change teaches once it is approved; each in its turn. */
    public synchronized void learn(Contexts change) {
        changes++;
        var places = new BitSet();
        change.counts.keySet().forEach(hash -> places.set(hash >>> 32 - BITS));
        places.stream().forEach(place -> {
            var slot = this.places.add(place);
            if (slot >= changesWith.length) {
                changesWith = Arrays.copyOf(changesWith, this.places.capacity());
            }
            changesWith[slot]++;
        });
    }

    /** Memory it takes, in bytes, within a few hundred. */
    public synchronized long bytes() {
        return places.bytes() + (long) Integer.BYTES * changesWith.length;
    }

    private int changesWith(int place) {
        var slot = places.find(place);
        return slot == IntSlots.NONE ? 0 : changesWith[slot];
    }

    /** @return of length 1; all zeros for a change without any file */
    public synchronized float[] embed(Contexts change) {
        var sums = new double[DIMENSIONS];
        change.counts.forEach((hash, times) -> {
            var weight = (1 + Math.log(times))
                    * (changes == 0 ? 1 : Math.log((1.0 + changes) / (1 + changesWith(hash >>> 32 - BITS))) + 0.1);
            sums[hash & DIMENSIONS - 1] += (hash & DIMENSIONS) == 0 ? weight : -weight;
        });
        return Vectors.unit(sums);
    }
}
