package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.commitlint.CommitRules;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.AuthorsForm;
import io.comfortcommit.analysis.learning.Habits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples of docs/drafting.md. */
class DocumentedDraftsTest {
    private static final Path PAGE = Path.of("..", "docs", "drafting.md");
    private static final Pattern EXAMPLE = Pattern.compile(
            "```diff(?<options>[^\\n]*)\\n(?<diff>.*?)```\\n```text\\n(?<message>.*?)\\n```", Pattern.DOTALL);
    private static final Pattern BRANCH = Pattern.compile("branch=(\\S+)");

    @TestFactory
    Stream<DynamicTest> everyExampleIsTrue() throws IOException {
        var examples = EXAMPLE.matcher(Files.readString(PAGE)).results().toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(
                        example.group("message").lines().findFirst().orElseThrow(), () -> check(example)));
    }

    private static void check(MatchResult example) {
        var options = example.group("options");
        var branch = BRANCH.matcher(options);
        var context = new DraftingContext(
                options.contains("language=ko") ? Locale.KOREAN : Locale.ENGLISH,
                Collections.nCopies(3, "before the convention"),
                branch.find() ? branch.group(1) : "main",
                new Habits(),
                Author.UNKNOWN,
                CommitRules.NONE,
                options.contains("gitmoji"),
                AuthorsForm.NONE);

        assertThat(new StructuralDrafter()
                        .draft(DiffText.parse(example.group("diff")), context)
                        .message())
                .isEqualTo(example.group("message"));
    }
}
