package io.comfortcommit.analysis.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Trees and parsers lie outside of the heap. In a process with a small heap, so that what grows is not Java's. */
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    /** Unclosed trees of the rounds that are measured hold twice as much. */
    private static final long MOST_KIBIBYTES = 50 << 10;

    @Test
    void readingManyFilesKeepsNoMemory() throws IOException, InterruptedException {
        assumeThat(STATUS)
                .as("only Linux tells how much memory a process holds")
                .exists();
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx96m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output;
        try (var reader = process.inputReader()) {
            output = reader.lines().collect(Collectors.joining("\n"));
        }
        assertThat(process.waitFor()).as(output).isZero();
        long more = Long.parseLong(output.lines().toList().getLast());
        System.out.println("resident memory after 120 more rounds: " + more + " KiB more");
        assertThat(more).as("KiB more").isLessThan(MOST_KIBIBYTES);
    }

    static void main() throws IOException {
        String methods = IntStream.range(0, 200)
                .mapToObj(number -> "    int x" + number + "(int a) { return a + " + number + "; }\n")
                .collect(Collectors.joining());
        ChangeSet change = new ChangeSet(
                List.of(new FileChange(
                        "A.java",
                        "A.java",
                        FileChange.Kind.MODIFIED,
                        0100644,
                        0100644,
                        false,
                        1,
                        0,
                        List.of(new FileChange.Hunk(1, 1, 1, 2, List.of(" class A {", "+    int first;"))),
                        new FileChange.Sides(
                                "class A {\n" + methods + "}\n", "class A {\n    int first;\n" + methods + "}\n"))),
                false);
        rounds(change, 40);
        long before = residentKibibytes();
        rounds(change, 120);
        System.out.println(residentKibibytes() - before);
    }

    private static void rounds(ChangeSet change, int count) {
        for (int round = 0; round < count; round++) {
            if (Symbols.of(change).size() != 1) {
                throw new IllegalStateException("one symbol is new");
            }
        }
    }

    private static long residentKibibytes() throws IOException {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
