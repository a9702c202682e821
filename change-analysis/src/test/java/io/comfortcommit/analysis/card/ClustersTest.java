package io.comfortcommit.analysis.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.card.Cluster.Member;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.graph.ChangeGraph.Edge;
import io.comfortcommit.analysis.graph.ChangeGraph.Link;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.symbols.SymbolChange;
import io.comfortcommit.analysis.symbols.SymbolChange.How;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClustersTest {
    private static final String RETRY = "+  Backoff backoff = retryPolicy.backoff();\n+  return backoff.retry(submit);";
    private static final String RETRY_TEST =
            "+  retryPolicy.backoff(2);\n+  assertThat(backoff.retry(submit)).succeeds();";
    private static final String INVOICE = "+  invoice.total(vatRate);\n+  printer.print(invoice, vatRate);";
    private static final String INVOICE_TEST = "+  assertThat(invoice.total(vatRate)).isEqualTo(won);";

    private static List<Cluster> clusters(ChangeSet change) {
        return Clusters.of(change, ChangeGraph.of(change));
    }

    @Test
    void twoConcernsAreTwoClustersEachWithItsTests() {
        ChangeSet change = new Changes()
                .modified("src/main/java/shop/order/OrderClient.java", RETRY)
                .modified("src/test/java/shop/order/OrderClientTest.java", RETRY_TEST)
                .modified("src/main/java/shop/billing/Invoice.java", INVOICE)
                .modified("src/test/java/shop/billing/InvoiceTest.java", INVOICE_TEST)
                .change();

        assertThat(clusters(change))
                .extracting(Cluster::title, Cluster::members)
                .containsExactlyInAnyOrder(
                        tuple(
                                "OrderClient.java",
                                List.of(
                                        new Member("src/main/java/shop/order/OrderClient.java", List.of(0)),
                                        new Member("src/test/java/shop/order/OrderClientTest.java", List.of(0)))),
                        tuple(
                                "Invoice.java",
                                List.of(
                                        new Member("src/main/java/shop/billing/Invoice.java", List.of(0)),
                                        new Member("src/test/java/shop/billing/InvoiceTest.java", List.of(0)))));
    }

    @Test
    void aFileWithTwoConcernsIsTakenApart() {
        ChangeSet change = new Changes()
                .modified("app/Shop.kt", RETRY, INVOICE)
                .modified("net/order/OrderClient.kt", RETRY + "\n+ submit.retryPolicy = backoff")
                .modified("print/billing/Invoice.kt", INVOICE + "\n+ vatRate.printer = invoice")
                .change();

        assertThat(clusters(change))
                .extracting(Cluster::members)
                .containsExactlyInAnyOrder(
                        List.of(
                                new Member("app/Shop.kt", List.of(0)),
                                new Member("net/order/OrderClient.kt", List.of(0))),
                        List.of(
                                new Member("app/Shop.kt", List.of(1)),
                                new Member("print/billing/Invoice.kt", List.of(0))));
    }

    @Test
    void aLockFileStaysWithItsManifest() {
        ChangeSet change = new Changes()
                .modified("web/package.json", "-  \"vite\": \"6.0.0\"\n+  \"vite\": \"6.1.0\"")
                .modified("web/package-lock.json", Changes.lines(300, "integrity sha512"))
                .modified("server/src/Login.java", RETRY)
                .change();

        assertThat(clusters(change))
                .extracting(Cluster::kind, cluster -> cluster.members().size())
                .containsExactlyInAnyOrder(tuple(PathKind.BUILD, 2), tuple(PathKind.SOURCE, 1));
    }

    @Test
    void oneConcernStaysWhole() {
        ChangeSet change = new Changes()
                .modified("src/order/OrderClient.ts", RETRY, "+  log(retryPolicy, backoff);")
                .modified("src/order/retry.ts", RETRY)
                .change();

        assertThat(clusters(change)).hasSize(1);
    }

    @Test
    void filesWithoutLinesAreInAClusterToo() {
        ChangeSet change =
                new Changes().binary("img/logo.png").madeExecutable("bin/run").change();

        assertThat(clusters(change).stream()
                        .flatMap(cluster -> cluster.members().stream())
                        .map(Member::path))
                .containsExactlyInAnyOrder("bin/run", "img/logo.png");
    }

    @Test
    void aChangeWithoutFilesHasNoClusters() {
        assertThat(clusters(new ChangeSet(List.of(), false))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 400, 2_000})
    void eachHunkIsInExactlyOneOfAtMostThreeClusters(int files) {
        ChangeSet change = any(files, 20_261_123L + files);

        List<Cluster> clusters = clusters(change);

        assertThat(clusters).hasSizeBetween(1, 3);
        List<String> placed = clusters.stream()
                .flatMap(cluster -> cluster.members().stream())
                .flatMap(member -> member.hunks().isEmpty()
                        ? Stream.of(member.path())
                        : member.hunks().stream().map(hunk -> member.path() + "#" + hunk))
                .toList();
        List<String> all = new ArrayList<>();
        for (FileChange file : change.files()) {
            if (file.hunks().isEmpty()) {
                all.add(file.path());
            }
            for (int hunk = 0; hunk < file.hunks().size(); hunk++) {
                all.add(file.path() + "#" + hunk);
            }
        }
        assertThat(placed).containsExactlyInAnyOrderElementsOf(all);
        assertThat(clusters.stream().mapToInt(Cluster::insertions).sum()).isEqualTo(change.insertions());
        assertThat(clusters(change)).as("again").isEqualTo(clusters);
    }

    private static ChangeSet any(int files, long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Changes changes = new Changes();
        String[] folders = {"src/a", "src/b/c", "docs", "test/a", "", "web/x", "gen/dist"};
        String[] ends = {".java", ".md", "Test.java", ".json", ".png", ".sql"};
        for (int number = 0; number < files; number++) {
            String folder = folders[random.nextInt(folders.length)] + (files > 1_000 ? "/" + number : "");
            String path = (folder.isEmpty() ? "" : folder + "/") + "F" + number + ends[random.nextInt(ends.length)];
            String[] hunks = new String[random.nextInt(4)];
            for (int hunk = 0; hunk < hunks.length; hunk++) {
                hunks[hunk] = Changes.lines(1 + random.nextInt(5), "call" + random.nextInt(20) + "(value)");
            }
            changes.modified(path, hunks);
        }
        return changes.change();
    }

    private static Cluster cluster(String path) {
        return new Cluster(path, PathKind.SOURCE, List.of(new Member(path, List.of(0))), 1, 0);
    }

    private static SymbolChange symbol(String path, How how) {
        return new SymbolChange(path, Kind.FUNCTION, "rotateKeys", null, how, null, true, 1, 0, List.of(0), "");
    }

    private static List<String> order(How used) {
        ChangeGraph graph = new ChangeGraph(
                List.of(symbol("Login.java", How.MODIFIED), symbol("TokenClock.java", used)),
                List.of(new Edge(0, 1, Link.CALLS)),
                List.of(0.5, 0.5));
        return CommitOrder.of(List.of(cluster("Login.java"), cluster("TokenClock.java")), graph).stream()
                .map(Cluster::title)
                .toList();
    }

    @Test
    void whatUsesADeclarationComesAfterWhatMakesItAndBeforeWhatTakesItAway() {
        assertThat(order(How.ADDED)).containsExactly("TokenClock.java", "Login.java");
        assertThat(order(How.SIGNATURE)).containsExactly("TokenClock.java", "Login.java");
        assertThat(order(How.REMOVED)).containsExactly("Login.java", "TokenClock.java");
        assertThat(order(How.MODIFIED)).containsExactly("Login.java", "TokenClock.java");
    }
}
