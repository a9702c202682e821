package io.comfortcommit.benchmarks;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.card.ChangeCard;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.reading.ChangeReader;
import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.analysis.symbols.Grammars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;

/** What it takes to understand 49 files of Java with 20,000 changed lines, in a heap of 300 MiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AnalysisOfAChange {
    private static final int FILES = 49;
    private static final int METHODS = 46;

    private @Nullable InMemoryRepository git;
    private @Nullable ObjectId before;
    private @Nullable ObjectId after;
    private @Nullable ChangeSet change;

    /**
     * @param lines that change
     * @param whole milliseconds from trees to a draft with its card, on two cores
     * @param graph milliseconds from the change to its card, parsing with it, on one core
     * @param parsing milliseconds of nothing but parsing both sides of each file, on one core
     */
    record Result(int lines, double whole, double graph, double parsing) {
        double beyondParsingPerThousandLines() {
            return (graph - parsing) * 1_000 / lines;
        }
    }

    static Result run() throws RunnerException, IOException {
        AnalysisOfAChange same = new AnalysisOfAChange();
        same.make();
        int lines = same.changed().insertions() + same.changed().deletions();
        double[] scores = new double[3];
        String[] names = {"whole", "graph", "parsing"};
        for (int place = 0; place < names.length; place++) {
            // Two take what their work takes: on two cores the card would be done sooner than its parsing.
            int cores = names[place].equals("whole") ? 2 : 1;
            scores[place] = new Runner(new OptionsBuilder()
                            .include(AnalysisOfAChange.class.getName() + "." + names[place])
                            .jvmArgsAppend(
                                    "-Xmx300m",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-XX:ActiveProcessorCount=" + cores)
                            .warmupIterations(5)
                            .warmupTime(TimeValue.seconds(2))
                            .measurementIterations(5)
                            .measurementTime(TimeValue.seconds(2))
                            .forks(1)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .runSingle()
                    .getPrimaryResult()
                    .getScore();
        }
        return new Result(lines, scores[0], scores[1], scores[2]);
    }

    @Setup
    public void make() throws IOException {
        git = new InMemoryRepository(new DfsRepositoryDescription("change"));
        try (ObjectInserter objects = git.newObjectInserter()) {
            before = tree(objects, AnalysisOfAChange::old);
            after = tree(objects, AnalysisOfAChange::current);
            objects.flush();
        }
        change = read();
    }

    private static ObjectId tree(ObjectInserter objects, IntFunction<String> text) throws IOException {
        SortedMap<String, ObjectId> files = new TreeMap<>();
        for (int number = 0; number < FILES; number++) {
            files.put(
                    "src/main/java/shop/Service" + number + ".java",
                    objects.insert(Constants.OBJ_BLOB, text.apply(number).getBytes(StandardCharsets.UTF_8)));
        }
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        files.forEach((path, id) -> {
            DirCacheEntry entry = new DirCacheEntry(path);
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(id);
            builder.add(entry);
        });
        builder.finish();
        return index.writeTree(objects);
    }

    private static String old(int number) {
        return type(
                number,
                "    /** Sums up. */\n    public int total%1$d(Order order) {\n        int sum = 0;\n"
                        + "        for (Line line : order.lines()) {\n            sum += line.price() * line.count();\n        }\n"
                        + "        return sum;\n    }\n\n");
    }

    /** Four lines of each method go and four or five come. */
    private static String current(int number) {
        return type(
                number,
                "    /** Sums up. */\n    public int total%1$d(Order order, Tax tax) {\n        int sum = tax.base();\n"
                        + "        for (Line each : order.lines()) {\n            sum += each.price() * each.count() + tax.of(each);\n"
                        + "            audit(each, sum);\n        }\n        return sum;\n    }\n\n");
    }

    private static String type(int number, String method) {
        StringBuilder text = new StringBuilder("package shop;\n\npublic class Service" + number + " {\n");
        for (int place = 0; place < METHODS; place++) {
            text.append(method.formatted(place));
        }
        return text.append("}\n").toString();
    }

    private ChangeSet read() throws IOException {
        return new ChangeReader()
                .read(Objects.requireNonNull(git), Objects.requireNonNull(before), Objects.requireNonNull(after));
    }

    private ChangeSet changed() {
        return Objects.requireNonNull(change);
    }

    @Benchmark
    public Object whole() throws IOException {
        ChangeSet read = read();
        String message = new StructuralDrafter()
                .draft(read, new DraftingContext(Locale.ENGLISH, List.of("feat: begin"), "main"))
                .message();
        ChangeCard card = ChangeCard.of(read, ChangeGraph.of(read), new SecretScanner().scan(read));
        return List.of(message, card);
    }

    @Benchmark
    public Object graph() {
        return ChangeCard.of(changed(), ChangeGraph.of(changed()), List.of());
    }

    @Benchmark
    public int parsing() {
        int bytes = 0;
        for (FileChange file : changed().files()) {
            FileChange.Sides sides = Objects.requireNonNull(file.sides());
            for (String side : List.of(sides.before(), sides.after())) {
                try (TSParser parser = new TSParser()) {
                    parser.setLanguage(Grammars.of(file.path()).orElseThrow());
                    try (TSTree tree = parser.parseString(null, side)) {
                        bytes += tree.getRootNode().getEndByte();
                    }
                }
            }
        }
        return bytes;
    }
}
