package io.comfortcommit.analysis.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.analysis.reading.TreeRepository;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeGraphTest {
    @TempDir
    private Path folder;

    private ChangeGraph graph(Map<String, String> before, Map<String, String> after) throws IOException {
        try (TreeRepository repository = TreeRepository.create(folder)) {
            var old = repository.tree();
            for (var file : before.entrySet()) {
                old.file(file.getKey(), file.getValue());
            }
            var current = repository.tree();
            for (var file : after.entrySet()) {
                current.file(file.getKey(), file.getValue());
            }
            return ChangeGraph.of(new ChangeReader().read(repository.git(), old.write(), current.write()));
        }
    }

    private static List<String> links(ChangeGraph graph) {
        return graph.edges().stream()
                .map(edge -> graph.symbols().get(edge.from()).qualifiedName() + " " + edge.link() + " "
                        + graph.symbols().get(edge.to()).qualifiedName())
                .toList();
    }

    private static final Map<String, String> BEFORE = Map.of(
            "src/OrderClient.java", """
                    class OrderClient {
                        int submit(Order order) {
                            return send(order);
                        }
                    }
                    """,
            "src/Shop.java", """
                    class Shop {
                        void close() {
                            client.submit(order);
                        }

                        String name() { return "a"; }
                    }
                    """);

    private static final Map<String, String> AFTER = Map.of(
            "src/OrderClient.java", """
                    class OrderClient {
                        static final int TRIES = 3;

                        int submit(Order order) {
                            return new Backoff(TRIES).retry(() -> send(order));
                        }
                    }
                    """,
            "src/Backoff.java", """
                    /** Waits longer each time. */
                    public class Backoff {
                        private final int tries;
                        public Backoff(int tries) { this.tries = tries; }
                        public int retry(Attempt attempt) {
                            for (int i = 0; i < tries; i++) {
                                if (attempt.run()) { return i; }
                            }
                            throw new IllegalStateException();
                        }
                    }
                    """,
            "src/Shop.java", """
                    class Shop {
                        void close() {
                            client.submit(order);
                            log();
                        }

                        String name() { return "b"; }
                    }
                    """,
            "src/test/OrderClientTest.java", """
                    class OrderClientTest {
                        void triesAgain() { assertThat(client.submit(order)).isEqualTo(2); }
                    }
                    """,
            "src/test/BackoffTest.java", """
                    class BackoffTest {
                        void waits() { assertThat(clock.waited()).isEqualTo(2); }
                    }
                    """);

    @Test
    void callsUsesAndTestsLinkTheChangedDeclarations() throws IOException {
        assertThat(links(graph(BEFORE, AFTER)))
                .containsExactlyInAnyOrder(
                        "OrderClient.submit REFERENCES OrderClient.TRIES",
                        "OrderClient.submit CALLS Backoff",
                        "Shop.close CALLS OrderClient.submit",
                        "OrderClientTest TESTS OrderClient.submit",
                        "BackoffTest TESTS Backoff");
    }

    @Test
    void whatIsNewAndUsedComesFirstAndTestsComeLast() throws IOException {
        ChangeGraph graph = graph(BEFORE, AFTER);

        assertThat(graph.top().stream().map(SymbolChange::qualifiedName))
                .startsWith("Backoff", "OrderClient.submit")
                .hasSize(7);
        assertThat(graph.weights().stream().mapToDouble(Double::doubleValue).sum())
                .isEqualTo(1, within(1e-9));
    }

    @Test
    void aTypeContainsItsChangedMembers() throws IOException {
        ChangeGraph graph = graph(
                Map.of("A.java", "class A {\n    int one() { return 1; }\n}\n"),
                Map.of("A.java", "class A extends B {\n    int one() { return 2; }\n}\n"));

        assertThat(links(graph)).containsExactly("A CONTAINS A.one");
    }

    @Test
    void aNameThatManyHaveLinksNothingButItsOwnFile() throws IOException {
        StringBuilder callers = new StringBuilder("class Caller {\n    void all() { x.render(); }\n}\n");
        var after = new java.util.TreeMap<String, String>();
        for (String name : List.of("Aaa", "Bbb", "Ccc", "Ddd")) {
            after.put(name + ".java", "class " + name + " {\n    void other() {}\n    void render() { paint(); }\n}\n");
        }
        var before = new java.util.TreeMap<>(after);
        before.replaceAll((_, code) -> code.replace("paint()", "draw()"));
        after.put("Caller.java", callers.toString());

        assertThat(links(graph(before, after))).isEmpty();
    }

    @Test
    void aChangeWithoutCodeHasAnEmptyGraph() {
        ChangeGraph graph = ChangeGraph.of(new ChangeSet(List.of(), false));
        assertThat(graph.symbols()).isEmpty();
        assertThat(graph.top()).isEmpty();
    }
}
