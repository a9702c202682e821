package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.commitlint.CommitRules;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.AuthorsForm;
import io.comfortcommit.analysis.learning.Habits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every message, tried on random changes; a seed that fails, fails again. */
class AnyChangeTest {
    private static final int CHANGES = 400;

    private static final List<String> FOLDERS =
            List.of("src/", "src/main/java/a/", "docs/", "packages/web/", ".github/workflows/", "한글 폴더/", "a b/", "");
    private static final List<String> STEMS = List.of(
            "Reader",
            "reader_test",
            "pom",
            "package",
            "package-lock",
            "README",
            "x",
            "사용자",
            "a\u202eb",
            "line\nbreak",
            "{0}",
            "{",
            "it's",
            "-dash",
            "😀😀😀",
            ".env",
            "index",
            "#hash",
            "Signed-off-by: x");
    private static final List<String> ENDS =
            List.of(".java", ".ts", ".py", ".go", ".md", ".xml", ".json", ".yml", ".png", ".sql", "", ".pem");
    private static final List<String> LINES = List.of(
            "public class Reader {",
            "    void read(String path) {",
            "        if (path == null) {",
            "        return path;",
            "def load(path):",
            "func (r *Reader) Read(p []byte) (int, error) {",
            "export const load = (a) => {",
            "    it('does what it should', () => {",
            "# A heading",
            "## {0} and {1,number}",
            "\"left-pad\": \"^1.3.0\",",
            "    <artifactId>jgit</artifactId>",
            "    <version>7.0</version>",
            "key: value",
            "import a.b.C;",
            "    // a comment",
            "}",
            "",
            "\t\t\r",
            "    log.info(\"done\");",
            "void " + "a".repeat(90) + "() {",
            "void 아주긴이름".repeat(20) + "() {",
            "😀".repeat(50),
            "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((",
            "a b ".repeat(100),
            "<a<b<c<d<".repeat(40),
            "@a(@b(@c(".repeat(40),
            "public static final ".repeat(19),
            "a::b::c::".repeat(40),
            "\"".repeat(399));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void isOneThatCanBeCommittedAsItIs(int seed) {
        var random = new Random(seed);
        for (int i = 0; i < CHANGES; i++) {
            var secrets = new ArrayList<String>();
            var change = change(random, secrets);
            var context = context(random);
            var drafter = new StructuralDrafter();

            var draft = drafter.draft(change, context);

            assertThat(drafter.draft(change, context)).isEqualTo(draft);
            assertThat(draft.subject())
                    .hasSizeLessThanOrEqualTo(72)
                    .matches("(?:feat|fix|docs|style|refactor|perf|test|build|ci|chore)(?:\\([^()]+\\))?: \\S.*")
                    .isEqualTo(draft.subject().strip());
            assertThat(draft.message()).isEqualTo(draft.message().strip()).doesNotContain("\n\n\n");
            draft.message().lines().skip(1).forEach(AnyChangeTest::assertWrapped);
            assertThat(draft.message().chars())
                    .allMatch(c -> c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
            assertThat(draft.message().codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
            assertThat(secrets).noneMatch(draft.message()::contains);
        }
    }

    private static void assertWrapped(String line) {
        var words = line.replaceFirst("^(?:- |  )", "");
        assertThat(line.length() <= 72 || words.indexOf(' ') < 0)
                .as("wrapped: %s", line)
                .isTrue();
    }

    private static DraftingContext context(Random random) {
        var recent = switch (random.nextInt(3)) {
            case 0 -> List.<String>of();
            case 1 -> List.of("feat(web): a", "fix(src): b", "docs(docs): c", "feat(a): d", "fix: e");
            default -> List.of("Fixed", "WIP", "");
        };
        return new DraftingContext(
                random.nextBoolean() ? Locale.KOREAN : Locale.ENGLISH,
                recent,
                pick(random, List.of("main", "fix/ABC-12-a", "feature/x", "", "///", "한글/가지")),
                new Habits(),
                Author.UNKNOWN,
                CommitRules.NONE,
                random.nextBoolean(),
                AuthorsForm.NONE);
    }

    /** @param secrets that are put into it, added to */
    static ChangeSet change(Random random, List<String> secrets) {
        var files = IntStream.range(0, random.nextInt(random.nextInt(10) == 0 ? 60 : 6))
                .mapToObj(i -> file(random, secrets))
                .toList();
        return new ChangeSet(files, random.nextBoolean());
    }

    private static FileChange file(Random random, List<String> secrets) {
        var kind = pick(random, List.of(Kind.values()));
        var modes = List.of(0100644, 0100755, 0120000, 0160000);
        var oldMode = kind == Kind.ADDED ? 0 : pick(random, modes);
        var newMode = kind == Kind.DELETED ? 0 : random.nextInt(4) > 0 && oldMode != 0 ? oldMode : pick(random, modes);
        var path = path(random, secrets);
        var binary = random.nextInt(8) == 0;
        var hunks = binary || kind == Kind.MODE
                ? List.<Hunk>of()
                : IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> hunk(random, secrets))
                        .toList();
        return new FileChange(
                kind == Kind.ADDED ? null : kind == Kind.RENAMED || kind == Kind.COPIED ? path(random, secrets) : path,
                kind == Kind.DELETED ? null : path,
                kind,
                oldMode,
                newMode,
                binary,
                random.nextInt(50),
                random.nextInt(50),
                hunks);
    }

    private static String path(Random random, List<String> secrets) {
        var stem = switch (random.nextInt(12)) {
            case 0 -> secret(random, secrets);
            case 1 -> "n".repeat(200);
            default -> pick(random, STEMS);
        };
        return pick(random, FOLDERS) + stem + pick(random, ENDS);
    }

    private static Hunk hunk(Random random, List<String> secrets) {
        var lines = IntStream.range(0, random.nextInt(12))
                .mapToObj(i -> pick(random, List.of("+", "-", " ")) + line(random, secrets))
                .toList();
        return new Hunk(1, 1, 1, 1, lines, random.nextBoolean() ? pick(random, LINES) : null);
    }

    private static String line(Random random, List<String> secrets) {
        return switch (random.nextInt(12)) {
            case 0 -> "api.key=" + secret(random, secrets);
            case 1 -> secret(random, secrets) + ": 1";
            case 2 -> "    void " + secret(random, secrets) + "() {";
            case 3 -> "# " + secret(random, secrets);
            case 4 -> "class Holder { // " + secret(random, secrets);
            default -> pick(random, LINES);
        };
    }

    private static String secret(Random random, List<String> secrets) {
        var alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var body = new StringBuilder();
        for (int i = 0; i < 36; i++) {
            body.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        var secret = pick(random, List.of("ghp_", "AKIA", "sk_live_", "glpat-", "")) + body;
        secrets.add(secret);
        // A shortened one would be no better.
        secrets.add(secret.substring(0, 14));
        return secret;
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
