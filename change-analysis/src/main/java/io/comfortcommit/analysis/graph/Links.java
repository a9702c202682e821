package io.comfortcommit.analysis.graph;

import io.comfortcommit.analysis.graph.ChangeGraph.Edge;
import io.comfortcommit.analysis.graph.ChangeGraph.Link;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import io.comfortcommit.analysis.text.NameCharacters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds links by the names that stand in a declaration's text. Names are not resolved: where several changed declarations
 * have one name, those of the same file are meant, and where there are many, none.
 */
final class Links {
    /** A name that more declarations share says nothing. */
    private static final int AMBIGUOUS_FROM = 4;

    private static final int SHORTEST_NAME = 3;
    private static final int MOST_CHARACTERS = 50_000;

    private final List<SymbolChange> symbols;
    /** Of each symbol a number for its path. */
    private final int[] files;

    private final BitSet tests = new BitSet();
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();

    private Links(List<SymbolChange> symbols) {
        this.symbols = symbols;
        this.files = new int[symbols.size()];
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, Boolean> ofTests = new HashMap<>();
        for (int place = 0; place < symbols.size(); place++) {
            SymbolChange symbol = symbols.get(place);
            files[place] = numbers.computeIfAbsent(symbol.path(), _ -> numbers.size());
            tests.set(
                    place,
                    symbol.kind() == Kind.TEST
                            || ofTests.computeIfAbsent(symbol.path(), path -> PathKind.of(path) == PathKind.TEST));
            if (symbol.kind() != Kind.TEST && symbol.name().length() >= SHORTEST_NAME) {
                byName.computeIfAbsent(symbol.name(), _ -> new ArrayList<>()).add(place);
            }
        }
    }

    static List<Edge> between(List<SymbolChange> symbols) {
        Links links = new Links(symbols);
        for (int place = 0; place < symbols.size(); place++) {
            links.contains(place);
            links.mentions(place);
        }
        links.testsByName();
        return List.copyOf(links.edges);
    }

    private void contains(int place) {
        SymbolChange symbol = symbols.get(place);
        if (symbol.kind() != Kind.TYPE) {
            return;
        }
        String name = symbol.qualifiedName();
        for (int inner = 0; inner < files.length; inner++) {
            if (inner != place
                    && files[inner] == files[place]
                    && name.equals(symbols.get(inner).container())) {
                edges.add(new Edge(place, inner, Link.CONTAINS));
            }
        }
    }

    /** Names as {@code [\p{L}_$][\p{L}\p{N}_$]*+} finds them, and calls, where a bracket opens behind one. */
    private void mentions(int place) {
        String whole = symbols.get(place).source();
        String source = whole.length() > MOST_CHARACTERS ? whole.substring(0, MOST_CHARACTERS) : whole;
        int at = 0;
        while (at < source.length()) {
            int first = source.codePointAt(at);
            if (!NameCharacters.isStart(first) && first != '$') {
                at += Character.charCount(first);
                continue;
            }
            int end = NameCharacters.end(source, at);
            while (end < source.length() && source.charAt(end) == '$') {
                end = NameCharacters.end(source, end + 1);
            }
            int behind = end;
            while (behind < source.length() && NameCharacters.isSpace(source.charAt(behind))) {
                behind++;
            }
            boolean called = behind < source.length() && source.charAt(behind) == '(';
            if (end - at >= SHORTEST_NAME) {
                mentions(place, source.substring(at, end), called);
            }
            at = end;
        }
    }

    private void mentions(int place, String word, boolean called) {
        SymbolChange symbol = symbols.get(place);
        for (int target : meant(place, word)) {
            if (target == place || isInside(symbols.get(target), symbol)) {
                continue;
            }
            Link link = tests.get(place) && !tests.get(target) ? Link.TESTS : called ? Link.CALLS : Link.REFERENCES;
            // A call is a reference too; one of them is enough.
            if (link != Link.REFERENCES || !edges.contains(new Edge(place, target, Link.CALLS))) {
                edges.remove(new Edge(place, target, Link.REFERENCES));
                edges.add(new Edge(place, target, link));
            }
        }
    }

    private static boolean isInside(SymbolChange inner, SymbolChange outer) {
        return inner.path().equals(outer.path())
                && inner.container() != null
                && (inner.container() + ".").startsWith(outer.qualifiedName() + ".");
    }

    private List<Integer> meant(int from, String word) {
        List<Integer> all = byName.getOrDefault(word, List.of());
        if (all.size() <= 1) {
            return all;
        }
        List<Integer> near = new ArrayList<>();
        for (int place : all) {
            if (files[place] == files[from]) {
                near.add(place);
            }
        }
        if (!near.isEmpty()) {
            return near;
        }
        return all.size() < AMBIGUOUS_FROM ? all : List.of();
    }

    /** {@code OrderClientTest} tests {@code OrderClient}, also where it does not name what changed in it. */
    private void testsByName() {
        if (tests.isEmpty()) {
            return;
        }
        BitSet linked = new BitSet();
        edges.stream().filter(edge -> edge.link() == Link.TESTS).forEach(edge -> linked.set(edge.from()));
        Map<String, String> stems = new HashMap<>();
        List<String> stemOf = symbols.stream()
                .map(symbol -> stems.computeIfAbsent(symbol.path(), PathKind::testedStem))
                .toList();
        for (int place = tests.nextSetBit(0); place >= 0; place = tests.nextSetBit(place + 1)) {
            if (linked.get(place)) {
                continue;
            }
            for (int target = tests.nextClearBit(0); target < files.length; target = tests.nextClearBit(target + 1)) {
                if (stemOf.get(target).equals(stemOf.get(place))) {
                    edges.add(new Edge(place, target, Link.TESTS));
                }
            }
        }
    }
}
