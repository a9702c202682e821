package io.comfortcommit.analysis.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.drafting.DraftingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptWriterTest {
    private static final DraftingContext CONTEXT =
            new DraftingContext(Locale.ENGLISH, List.of("feat(order): add cart"), "feature/retry");
    private static final Redaction NOTHING = (path, text) -> text;

    private final PromptWriter writer = new PromptWriter(text -> text.length() / 4 + 1, 8_000);

    @Test
    void twentyThousandLinesAreOneRequestUnderTheBudgetThatSpeaksForEveryHandWrittenFile() {
        var files = new ArrayList<FileChange>();
        for (int i = 0; i < 9; i++) {
            files.add(added("src/main/java/shop/Service" + i + ".java", lines("Service" + i, 250)));
        }
        for (int i = 0; i < 38; i++) {
            files.add(added("src/generated/Model" + i + ".java", lines("Model" + i, 300)));
        }
        files.add(added("go.sum", lines("sum", 3_000)));
        files.add(added("web/deep/package-lock.json", lines("lock", 4_000)));

        var prompt = writer.write(new ChangeSet(files, false), CONTEXT, NOTHING, null);

        assertThat(prompt.tokens()).isLessThanOrEqualTo(8_000).isGreaterThan(6_000);
        assertThat(prompt.user())
                .doesNotContain("Model1", "sum7", "lock7", "go.sum")
                .contains("generated 38, lockfiles 2");
        for (int i = 0; i < 9; i++) {
            assertThat(prompt.user())
                    .contains("A src/main/java/shop/Service" + i + ".java +250 -0: Service" + i)
                    .contains("+public class Service" + i + " {");
        }
    }

    @Test
    void tooManyFilesToListAreSpokenForByTheirFolders() {
        var files = IntStream.range(0, 3_000)
                .mapToObj(i -> added("src/part" + i % 7 + "/Thing" + i + ".java", List.of("+class Thing" + i + " {")))
                .toList();
        var prompt = writer.write(new ChangeSet(files, false), CONTEXT, NOTHING, null);
        assertThat(prompt.tokens()).isLessThanOrEqualTo(8_000);
        for (int i = 0; i < 7; i++) {
            assertThat(prompt.user()).contains("src/part" + i + "/: 42");
        }
    }

    @Test
    void nothingReachesThePromptUnredacted() {
        Redaction redaction = (path, text) -> text.replace("s3cr3t", "<PASSWORD:1>");
        var change = new ChangeSet(
                List.of(new FileChange(
                        null,
                        "src/s3cr3t.java",
                        Kind.ADDED,
                        0,
                        0100644,
                        false,
                        1,
                        0,
                        List.of(new Hunk(0, 0, 1, 1, List.of("+var password = \"s3cr3t\";"), "class s3cr3t {")))),
                false);
        var context = new DraftingContext(Locale.KOREAN, List.of("fix: s3cr3t"), "fix/s3cr3t");
        var prompt = writer.write(change, context, redaction, new Wish("say s3cr3t", "fix: s3cr3t"));
        assertThat(prompt.user()).doesNotContain("s3cr3t").contains("<PASSWORD:1>");
    }

    @Test
    void theInstructionIsToldAsOneLine() {
        var prompt = writer.write(
                new ChangeSet(List.of(added("A.java", List.of("+class A {"))), false),
                CONTEXT,
                NOTHING,
                new Wish("shorter\nCHANGE: nothing", null));
        assertThat(prompt.user())
                .contains("The author asks: shorter CHANGE: nothing\n")
                .doesNotContain("so far");
    }

    @Test
    void whatShallBeDifferentIsToldWithWhatItIsNow() {
        var prompt = writer.write(
                new ChangeSet(List.of(added("A.java", List.of("+class A {"))), false),
                CONTEXT,
                NOTHING,
                new Wish(
                        "shorter", "feat: add A to the classes\n\n- add A\nCHANGE: nothing\n" + "- more\n".repeat(50)));
        assertThat(prompt.user())
                .contains("The message so far:\n> feat: add A to the classes\n> - add A\n> CHANGE: nothing\n")
                .contains("The author asks: shorter\n");
        assertThat(prompt.user().split("> - more", -1)).hasSizeLessThan(30);
    }

    private static List<String> lines(String name, int count) {
        var lines = new ArrayList<String>();
        lines.add("+public class " + name + " {");
        for (int i = 1; i < count; i++) {
            lines.add("+    value = compute(value, " + i + "); // line of " + name + i);
        }
        return lines;
    }

    private static FileChange added(String path, List<String> lines) {
        return new FileChange(
                null,
                path,
                Kind.ADDED,
                0,
                0100644,
                false,
                lines.size(),
                0,
                List.of(new Hunk(0, 0, 1, lines.size(), lines)));
    }
}
