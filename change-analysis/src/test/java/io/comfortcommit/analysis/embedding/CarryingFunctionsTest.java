package io.comfortcommit.analysis.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.embedding.CarryingFunctions.Carrying;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.analysis.reading.TreeRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarryingFunctionsTest {
    @TempDir
    private Path folder;

    private ChangeSet change(Map<String, String> before, Map<String, String> after) throws IOException {
        try (var repository = TreeRepository.create(Files.createTempDirectory(folder, "change"))) {
            var old = repository.tree();
            for (var file : before.entrySet()) {
                old.file(file.getKey(), file.getValue());
            }
            var current = repository.tree();
            for (var file : after.entrySet()) {
                current.file(file.getKey(), file.getValue());
            }
            return new ChangeReader().read(repository.git(), old.write(), current.write());
        }
    }

    private static List<String> names(ChangeSet change) {
        return CarryingFunctions.read(change).chosen(new CodeEmbedding()).stream()
                .map(each -> each.symbol().qualifiedName())
                .toList();
    }

    private static String client(int number, String call) {
        return """
                package shop
                func Client%d(order Order) Result {
                \treturn %s(order)
                }
                """.formatted(number, call);
    }

    @Test
    void theSameEditInTenFunctionsHasOneCarrierAndLeavesRoomForOthers() throws IOException {
        var before = new TreeMap<String, String>();
        var after = new TreeMap<String, String>();
        for (int number = 0; number < 8; number++) {
            before.put("shop" + number + "/client.go", client(number, "send"));
            after.put("shop" + number + "/client.go", client(number, "limiter.Wait(ctx); send"));
        }
        after.put("pkg/limiter/limiter.go", """
                package limiter
                type Limiter struct { rate int }
                func (l *Limiter) Wait(ctx Context) error {
                \tfor l.rate == 0 {
                \t\tif ctx.Done() { return ctx.Err() }
                \t}
                \tl.rate--
                \treturn nil
                }
                """);
        assertThat(names(change(before, after)))
                .contains("Limiter.Wait")
                .filteredOn(name -> name.startsWith("Client"))
                .hasSize(1);
    }

    @Test
    void aTypeSpeaksForItsMembers() throws IOException {
        assertThat(names(change(
                        Map.of("A.java", "class A {\n    int one() { return 1; }\n}\n"),
                        Map.of("A.java", "class A extends B {\n    int one() { return 2; }\n}\n"))))
                .hasSize(1);
    }

    @Test
    void vectorsAreOfLengthOneAndTheSameAgain() throws IOException {
        var change = change(
                Map.of("a.py", "def total(items):\n    return sum(items)\n"),
                Map.of("a.py", "def total(items):\n    if not items:\n        return 0\n    return sum(items)\n"));
        var vectors = CarryingFunctions.read(change).vectors(new CodeEmbedding());
        assertThat(vectors).hasSize(1);
        assertThat(vectors.getFirst())
                .hasSize(512)
                .isEqualTo(CarryingFunctions.read(change)
                        .vectors(new CodeEmbedding())
                        .getFirst());
        assertThat(Vectors.cosine(vectors.getFirst(), vectors.getFirst())).isCloseTo(1, within(1e-5));
    }

    @Test
    void theSameEditOfAFunctionIsNearWhereverItStandsAndAnotherEditOfItIsNot() throws IOException {
        var old = "class Cart:\n    def total(self, items):\n        return sum(items)\n";
        var guard = old.replace("        return", "        if items is None:\n            return 0\n        return");
        var log = old.replace("        return", "        logger.debug('%d items', len(items))\n        return");
        var alone = carrying(Map.of("cart.py", old), Map.of("cart.py", guard));
        var amongOthers = carrying(
                Map.of("cart.py", "import os\n\n\n" + old), Map.of("cart.py", "import os\nimport sys\n\n\n" + guard));
        var another = carrying(Map.of("cart.py", old), Map.of("cart.py", log));
        assertThat(Vectors.cosine(alone.vector(), amongOthers.vector())).isGreaterThan(0.9);
        assertThat(Vectors.cosine(alone.vector(), another.vector())).isLessThan(0.7);
    }

    private Carrying carrying(Map<String, String> before, Map<String, String> after) throws IOException {
        return CarryingFunctions.read(change(before, after))
                .chosen(new CodeEmbedding())
                .getFirst();
    }

    @Test
    void aChangeWithoutDeclarationsIsCarriedByNone() throws IOException {
        assertThat(names(change(Map.of(), Map.of("README.md", "# Shop\n")))).isEmpty();
    }
}
