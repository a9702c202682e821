package io.comfortcommit.analysis.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.embedding.CodeEmbedding;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.analysis.reading.TreeRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SymbolsTest {
    private TreeRepository repository;

    @BeforeAll
    void create(@TempDir Path folder) throws IOException {
        repository = TreeRepository.create(folder);
    }

    @AfterAll
    void close() {
        repository.close();
    }

    private ChangeSet change(Map<String, String> before, Map<String, String> after) throws IOException {
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

    private List<String> told(Map<String, String> before, Map<String, String> after) throws IOException {
        return Symbols.of(change(before, after)).stream()
                .map(symbol -> symbol.how() + " " + symbol.kind() + " " + symbol.qualifiedName()
                        + (symbol.formerName() == null ? "" : " was " + symbol.formerName()))
                .toList();
    }

    /** In each language: a body changes, a signature changes, something is new, something is gone. */
    static List<Arguments> languages() {
        return List.of(
                Arguments.of(
                        "Order.java",
                        """
                        package shop;

                        public class Order {
                            private static final int LIMIT = 3;

                            /** The sum. */
                            public int total() {
                                return price;
                            }

                            void submit(String to) {
                                send(to);
                            }

                            void old() {}
                        }
                        """,
                        """
                        package shop;

                        public class Order {
                            private static final int LIMIT = 5;

                            /** The sum. */
                            public int total() {
                                return price * count;
                            }

                            void submit(String to, int tries) {
                                send(to);
                            }

                            record Line(int count) {
                                int twice() { return 2 * count; }
                            }
                        }
                        """,
                        List.of(
                                "MODIFIED VARIABLE Order.LIMIT",
                                "MODIFIED FUNCTION Order.total",
                                "SIGNATURE FUNCTION Order.submit",
                                "REMOVED FUNCTION Order.old",
                                "ADDED TYPE Order.Line")),
                Arguments.of(
                        "Order.kt",
                        """
                        class Order(val price: Int) {
                            val count = 1
                            fun total() = price
                            fun submit(to: String) { send(to) }
                        }
                        object Old { fun x() {} }
                        """,
                        """
                        class Order(val price: Int) {
                            val count = 2
                            fun total() = price * count
                            fun submit(to: String, tries: Int) { send(to) }
                        }
                        fun String.shout() = uppercase()
                        """,
                        List.of(
                                "MODIFIED VARIABLE Order.count",
                                "MODIFIED FUNCTION Order.total",
                                "SIGNATURE FUNCTION Order.submit",
                                "REMOVED TYPE Old",
                                "ADDED FUNCTION shout")),
                Arguments.of(
                        "order.py",
                        """
                        LIMIT = 3

                        class Order:
                            @property
                            def total(self):
                                return self.price

                            def submit(self, to):
                                send(to)

                        def old():
                            pass
                        """,
                        """
                        LIMIT = 4

                        class Order:
                            @cached
                            def total(self):
                                return self.price

                            def submit(self, to):
                                send(to, 3)

                        async def fresh():
                            await later()
                        """,
                        List.of(
                                "MODIFIED VARIABLE LIMIT",
                                "SIGNATURE FUNCTION Order.total",
                                "MODIFIED FUNCTION Order.submit",
                                "REMOVED FUNCTION old",
                                "ADDED FUNCTION fresh")),
                Arguments.of(
                        "order.js",
                        """
                        const send = require('send');
                        const LIMIT = 3;
                        class Order {
                          total() { return this.price; }
                          submit(to) { send(to); }
                        }
                        function old() {}
                        """,
                        """
                        const send = require('sender');
                        const LIMIT = 4;
                        class Order {
                          total() { return this.price * 2; }
                          submit(to, tries) { send(to); }
                        }
                        export const fresh = async (a) => a + 1;
                        """,
                        List.of(
                                "MODIFIED VARIABLE LIMIT",
                                "MODIFIED FUNCTION Order.total",
                                "SIGNATURE FUNCTION Order.submit",
                                "REMOVED FUNCTION old",
                                "ADDED FUNCTION fresh")),
                Arguments.of(
                        "order.test.ts",
                        """
                        describe('order', () => {
                          it('sums up', () => { expect(total()).toBe(1); });
                        });
                        """,
                        """
                        describe('order', () => {
                          it('sums up', () => { expect(total()).toBe(2); });
                          it('rounds down', () => { expect(round(1.5)).toBe(1); });
                        });
                        """,
                        List.of("MODIFIED TEST order.sums up", "ADDED TEST order.rounds down")),
                Arguments.of(
                        "order.ts",
                        """
                        export interface Line { count: number }
                        export type Id = string;
                        export class Order {
                          private price = 1;
                          total(): number { return this.price; }
                        }
                        """,
                        """
                        export interface Line { count: number; name: string }
                        export type Id = string | number;
                        export class Order {
                          private price = 2;
                          total(): bigint { return this.price; }
                        }
                        """,
                        List.of(
                                "MODIFIED VARIABLE Line.count",
                                "ADDED VARIABLE Line.name",
                                "MODIFIED TYPE Id",
                                "MODIFIED VARIABLE Order.price",
                                "SIGNATURE FUNCTION Order.total")),
                Arguments.of("Cart.tsx", """
                        export function Cart({ items }: Props) {
                          return <ul>{items.map((i) => <li>{i}</li>)}</ul>;
                        }
                        """, """
                        export function Cart({ items }: Props) {
                          return <ol>{items.map((i) => <li>{i}</li>)}</ol>;
                        }
                        const Empty = () => <p>empty</p>;
                        """, List.of("MODIFIED FUNCTION Cart", "ADDED FUNCTION Empty")),
                Arguments.of(
                        "order.go",
                        """
                        package shop

                        const Limit = 3

                        type Order struct {
                        	Price int
                        }

                        func (o *Order) Total() int {
                        	return o.Price
                        }

                        func Submit(to string) {}
                        """,
                        """
                        package shop

                        const Limit = 4

                        type Order struct {
                        	Price int
                        	Count int
                        }

                        func (o *Order) Total() int {
                        	return o.Price * o.Count
                        }

                        func Submit(to string, tries int) {}
                        """,
                        List.of(
                                "MODIFIED VARIABLE Limit",
                                "ADDED VARIABLE Order.Count",
                                "MODIFIED FUNCTION Order.Total",
                                "SIGNATURE FUNCTION Submit")),
                Arguments.of(
                        "order.rs",
                        """
                        pub struct Order { price: i32 }

                        impl Order {
                            pub fn total(&self) -> i32 { self.price }
                        }

                        fn old() {}
                        """,
                        """
                        pub struct Order { price: i32 }

                        impl Order {
                            pub fn total(&self) -> i32 { self.price * 2 }
                        }

                        #[derive(Debug)]
                        pub enum State { Open, Done }
                        """,
                        List.of("MODIFIED FUNCTION Order.total", "REMOVED FUNCTION old", "ADDED TYPE State")),
                Arguments.of(
                        "order.c",
                        """
                        #define LIMIT 3
                        struct order { int price; };
                        static int *total(struct order *o) {
                            return &o->price;
                        }
                        int submit(int to);
                        """,
                        """
                        #define LIMIT 4
                        struct order { int price; int count; };
                        static int *total(struct order *o) {
                            return 0;
                        }
                        int submit(int to, int tries);
                        """,
                        List.of(
                                "MODIFIED VARIABLE LIMIT",
                                "MODIFIED VARIABLE order.price",
                                "ADDED VARIABLE order.count",
                                "MODIFIED FUNCTION total",
                                "SIGNATURE FUNCTION submit")),
                Arguments.of(
                        "order.cpp",
                        """
                        namespace shop {
                        template <class T>
                        class Order {
                         public:
                          int total() const;
                          void old() {}
                        };
                        }
                        int shop::Order::total() const { return price; }
                        """,
                        """
                        namespace shop {
                        template <class T>
                        class Order {
                         public:
                          int total() const;
                          ~Order() {}
                        };
                        }
                        int shop::Order::total() const { return price * 2; }
                        """,
                        List.of(
                                "REMOVED FUNCTION shop.Order.old",
                                "ADDED FUNCTION shop.Order.~Order",
                                "MODIFIED FUNCTION shop.Order.total")),
                Arguments.of(
                        "Order.cs",
                        """
                        namespace Shop;
                        public class Order {
                            private readonly Line _line = new();
                            public int Price { get; set; }
                            public async Task<int> Total(int a) => a;
                            public void Old() { }
                        }
                        """,
                        """
                        namespace Shop;
                        public class Order {
                            private readonly Line _line = new(1);
                            public long Price { get; set; }
                            public async Task<int> Total(int a) => a + 1;
                        }
                        public record Line(int Count);
                        """,
                        List.of(
                                "MODIFIED VARIABLE Order._line",
                                "MODIFIED VARIABLE Order.Price",
                                "MODIFIED FUNCTION Order.Total",
                                "REMOVED FUNCTION Order.Old",
                                "ADDED TYPE Line")),
                Arguments.of(
                        "order.rb",
                        """
                        module Shop
                          class Order
                            LIMIT = 3
                            def total
                              price
                            end
                            def self.old?
                            end
                          end
                        end
                        """,
                        """
                        module Shop
                          class Order
                            LIMIT = 4
                            def total
                              price * 2
                            end
                            def fresh(a)
                            end
                          end
                        end
                        """,
                        List.of(
                                "MODIFIED VARIABLE Shop.Order.LIMIT",
                                "MODIFIED FUNCTION Shop.Order.total",
                                "REMOVED FUNCTION Shop.Order.old?",
                                "ADDED FUNCTION Shop.Order.fresh")),
                Arguments.of(
                        "Order.php",
                        """
                        <?php
                        namespace Shop;
                        class Order {
                            const LIMIT = 3;
                            private int $price = 1;
                            public function total(): int { return $this->price; }
                        }
                        function old() {}
                        """,
                        """
                        <?php
                        namespace Shop;
                        class Order {
                            const LIMIT = 4;
                            private int $price = 2;
                            public function total(int $tax): int { return $this->price; }
                        }
                        trait Fresh {}
                        """,
                        List.of(
                                "MODIFIED VARIABLE Order.LIMIT",
                                "MODIFIED VARIABLE Order.$price",
                                "SIGNATURE FUNCTION Order.total",
                                "REMOVED FUNCTION old",
                                "ADDED TYPE Fresh")),
                Arguments.of(
                        "Order.swift",
                        """
                        struct Order {
                          let price = 1
                          init(a: Int) {}
                          func total() -> Int { price }
                        }
                        protocol Old { func m() }
                        """,
                        """
                        struct Order {
                          let price = 2
                          init(a: Int, b: Int) {}
                          func total() -> Int { price * 2 }
                        }
                        extension Order { var fresh: Int { 1 } }
                        """,
                        List.of(
                                "MODIFIED VARIABLE Order.price",
                                "SIGNATURE FUNCTION Order.init",
                                "MODIFIED FUNCTION Order.total",
                                "REMOVED TYPE Old",
                                "ADDED TYPE Order")),
                Arguments.of(
                        "Order.scala",
                        """
                        object Order {
                          val limit = 3
                          def total(a: Int): Int = a
                        }
                        trait Old
                        """,
                        """
                        object Order {
                          val limit = 4
                          def total(a: Int): Int = a * 2
                        }
                        case class Fresh(a: Int)
                        """,
                        List.of(
                                "MODIFIED VARIABLE Order.limit",
                                "MODIFIED FUNCTION Order.total",
                                "REMOVED TYPE Old",
                                "ADDED TYPE Fresh")),
                Arguments.of(
                        "order.sh",
                        """
                        LIMIT=3
                        total() {
                          echo "$1"
                        }
                        function old { :; }
                        """,
                        """
                        LIMIT=4
                        total() {
                          echo "$2"
                        }
                        fresh() { :; }
                        """,
                        List.of(
                                "MODIFIED VARIABLE LIMIT",
                                "MODIFIED FUNCTION total",
                                "REMOVED FUNCTION old",
                                "ADDED FUNCTION fresh")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("languages")
    void aChangeIsToldByItsDeclarations(String path, String before, String after, List<String> expected)
            throws IOException {
        assertThat(told(Map.of(path, before), Map.of(path, after))).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static final String BODY = """
            {
                    var backoff = policy.backoff();
                    for (int i = 0; i < backoff.tries(); i++) {
                        if (client.send(order)) { return i; }
                        backoff.pause(i);
                    }
                    throw new IllegalStateException("never sent");
                }""";

    @Test
    void aRenamedFunctionIsOneChange() throws IOException {
        assertThat(told(
                        Map.of("A.java", "class A {\n    int submit(Order order) " + BODY + "\n}\n"),
                        Map.of("A.java", "class A {\n    int deliver(Order order) " + BODY + "\n}\n")))
                .containsExactly("RENAMED FUNCTION A.deliver was submit");
    }

    @Test
    void aRenamedTypeKeepsItsMembers() throws IOException {
        assertThat(told(
                        Map.of("A.java", "class A {\n    A() {}\n    int submit(Order order) " + BODY + "\n}\n"),
                        Map.of("B.java", "class B {\n    B() {}\n    int submit(Order order) " + BODY + "\n}\n")))
                .containsExactly("RENAMED TYPE B was A", "SIGNATURE FUNCTION B.B");
    }

    @Test
    void whatMovesToAnotherFileIsOneChange() throws IOException {
        String rest = "\n    int other() { return 1; }\n}\n";
        assertThat(told(
                        Map.of(
                                "A.java",
                                "class A {\n    int submit(Order order) " + BODY + rest,
                                "B.java",
                                "class B {\n}\n"),
                        Map.of(
                                "A.java",
                                "class A {" + rest,
                                "B.java",
                                "class B {\n    int submit(Order order) " + BODY + "\n}\n")))
                .containsExactly("MOVED FUNCTION B.submit was A.java");
    }

    @Test
    void aChangedCommentBelongsToWhatItIsAbove() throws IOException {
        assertThat(
                        told(
                                Map.of(
                                        "A.java",
                                        "class A {\n\n    /** Old. */\n    int x() { return 1; }\n\n    int y() { return 1; }\n}\n"),
                                Map.of(
                                        "A.java",
                                        "class A {\n\n    /** New. */\n    int x() { return 1; }\n\n    int y() { return 1; }\n}\n")))
                .containsExactly("MODIFIED FUNCTION A.x");
    }

    @Test
    void lettersOfAllLanguagesAreCountedRight() throws IOException {
        assertThat(
                        told(
                                Map.of(
                                        "주문.java",
                                        "// 주문을 처리하는 클래스\nclass 주문 {\n  /** 합계 */ int 합계() { return 1; } // 원\n  int 보내기() { return 1; }\n}\n"),
                                Map.of(
                                        "주문.java",
                                        "// 주문을 처리하는 클래스\nclass 주문 {\n  /** 합계 */ int 합계() { return 1; } // 원\n  int 보내기() { return 2; }\n}\n")))
                .containsExactly("MODIFIED FUNCTION 주문.보내기");
    }

    @Test
    void linesAndHunksOfAChangeAreCounted() throws IOException {
        String far = "\n".repeat(20);
        List<SymbolChange> symbols = Symbols.of(change(
                Map.of("A.java", "class A {\n  int x() {\n    return 1;\n  }\n" + far + "  int y;\n}\n"),
                Map.of(
                        "A.java",
                        "class A {\n  int x() {\n    log();\n    return 2;\n  }\n" + far
                                + "  int y;\n\n  class New {\n    int z;\n  }\n}\n")));
        assertThat(symbols)
                .extracting(SymbolChange::name, SymbolChange::insertions, SymbolChange::deletions, SymbolChange::hunks)
                .containsExactly(tuple("x", 2, 1, List.of(0)), tuple("New", 2, 0, List.of(1)));
    }

    @Test
    void whatOthersMayUseIsKnown() throws IOException {
        List<SymbolChange> symbols = Symbols.of(change(
                Map.of(),
                Map.of(
                        "a.go", "package a\n\nfunc Public() {}\nfunc hidden() {}\n",
                        "b.py", "def public():\n    pass\ndef _hidden():\n    pass\n",
                        "c.rs", "pub fn public() {}\nfn hidden() {}\n",
                        "d.ts", "export function shown() {}\nfunction hidden() {}\n")));
        assertThat(symbols)
                .hasSize(8)
                .allSatisfy(symbol -> assertThat(symbol.isPublic())
                        .as(symbol.toString())
                        .isEqualTo(!symbol.name().contains("hidden")));
    }

    @Test
    void aLanguageWithoutAGrammarIsToldByTheLinesAround() throws IOException {
        String body = "  one = 1\n  two = 2\n  three = 3\n  four = 4\n  five = 5\n";
        assertThat(told(
                        Map.of("order.ex", "def total(a) do\n" + body + "  six = 6\nend\n"),
                        Map.of("order.ex", "def total(a) do\n" + body + "  six = 7\nend\n")))
                .containsExactly("MODIFIED FUNCTION total");
    }

    @Test
    void filesForWhichThereIsNoTimeAreToldByTheLinesAround() throws IOException {
        String body = "  int one = 1;\n  int two = 2;\n  int three = 3;\n  int four = 4;\n";
        ChangeSet change = change(
                Map.of("Order.java", "class Order {\n int total() {\n" + body + "  return 1;\n }\n}\n"),
                Map.of("Order.java", "class Order {\n int total() {\n" + body + "  return 2;\n }\n}\n"));
        assertThat(Symbols.of(change, Duration.ZERO))
                .extracting(SymbolChange::qualifiedName)
                .containsExactly("total");
        assertThat(Symbols.of(change)).extracting(SymbolChange::qualifiedName).containsExactly("Order.total");
    }

    /** Each of these once ended the process (a failed assertion, a stack that was too small) or took seconds. */
    @ParameterizedTest
    @CsvSource({
        "a.kt, '\"${', 50000",
        "a.rs, '%Q[', 66000",
        "a.cpp, '%w(', 66000",
        "a.cpp, 'a<', 500000",
        "a.kt, '/*', 500000",
        "a.scala, '`', 200000",
        "a.swift, '#', 200000"
    })
    void whatItsParserCannotStandCostsAFileItsOwnSymbolsOnly(String path, String piece, int times) throws IOException {
        assertThat(told(Map.of(), Map.of(path, piece.repeat(times), "b/Order.java", "class Order {\n int total;\n}\n")))
                .contains("ADDED TYPE Order");
        CodeEmbedding.read(change(
                Map.of(), Map.of(path, piece.repeat(100) + "\n" + (piece.repeat(80) + "\n").repeat(399))));
    }

    @Test
    void lockFilesAndGeneratedCodeHaveNoSymbols() throws IOException {
        assertThat(told(
                        Map.of(),
                        Map.of("src/generated/A.java", "class A {}\n", "vendor/x/a.go", "package x\nfunc F() {}\n")))
                .isEmpty();
    }

    /** Files are saved half-written: whatever is cut away or doubled, the reading ends and says the same again. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("languages")
    void brokenCodeIsReadAsFarAsItGoes(String path, String before, String after, List<String> expected)
            throws IOException {
        long seed = 20_261_123L + path.hashCode();
        System.out.println(path + ": seed " + seed);
        Random random = new Random(seed);
        for (int round : IntStream.range(0, 12).toArray()) {
            String old = broken(before, random);
            String current = broken(after, random);
            ChangeSet change = change(Map.of(path, old), Map.of(path, current));
            List<SymbolChange> symbols = Symbols.of(change);
            assertThat(Symbols.of(change)).as("round %s again", round).isEqualTo(symbols);
            assertThat(symbols.stream().mapToInt(SymbolChange::insertions).sum())
                    .isLessThanOrEqualTo(change.insertions());
            assertThat(symbols.stream().mapToInt(SymbolChange::deletions).sum())
                    .isLessThanOrEqualTo(change.deletions());
        }
    }

    private static String broken(String code, Random random) {
        int from = random.nextInt(code.length());
        int to = Math.min(code.length(), from + random.nextInt(40));
        return random.nextBoolean()
                ? code.substring(0, from) + code.substring(to)
                : code.substring(0, to) + code.substring(from);
    }
}
