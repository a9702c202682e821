package io.comfortcommit.analysis.graph;

import io.comfortcommit.analysis.graph.ChangeGraph.Edge;
import io.comfortcommit.analysis.graph.ChangeGraph.Link;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds links by the names that stand in a declaration's text. Names are not resolved: where several changed declarations
 * have one name, those of the same file are meant, and where there are many, none.
 */
final class Links {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*+(\\s*\\()?");
    /** A name that more declarations share says nothing. */
    private static final int AMBIGUOUS_FROM = 4;

    private static final int SHORTEST_NAME = 3;
    private static final int MOST_CHARACTERS = 50_000;

    private final List<SymbolChange> symbols;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();

    private Links(List<SymbolChange> symbols) {
        this.symbols = symbols;
        for (int place = 0; place < symbols.size(); place++) {
            SymbolChange symbol = symbols.get(place);
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
        for (int inner = 0; inner < symbols.size(); inner++) {
            SymbolChange other = symbols.get(inner);
            if (inner != place
                    && symbol.kind() == Kind.TYPE
                    && other.path().equals(symbol.path())
                    && symbol.qualifiedName().equals(other.container())) {
                edges.add(new Edge(place, inner, Link.CONTAINS));
            }
        }
    }

    private void mentions(int place) {
        SymbolChange symbol = symbols.get(place);
        boolean isTest = isTest(symbol);
        String source = symbol.source();
        NAME.matcher(source.length() > MOST_CHARACTERS ? source.substring(0, MOST_CHARACTERS) : source)
                .results()
                .forEach(name -> {
                    String word = name.group().replaceAll("\\s*\\($", "");
                    for (int target : meant(symbol, word)) {
                        if (target == place || isInside(symbols.get(target), symbol)) {
                            continue;
                        }
                        Link link = isTest && !isTest(symbols.get(target))
                                ? Link.TESTS
                                : name.group(1) == null ? Link.REFERENCES : Link.CALLS;
                        // A call is a reference too; one of them is enough.
                        if (link != Link.REFERENCES || !edges.contains(new Edge(place, target, Link.CALLS))) {
                            edges.remove(new Edge(place, target, Link.REFERENCES));
                            edges.add(new Edge(place, target, link));
                        }
                    }
                });
    }

    private static boolean isInside(SymbolChange inner, SymbolChange outer) {
        return inner.path().equals(outer.path())
                && inner.container() != null
                && (inner.container() + ".").startsWith(outer.qualifiedName() + ".");
    }

    private List<Integer> meant(SymbolChange from, String word) {
        List<Integer> all = byName.getOrDefault(word, List.of());
        if (all.size() <= 1) {
            return all;
        }
        List<Integer> near = all.stream()
                .filter(place -> symbols.get(place).path().equals(from.path()))
                .toList();
        if (!near.isEmpty()) {
            return near;
        }
        return all.size() < AMBIGUOUS_FROM ? all : List.of();
    }

    /** {@code OrderClientTest} tests {@code OrderClient}, also where it does not name what changed in it. */
    private void testsByName() {
        for (int place = 0; place < symbols.size(); place++) {
            SymbolChange test = symbols.get(place);
            int from = place;
            if (!isTest(test) || edges.stream().anyMatch(edge -> edge.from() == from && edge.link() == Link.TESTS)) {
                continue;
            }
            String stem = PathKind.testedStem(test.path());
            for (int target = 0; target < symbols.size(); target++) {
                SymbolChange tested = symbols.get(target);
                if (!isTest(tested) && PathKind.testedStem(tested.path()).equals(stem)) {
                    edges.add(new Edge(place, target, Link.TESTS));
                }
            }
        }
    }

    private static boolean isTest(SymbolChange symbol) {
        return symbol.kind() == Kind.TEST || PathKind.of(symbol.path()) == PathKind.TEST;
    }
}
