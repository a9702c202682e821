package io.comfortcommit.analysis.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.symbols.Grammars;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeEmbeddingTest {
    private static ChangeSet added(String path, String... lines) {
        var signed = new ArrayList<String>();
        for (var line : lines) {
            signed.add("+" + line);
        }
        return new ChangeSet(
                List.of(new FileChange(
                        null,
                        path,
                        Kind.ADDED,
                        0,
                        0100644,
                        false,
                        lines.length,
                        0,
                        List.of(new Hunk(0, 0, 1, lines.length, signed)))),
                false);
    }

    private static float[] embed(ChangeSet change) {
        return new CodeEmbedding().embed(CodeEmbedding.read(change));
    }

    @Test
    void theSameChangesInTheSameOrderGiveTheSameNumbers() {
        var one = new CodeEmbedding();
        var other = new CodeEmbedding();
        for (var embedding : List.of(one, other)) {
            embedding.learn(CodeEmbedding.read(added("a.py", "def one(): return 1")));
            embedding.learn(CodeEmbedding.read(added("b.go", "func Two() int { return 2 }")));
        }
        var change = CodeEmbedding.read(added("c.rs", "fn three() -> u32 { 3 }"));
        assertThat(one.embed(change)).isEqualTo(other.embed(change)).hasSize(512);
        assertThat(Vectors.cosine(one.embed(change), one.embed(change))).isCloseTo(1, within(1e-5));
    }

    @Test
    void theSameStructureWithOtherNamesIsNearerThanAnotherStructure() {
        var change = embed(added("Order.java", "class Order {", "  int total(int a) { return a + tax(a); }", "}"));
        var renamed = embed(added("Order.java", "class Order {", "  int sum(int b) { return b + duty(b); }", "}"));
        var other = embed(added("Order.java", "interface Order {", "  void close() throws Failure;", "}"));
        assertThat(Vectors.cosine(change, renamed)).isGreaterThan(Vectors.cosine(change, other));
    }

    @Test
    void pathsAreNoLongerAndNoWiderThanInThePaperAndLettersOfAnyScriptStayWhole() {
        var contexts = new ArrayList<String>();
        var changed = new BitSet();
        changed.set(0, 3);
        PathContexts.ofCode(
                Grammars.of("a.java").orElseThrow(),
                "class 주문 {\n  String 이름 = \"값\";\n  int total(int a) { return a + 1; }\n}\n",
                changed,
                contexts::add);
        assertThat(contexts).contains("주문", "이름").anyMatch(context -> context.contains("^"));
        assertThat(contexts)
                .allSatisfy(context -> assertThat(
                                context.chars().filter(c -> c == '^').count())
                        .isLessThan(PathContexts.LENGTH));
    }

    @Test
    void brokenCodeAndUnknownLanguagesHaveVectorsToo() {
        assertThat(Vectors.cosine(embed(added("a.ts", "const x = {{{ (")), embed(added("a.zig", "const x"))))
                .isBetween(-1.0, 1.0);
        assertThat(embed(new ChangeSet(List.of(), false))).containsOnly(0);
    }
}
