package io.comfortcommit.queryside.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.messages.query.DiffView;
import io.comfortcommit.messages.query.DiffView.FileDiff;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static FileChange modified(String path, String... added) {
        List<String> lines = Stream.of(added).map(line -> "+" + line).toList();
        return new FileChange(
                path,
                path,
                Kind.MODIFIED,
                0100644,
                0100644,
                false,
                lines.size(),
                0,
                List.of(new Hunk(3, 0, 4, lines.size(), lines)));
    }

    @Test
    void hunksAreWrittenAsGitWritesThem() {
        FileChange change = new FileChange(
                "a",
                "b",
                Kind.RENAMED,
                0100644,
                0100644,
                false,
                2,
                1,
                List.of(
                        new Hunk(1, 2, 1, 2, List.of(" same", "-old", "+new")),
                        new Hunk(10, 0, 10, 1, List.of("+한글"))));

        DiffView diff = new UnifiedDiff(1000, 1000).of(new ChangeSet(List.of(change), false), IgnoredPaths.none());

        assertThat(diff.truncated()).isFalse();
        assertThat(diff.files())
                .containsExactly(new FileDiff(
                        "a",
                        "b",
                        "RENAMED",
                        false,
                        2,
                        1,
                        "@@ -1,2 +1,2 @@\n same\n-old\n+new\n@@ -10,0 +10,1 @@\n+한글\n"));
    }

    @Test
    void aSecretIsNamedAndNotShown() {
        String secret = "kX9!vq27Lm";
        FileChange change = new FileChange(
                ".env",
                ".env",
                Kind.MODIFIED,
                0100644,
                0100644,
                false,
                1,
                1,
                List.of(new Hunk(
                        3, 2, 3, 2, List.of(" PORT=8080", "-DB_PASSWORD=Zr4?pw81Qd", "+DB_PASSWORD=" + secret))));

        DiffView diff = new UnifiedDiff(1000, 1000).of(new ChangeSet(List.of(change), false), IgnoredPaths.none());

        assertThat(diff.secrets()).containsExactly(new DiffView.Secret("PASSWORD", ".env", 4, "<PASSWORD:1>"));
        assertThat(diff.files().getFirst().patch())
                .contains("+DB_PASSWORD=<PASSWORD:1>")
                .doesNotContain(secret, "Zr4?pw81Qd");
        DiffView meant =
                new UnifiedDiff(1000, 1000).of(new ChangeSet(List.of(change), false), IgnoredPaths.of("*.env\n"));
        assertThat(meant.secrets())
                .as("the repository says that these are none")
                .isEmpty();
        assertThat(meant.files().getFirst().patch()).contains(secret);
    }

    @Test
    void aFileTooLargeIsListedWithoutItsPatch() {
        DiffView diff = new UnifiedDiff(40, 1000)
                .of(
                        new ChangeSet(List.of(modified("large", "x".repeat(40)), modified("small", "x")), false),
                        IgnoredPaths.none());

        assertThat(diff.truncated()).isTrue();
        assertThat(diff.files()).extracting(FileDiff::patch).containsExactly(null, "@@ -3,0 +4,1 @@\n+x\n");
        assertThat(diff.files()).extracting(FileDiff::insertions).containsExactly(1, 1);
    }

    @Test
    void allFilesAreListedThoughTheirPatchesTogetherAreTooLarge() {
        DiffView diff = new UnifiedDiff(40, 40)
                .of(
                        new ChangeSet(List.of(modified("1", "x"), modified("2", "x"), modified("3", "x")), false),
                        IgnoredPaths.none());

        assertThat(diff.truncated()).isTrue();
        assertThat(diff.files()).extracting(FileDiff::newPath).containsExactly("1", "2", "3");
        assertThat(diff.files().stream().map(FileDiff::patch).filter(patch -> patch != null))
                .hasSize(2);
    }

    @Test
    void aBinaryFileHasNoPatchAndTruncatesNothing() {
        FileChange image = new FileChange(null, "a.png", Kind.ADDED, 0, 0100644, true, 0, 0, List.of());

        DiffView diff = new UnifiedDiff(1000, 1000).of(new ChangeSet(List.of(image), false), IgnoredPaths.none());

        assertThat(diff)
                .isEqualTo(new DiffView(
                        List.of(new FileDiff(null, "a.png", "ADDED", true, 0, 0, null)), List.of(), false));
    }

    @Test
    void aChangeWithoutLinesHasAnEmptyPatch() {
        FileChange mode = new FileChange("run", "run", Kind.MODE, 0100644, 0100755, false, 0, 0, List.of());

        DiffView diff = new UnifiedDiff(1000, 1000).of(new ChangeSet(List.of(mode), false), IgnoredPaths.none());

        assertThat(diff.truncated()).isFalse();
        assertThat(diff.files()).extracting(FileDiff::patch).containsExactly("");
    }

    @Test
    void hunksThatTheReaderLeftOutAreSaidToBeMissing() {
        FileChange huge = new FileChange("a", "a", Kind.MODIFIED, 0100644, 0100644, false, 90_000, 1, List.of());

        DiffView diff = new UnifiedDiff(1000, 1000).of(new ChangeSet(List.of(huge), true), IgnoredPaths.none());

        assertThat(diff.truncated()).isTrue();
        assertThat(diff.files()).extracting(FileDiff::patch).containsOnlyNulls();
    }
}
