package io.comfortcommit.analysis.embedding;

import io.comfortcommit.analysis.symbols.Parsing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;

/**
 * Path contexts of a piece of code (Alon et al., code2vec, POPL 2019, section 3): two leaves of the syntax tree and the
 * kinds of nodes on the way from one to the other. As in the paper a path has at most {@value #LENGTH} edges and, at its
 * top node, at most {@value #WIDTH} children from one side to the other. A piece without a grammar has its words in place of leaves.
 */
final class PathContexts {
    static final int LENGTH = 8;
    static final int WIDTH = 2;

    /** Of one piece; more is data. */
    private static final int MOST_LEAVES = 1_500;

    private static final int LONGEST_TOKEN = 60;
    private static final int DEEPEST = 200;

    /** @param up kinds of the nodes from the root to the leaf, and the leaf's place among its siblings at each */
    private record Leaf(String token, int line, String[] kinds, int[] places) {}

    private final byte[] source;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    private PathContexts(byte[] source) {
        this.source = source;
    }

    /** @param changed numbers of the lines, from 0, at least one of which each context touches */
    static void ofCode(TSLanguage language, String code, BitSet changed, Consumer<String> contexts) {
        var source = code.getBytes(StandardCharsets.UTF_8);
        Parsing.noted(source, () -> {
            try (var parser = new TSParser()) {
                parser.setLanguage(language);
                try (var tree = Parsing.parse(parser, source)) {
                    if (tree == null) {
                        return;
                    }
                    var found = new PathContexts(source);
                    found.visit(tree.getRootNode(), 0);
                    found.pairs(changed, contexts);
                }
            }
        });
    }

    private void visit(TSNode node, int place) {
        if (leaves.size() >= MOST_LEAVES || kinds.size() >= DEEPEST) {
            return;
        }
        kinds.add(node.getType());
        places.add(place);
        var children = node.getChildCount();
        if (children == 0) {
            addLeaf(node);
        }
        for (int i = 0; i < children; i++) {
            visit(node.getChild(i), i);
        }
        kinds.removeLast();
        places.removeLast();
    }

    private void addLeaf(TSNode node) {
        var from = node.getStartByte();
        var to = Math.min(node.getEndByte(), Math.min(source.length, from + LONGEST_TOKEN));
        if (!node.isNamed() || to <= from) {
            return; // brackets and keywords are in the path
        }
        leaves.add(new Leaf(
                new String(source, from, to - from, StandardCharsets.UTF_8),
                node.getStartPoint().getRow(),
                kinds.toArray(String[]::new),
                places.stream().mapToInt(Integer::intValue).toArray()));
    }

    private void pairs(BitSet changed, Consumer<String> contexts) {
        for (int i = 0; i < leaves.size(); i++) {
            var first = leaves.get(i);
            // Leaves further apart than the widest and longest path can join are never tried.
            for (int j = i + 1; j < Math.min(leaves.size(), i + 12); j++) {
                var second = leaves.get(j);
                if (changed.get(first.line) || changed.get(second.line)) {
                    var path = path(first, second);
                    if (!path.isEmpty()) {
                        contexts.accept(path);
                        contexts.accept(first.token + '\t' + path + '\t' + second.token);
                    }
                }
            }
            if (changed.get(first.line)) {
                contexts.accept(first.token);
            }
        }
    }

    /** Empty where it is too long or too wide. */
    private static String path(Leaf first, Leaf second) {
        var common = 0;
        var shortest = Math.min(first.kinds.length, second.kinds.length);
        while (common < shortest && first.places[common] == second.places[common]) {
            common++;
        }
        if (common == 0
                || common == shortest
                || first.kinds.length + second.kinds.length - 2 * common + 1 > LENGTH
                || second.places[common] - first.places[common] > WIDTH) {
            return "";
        }
        var path = new StringBuilder();
        for (int i = first.kinds.length - 1; i >= common; i--) {
            path.append(first.kinds[i]).append('^');
        }
        path.append(first.kinds[common - 1]);
        for (int i = common; i < second.kinds.length; i++) {
            path.append('_').append(second.kinds[i]);
        }
        return path.toString();
    }

    /** Of a line that no grammar reads: its words, and each with the next two. */
    static void ofLine(String line, Consumer<String> contexts) {
        var words = words(line);
        for (int i = 0; i < words.size(); i++) {
            contexts.accept(words.get(i));
            for (int j = i + 1; j < Math.min(words.size(), i + 1 + WIDTH); j++) {
                contexts.accept(words.get(i) + "\tline\t" + words.get(j));
            }
        }
    }

    static List<String> words(String text) {
        var words = new ArrayList<String>();
        var start = -1;
        for (int i = 0; i <= text.length(); i++) {
            var inWord = i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_');
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                words.add(text.substring(start, Math.min(i, start + LONGEST_TOKEN)));
                start = -1;
            }
        }
        return words;
    }
}
