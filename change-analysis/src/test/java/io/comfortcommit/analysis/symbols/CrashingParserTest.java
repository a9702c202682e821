package io.comfortcommit.analysis.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.drafting.StructuralDrafter;
import io.comfortcommit.analysis.embedding.CodeEmbedding;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that a parser ends, as one does whose assertion fails, and those that come after. */
class CrashingParserTest {
    private static final String FATAL = "class Fatal {\n    int a() { return 1; }\n\n    int b() { return 2; }\n}\n";
    private static final String SOUND = "class Sound {\n    int c() { return 3; }\n}\n";

    @TempDir
    Path folder;

    /** What it said, and how it ended. */
    private record Ended(int code, String said) {}

    private Ended process(String does) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx96m",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingParserTest.class.getName(),
                        folder.toString(),
                        does)
                .redirectErrorStream(true)
                .start();
        String said;
        try (var reader = process.inputReader()) {
            said = reader.lines().collect(Collectors.joining("\n"));
        }
        return new Ended(process.waitFor(), said);
    }

    @Test
    void theTextThatEndedTwoProcessesCostsItsSymbolsAndNeitherTheDraftNorTheNextProcess()
            throws IOException, InterruptedException {
        assertThat(process("read").said()).contains("Fatal.java: parsed", "Sound.java: parsed");
        for (int time = 0; time < 2; time++) {
            assertThat(process("crash").code()).as("SIGABRT").isEqualTo(134);
        }

        for (int time = 0; time < 2; time++) {
            Ended next = process("read");
            assertThat(next.code()).as(next.said()).isZero();
            assertThat(next.said())
                    .contains("Fatal.java: not parsed", "Sound.java: parsed", "draft: feat: add Fatal and Sound");
        }
    }

    @Test
    void aTextThatWasReadToItsEndBetweenTwoEndsOfProcessesIsParsedStill() throws IOException, InterruptedException {
        for (int time = 0; time < 2; time++) {
            assertThat(process("crash").code()).as("SIGABRT").isEqualTo(134);
            assertThat(process("read").said()).contains("Fatal.java: parsed", "Sound.java: parsed");
        }
    }

    @Test
    void aProcessThatIsKilledWhileItReadsBlamesNoText() throws IOException, InterruptedException {
        assertThat(process("killed").code()).as("SIGKILL").isEqualTo(137);
        assertThat(process("read").said()).contains("Fatal.java: parsed", "Sound.java: parsed");
    }

    @Test
    void aRecordThatWasNotWrittenToItsEndHidesNoneOfTheOthers() throws IOException {
        byte[] text = FATAL.getBytes(StandardCharsets.UTF_8);
        for (int time = 0; time < 2; time++) {
            assertThat(ParsingJournal.in(folder).begin(text)).isNotNegative();
        }
        ParsingJournal.in(folder);
        Files.write(folder.resolve("fatal"), new byte[] {1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
        Files.write(folder.resolve("suspected"), new byte[] {1}, StandardOpenOption.APPEND);

        byte[] other = SOUND.getBytes(StandardCharsets.UTF_8);
        for (int time = 0; time < 2; time++) {
            assertThat(ParsingJournal.in(folder).begin(other)).isNotNegative();
        }
        ParsingJournal last = ParsingJournal.in(folder);
        assertThat(last.begin(text)).isEqualTo(ParsingJournal.FATAL);
        assertThat(last.begin(other)).isEqualTo(ParsingJournal.FATAL);
        assertThat(last.fatal()).isEqualTo(2);
        assertThat(folder.resolve("fatal")).hasSize(2 * 16);
    }

    @Test
    void aProcessThatEndsInOrderWhileItReadsBlamesNoText() throws IOException, InterruptedException {
        assertThat(process("leave").code()).isEqualTo(7);
        assertThat(process("read").said()).contains("Fatal.java: parsed", "Sound.java: parsed");
    }

    @Test
    void manyAtOnceAreNotedAndForgottenAgain() {
        ParsingJournal journal = ParsingJournal.in(folder);
        List<Integer> places = new ArrayList<>();
        for (int text = 0; text < 300; text++) {
            places.add(journal.begin(("text " + text).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(places.stream().filter(place -> place >= 0)).hasSize(256).doesNotHaveDuplicates();
        assertThat(places).endsWith(ParsingJournal.UNNOTED);
        places.forEach(journal::end);
        assertThat(ParsingJournal.in(folder).fatal()).isZero();
    }

    static void main(String... arguments) {
        Parsing.keepJournal(Path.of(arguments[0]));
        switch (arguments[1]) {
            case "crash" -> Parsing.noted(FATAL.getBytes(StandardCharsets.UTF_8), CrashingParserTest::abort);
            case "killed" -> Parsing.noted(FATAL.getBytes(StandardCharsets.UTF_8), CrashingParserTest::killItself);
            case "leave" -> Parsing.noted(FATAL.getBytes(StandardCharsets.UTF_8), () -> System.exit(7));
            default -> {
                ChangeSet change =
                        new ChangeSet(List.of(added("Fatal.java", FATAL), added("Sound.java", SOUND)), false);
                change.files().forEach(CrashingParserTest::tell);
                CodeEmbedding.read(change);
                System.out.println("draft: "
                        + new StructuralDrafter()
                                .draft(change, new DraftingContext(Locale.ENGLISH, List.of("feat: begin"), "main"))
                                .subject());
            }
        }
    }

    private static void tell(FileChange file) {
        boolean parsed = !Symbols.of(new ChangeSet(List.of(file), false)).equals(FileSymbols.enclosing(file));
        System.out.println(file.path() + (parsed ? ": parsed" : ": not parsed"));
    }

    /** As others would, who end a process at once. */
    private static void killItself() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void abort() {
        Linker linker = Linker.nativeLinker();
        MethodHandle abort =
                linker.downcallHandle(linker.defaultLookup().findOrThrow("abort"), FunctionDescriptor.ofVoid());
        try {
            abort.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static FileChange added(String path, String text) {
        List<String> lines = text.lines().map(line -> "+" + line).toList();
        return new FileChange(
                null,
                path,
                FileChange.Kind.ADDED,
                0,
                0100644,
                false,
                lines.size(),
                0,
                List.of(new FileChange.Hunk(0, 0, 1, lines.size(), lines)),
                new FileChange.Sides("", text));
    }
}
